/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "dataset/idx.h"

/* Plain or compressed: the contents tell. */
static void
read_values (GFile *file, guint n_dims)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgIdx) idx = dg_idx_read (file, n_dims, NULL, &error);

  fuzz_assert_outcome (idx != NULL, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("values", data, size);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  read_values (file, 1);
  read_values (file, 3);
  return 0;
}
