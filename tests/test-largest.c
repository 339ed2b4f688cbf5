/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rng.h"
#include "tendency/largest.h"

static void
assert_largest (DgTensor *values, DgMetric metric)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, metric, &error);
  g_autoptr (DgParallel) team = dg_parallel_new (3);
  double largest = 0, found;

  g_assert_no_error (error);
  for (gsize i = 0; i < values->shape[0]; i++)
    for (gsize j = 0; j < values->shape[0]; j++)
      largest = MAX (largest, dg_dissimilarity_get (dissimilarity, i, j));
  g_assert_true (dg_largest_dissimilarity (dissimilarity, NULL, NULL, &found, &error));
  g_assert_cmpfloat (found, ==, largest);
  g_assert_true (dg_largest_dissimilarity (dissimilarity, team, NULL, &found, &error));
  g_assert_cmpfloat (found, ==, largest);
}

static DgTensor *
make_values (gsize n, gsize d, double offset, gboolean equal)
{
  DgTensor *values = dg_tensor_new (2, (gsize[]){ n, d });
  DgRng rng;

  dg_rng_init (&rng, n + d, 0);
  for (gsize i = 0; i < n * d; i++)
    values->data[i] = (float) (equal ? offset : offset + dg_rng_normal (&rng));
  return values;
}

static void
test_values (void)
{
  const gsize counts[] = { 1, 2, 3, 65, 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint equal = 0; equal < 2; equal++)
      for (double offset = 1; offset < 1e5; offset *= 1000)
        {
          g_autoptr (DgTensor) values = make_values (counts[i], 7, offset, equal);

          assert_largest (values, DG_METRIC_EUCLIDEAN);
          assert_largest (values, DG_METRIC_COSINE);
        }
}

static void
test_precomputed (void)
{
  g_autoptr (DgTensor) matrix = dg_tensor_new (2, (gsize[]){ 3, 3 });
  const float entries[] = { 0, 2, 5, 2, 0, 4, 5, 4, 0 };

  for (gsize i = 0; i < 9; i++)
    matrix->data[i] = entries[i];
  assert_largest (matrix, DG_METRIC_PRECOMPUTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/largest/values", test_values);
  g_test_add_func ("/largest/precomputed", test_precomputed);
  return g_test_run ();
}
