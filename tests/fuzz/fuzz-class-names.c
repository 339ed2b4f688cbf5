/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/class-names.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write (DG_CLASS_NAMES_FILE, data, size);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = dg_class_names_load (folder, 2, &error);

  fuzz_assert_outcome (names != NULL, error);
  g_assert_true (names == NULL || g_strv_length (names) >= 2);
  return 0;
}
