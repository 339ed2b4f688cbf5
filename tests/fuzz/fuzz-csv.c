/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/csv.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) matrix = dg_csv_parse ("fuzz.csv", bytes, &error);
  gsize row;

  fuzz_assert_outcome (matrix != NULL, error);
  g_assert_false (matrix != NULL && dg_tensor_find_not_finite (matrix, &row));
  return 0;
}
