/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/subset.h"

#define N 60

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("subset.json", data, size);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (DgSubset) subset = NULL;
  g_autoptr (GError) error = NULL;
  gboolean loaded;

  loaded = dg_subset_load (folder, N, &subset, &error);
  fuzz_assert_outcome (loaded, error);
  if (subset == NULL)
    return 0;
  g_assert_cmpuint (subset->n_all, ==, N);
  for (gsize i = 0; i < subset->n; i++)
    g_assert_true (subset->samples[i] < N && (i == 0 || subset->samples[i] > subset->samples[i - 1]));
  return 0;
}
