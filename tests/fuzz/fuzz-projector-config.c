/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/projector-config.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write (DG_PROJECTOR_CONFIG_FILE, data, size);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) embeddings = NULL;

  g_free (fuzz_write ("tensors.tsv", (const guint8 *) "1\n", 2));
  embeddings = dg_projector_config_load (folder, &error);
  fuzz_assert_outcome (embeddings != NULL, error);
  return 0;
}
