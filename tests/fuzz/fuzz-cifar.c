/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "dataset/dataset.h"

static const char *const batches[] = { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                       "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin" };

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* The class names, then the images after the first line that is empty. */
  const guint8 *end = memmem (data, size, "\n\n", 2);
  gsize n_names = end != NULL ? (gsize) (end - data) : size;
  gsize begin = MIN (n_names + 2, size);
  g_autofree char *names = fuzz_write ("batches.meta.txt", data, n_names);
  g_autofree char *folder = g_path_get_dirname (names);
  g_autoptr (DgDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    g_free (fuzz_write (batches[i], data + begin, size - begin));
  dataset = dg_dataset_open (folder, NULL, &error);
  fuzz_assert_outcome (dataset != NULL, error);
  return 0;
}
