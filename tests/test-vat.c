/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/vat.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "oracle.h"
#include "sample-data.h"
#include "tendency/prim.h"

/* All dissimilarities. Returns: (n, n) */
static double *
make_matrix (const DgDissimilarity *dissimilarity)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity);
  double *matrix = g_new (double, n * n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      matrix[i * n + j] = dg_dissimilarity_get (dissimilarity, i, j);
  return matrix;
}

/* Minimax path distances by Floyd and Warshall, in place. */
static void
find_path_distances (double *matrix, gsize n)
{
  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        {
          double around = MAX (matrix[i * n + k], matrix[k * n + j]);

          matrix[i * n + j] = MIN (matrix[i * n + j], around);
        }
}

/* VAT in the words of Bezdek and Hathaway, O(n³). */
static DgTree *
naive_vat (const double *matrix, gsize n, gsize start)
{
  DgTree *tree = dg_tree_new (n);
  g_autofree gboolean *reached = g_new0 (gboolean, n);

  tree->order[0] = start;
  tree->parent[0] = DG_VAT_NO_PARENT;
  tree->weight[0] = 0;
  reached[start] = TRUE;
  for (gsize k = 1; k < n; k++)
    {
      tree->weight[k] = INFINITY;
      for (gsize j = 0; j < n; j++)
        for (gsize p = 0; p < k && !reached[j]; p++)
          if (matrix[tree->order[p] * n + j] < tree->weight[k])
            {
              tree->weight[k] = matrix[tree->order[p] * n + j];
              tree->order[k] = j;
              tree->parent[k] = tree->order[p];
            }
      reached[tree->order[k]] = TRUE;
    }
  return tree;
}

/* First end of the largest entry, row after row. */
static gsize
naive_start (const double *matrix, gsize n)
{
  gsize best = 0;

  for (gsize i = 1; i < n * n; i++)
    if (matrix[i] > matrix[best])
      best = i;
  return best / n;
}

/* R: which (D == max (D), arr.ind = TRUE)[1, 1], the row of the first largest entry, column after column. */
static gsize
naive_start_of_r (const double *matrix, gsize n)
{
  gsize best = 0;

  for (gsize j = 0; j < n; j++)
    for (gsize i = 0; i < n; i++)
      if (matrix[i * n + j] > matrix[(best % n) * n + best / n])
        best = j * n + i;
  return best % n;
}

static void
assert_same_vat (const DgVat *vat, const DgTree *expected)
{
  g_assert_cmpuint (vat->n, ==, expected->n);
  for (gsize k = 0; k < vat->n; k++)
    {
      g_assert_cmpuint (vat->order[k], ==, expected->order[k]);
      g_assert_cmpuint (vat->position[vat->order[k]], ==, k);
      g_assert_cmpuint (vat->parent[k], ==, expected->parent[k]);
      g_assert_true (vat->weight[k] == (float) expected->weight[k]);
    }
}

/* The largest weight between any two positions is their path distance. */
static void
assert_path_distances (const DgVat *vat, const double *path)
{
  gsize n = vat->n;

  for (gsize i = 0; i < n; i++)
    {
      float maximum = 0;

      for (gsize j = i + 1; j < n; j++)
        {
          double expected = path[vat->order[i] * n + vat->order[j]];

          maximum = MAX (maximum, vat->weight[j]);
          g_assert_cmpfloat (fabs (maximum - expected), <=, 1e-6 * expected);
        }
    }
}

static void
check_both_orders (DgDissimilarity *dissimilarity, DgParallel *parallel)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity);
  g_autofree double *matrix = make_matrix (dissimilarity);
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, parallel, NULL, NULL);
  g_autoptr (DgVat) seriation = dg_vat_new (dissimilarity, DG_ORDER_SERIATION, parallel, NULL, NULL);
  g_autoptr (DgTree) expected = naive_vat (matrix, n, naive_start (matrix, n));
  g_autoptr (DgTree) expected_seriation = NULL;

  assert_same_vat (vat, expected);
  find_path_distances (matrix, n);
  assert_path_distances (vat, matrix);
  assert_path_distances (seriation, matrix);
  expected_seriation = naive_vat (matrix, n, naive_start_of_r (matrix, n));
  assert_same_vat (seriation, expected_seriation);
}

/* The matrix of the same dissimilarities as floats. */
static DgTensor *
precompute (const DgDissimilarity *dissimilarity)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity);
  DgTensor *matrix = dg_tensor_new (2, (gsize[]){ n, n });

  for (gsize i = 0; i < n * n; i++)
    matrix->data[i] = (float) dg_dissimilarity_get (dissimilarity, i / n, i % n);
  return matrix;
}

static void
check_all_metrics (DataKind kind, gsize n, gsize d, DgParallel *parallel)
{
  g_autoptr (DgTensor) values = make_data (kind, n, d, n);
  g_autoptr (DgDissimilarity) euclidean = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgDissimilarity) cosine = dg_dissimilarity_new (values, DG_METRIC_COSINE, NULL);
  g_autoptr (DgTensor) matrix = precompute (euclidean);
  g_autoptr (DgDissimilarity) precomputed = dg_dissimilarity_new (matrix, DG_METRIC_PRECOMPUTED, NULL);

  check_both_orders (euclidean, parallel);
  check_both_orders (cosine, parallel);
  check_both_orders (precomputed, parallel);
}

static void
test_naive (void)
{
  g_autoptr (DgParallel) parallel = dg_parallel_new (2);

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize n = 1; n <= 60; n++)
      check_all_metrics (kind, n, 1 + n * 5 % 23, n % 2 == 0 ? parallel : NULL);
}

/* Several batches and blocks. */
static void
test_naive_larger (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    check_all_metrics (kind, 150, 3, NULL);
}

/* Whatever is bundled, kept, and shared out, the tree is the same. */
static void
check_tuning (DataKind kind, gsize n, gsize d, const DgPrimTuning *tuning, DgParallel *parallel)
{
  g_autoptr (DgTensor) values = make_data (kind, n, d, 5);

  for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_COSINE; metric++)
    {
      g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, metric, NULL);
      g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, parallel, NULL, NULL);
      g_autoptr (DgTree) tree = dg_prim_grow (dissimilarity, DG_PRIM_FARTHEST, tuning, parallel, NULL, NULL);

      assert_same_vat (vat, tree);
    }
}

static void
test_tuning (void)
{
  static const DgPrimTuning tunings[] = { { 1, 1 }, { 2, 7 }, { 5, 64 }, { 800, 16 } };
  g_autoptr (DgParallel) parallel = dg_parallel_new (2);

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (tunings); i++)
      check_tuning (kind, 250, 6, &tunings[i], i >= 2 ? parallel : NULL);
}

/* Prim's algorithm in double and the largest pair, both without bounds, for sizes that are out of reach
 * above. */
static void
test_many_samples (void)
{
  g_autoptr (DgParallel) parallel = dg_parallel_new (2);

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    {
      gsize n = 1100, start = 0;
      g_autoptr (DgTensor) values = make_data (kind, n, 5, 3);
      g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
      g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, parallel, NULL, NULL);
      g_autofree double *key = g_new (double, n);
      g_autofree guint32 *parent = g_new (guint32, n);
      double largest = 0;

      for (gsize i = 0; i < n; i++)
        for (gsize j = i + 1; j < n; j++)
          if (dg_dissimilarity_get (dissimilarity, i, j) > largest)
            {
              largest = dg_dissimilarity_get (dissimilarity, i, j);
              start = i;
            }
      for (gsize i = 0; i < n; i++)
        {
          key[i] = INFINITY;
          parent[i] = DG_VAT_NO_PARENT;
        }
      for (gsize k = 0, next = start; k < n; k++)
        {
          g_assert_cmpuint (vat->order[k], ==, next);
          g_assert_cmpuint (vat->parent[k], ==, parent[next]);
          g_assert_true (vat->weight[k] == (k == 0 ? 0 : (float) key[next]));
          key[next] = NAN;
          for (gsize i = 0; i < n; i++)
            if (!isnan (key[i]) && dg_dissimilarity_get (dissimilarity, vat->order[k], i) < key[i])
              {
                key[i] = dg_dissimilarity_get (dissimilarity, vat->order[k], i);
                parent[i] = vat->order[k];
              }
          next = n;
          for (gsize i = 0; i < n; i++)
            if (!isnan (key[i]) && (next == n || key[i] < key[next]))
              next = i;
        }
    }
}

static void
test_extreme_values (void)
{
  static const float numbers[] = { 3e38f, -3e38f, 1e-45f, 0, 3e38f, 1e-40f, -1e-30f, 1 };
  gsize n = G_N_ELEMENTS (numbers);
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, 1 });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autofree double *matrix = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgTree) expected = NULL;

  memcpy (values->data, numbers, sizeof numbers);
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  matrix = make_matrix (dissimilarity);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  expected = naive_vat (matrix, n, naive_start (matrix, n));
  assert_same_vat (vat, expected);
}

/* A dissimilarity beyond the largest float is still a weight. */
static void
test_weight_is_finite (void)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 2, 1 });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;

  values->data[0] = -3e38f;
  values->data[1] = 3e38f;
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  g_assert_cmpfloat (vat->weight[1], ==, G_MAXFLOAT);
}

static void
test_no_coordinates (void)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 3, 0 });

  for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_COSINE; metric++)
    {
      g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, metric, NULL);
      g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);

      for (gsize k = 0; k < 3; k++)
        {
          g_assert_cmpuint (vat->order[k], ==, k);
          g_assert_cmpfloat (vat->weight[k], ==, 0);
        }
    }
}

/* One case of tests/reference/tendency.R: "n d", the (n, d) values, the orders of VAT and of iVAT, the lower
 * triangle of the path distances. */
static void
check_case_of_r (const char *line)
{
  const char *cursor = line;
  gsize n = oracle_next_number (&cursor), d = oracle_next_number (&cursor);
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, d });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgTree) tree = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autofree double *path = g_new0 (double, n * n);
  DgPrimTuning tuning = { 2, 3 };

  for (gsize i = 0; i < n * d; i++)
    values->data[i] = oracle_next_number (&cursor);
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_SERIATION, NULL, NULL, NULL);
  /* R starts VAT at the other end of the same pair. */
  for (gsize k = 0; k < n; k++)
    {
      guint32 sample = oracle_next_number (&cursor);

      if (k == 0)
        tree = dg_prim_grow (dissimilarity, sample, &tuning, NULL, NULL, NULL);
      g_assert_cmpuint (tree->order[k], ==, sample);
    }
  for (gsize k = 0; k < n; k++)
    g_assert_cmpuint (vat->order[k], ==, (guint32) oracle_next_number (&cursor));
  for (gsize j = 0; j < n; j++)
    for (gsize i = j + 1; i < n; i++)
      path[i * n + j] = path[j * n + i] = oracle_next_number (&cursor);
  assert_path_distances (vat, path);
}

static void
test_reference (void)
{
  g_assert_cmpuint (oracle_for_each ("tendency.txt", check_case_of_r), >=, 20);
}

static void
test_start (void)
{
  g_autoptr (DgTensor) values = make_data (DATA_NORMAL, 40, 3, 5);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autofree double *matrix = make_matrix (dissimilarity);
  g_autoptr (GError) error = NULL;

  for (guint32 start = 0; start < 40; start++)
    {
      g_autoptr (DgVat) vat = dg_vat_new_from_start (dissimilarity, start, NULL, NULL, NULL);
      g_autoptr (DgTree) expected = naive_vat (matrix, 40, start);

      assert_same_vat (vat, expected);
    }
  g_assert_null (dg_vat_new_from_start (dissimilarity, 40, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "row 40"));
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DgTensor) values = make_data (DATA_NORMAL, 300, 4, 1);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);

  g_cancellable_cancel (cancellable);
  for (DgOrder order = DG_ORDER_HAVENS_BEZDEK; order <= DG_ORDER_SERIATION; order++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_vat_new (dissimilarity, order, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  DgOrder order;

  for (DgOrder i = DG_ORDER_HAVENS_BEZDEK; i <= DG_ORDER_SERIATION; i++)
    {
      g_assert_true (dg_order_parse (dg_order_to_string (i), &order, NULL));
      g_assert_cmpint (order, ==, i);
    }
  g_assert_false (dg_order_parse ("alphabetical", &order, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "havens-bezdek, seriation"));
}

static void
test_from_arrays (void)
{
  const guint32 order[] = { 2, 0, 1 }, parent[] = { DG_VAT_NO_PARENT, 2, 0 };
  const float weight[] = { 0, 1, 0.5f };
  g_autoptr (DgVat) vat = dg_vat_new_from_arrays (3, order, parent, weight, NULL);

  g_assert_cmpmem (vat->order, sizeof order, order, sizeof order);
  g_assert_cmpmem (vat->parent, sizeof parent, parent, sizeof parent);
  g_assert_cmpmem (vat->weight, sizeof weight, weight, sizeof weight);
  g_assert_cmpuint (vat->position[2], ==, 0);
  g_assert_cmpuint (vat->position[1], ==, 2);
}

static void
test_from_bad_arrays (void)
{
  static const struct
  {
    guint32 order[3], parent[3];
    float weight[3];
  } bad[] = {
    { { 2, 0, 2 }, { DG_VAT_NO_PARENT, 2, 0 }, { 0, 1, 1 } },        /* a sample twice */
    { { 2, 0, 3 }, { DG_VAT_NO_PARENT, 2, 0 }, { 0, 1, 1 } },        /* no such sample */
    { { 2, 0, 1 }, { 2, 2, 0 }, { 0, 1, 1 } },                       /* the first has a parent */
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 1, 0 }, { 0, 1, 1 } },        /* a parent comes later */
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 0, 0 }, { 0, 1, 1 } },        /* it is its own */
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, 7 }, { 0, 1, 1 } },        /* no such parent */
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, DG_VAT_NO_PARENT }, { 0, 1, 1 } },
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, 0 }, { 0, -1, 1 } },
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, 0 }, { 0, 1, NAN } },
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, 0 }, { 0, INFINITY, 1 } },
    { { 2, 0, 1 }, { DG_VAT_NO_PARENT, 2, 0 }, { 1, 1, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_vat_new_from_arrays (3, bad[i].order, bad[i].parent, bad[i].weight, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
    }
  g_assert_null (dg_vat_new_from_arrays (0, NULL, NULL, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vat/naive", test_naive);
  g_test_add_func ("/vat/naive-larger", test_naive_larger);
  g_test_add_func ("/vat/tuning", test_tuning);
  g_test_add_func ("/vat/many-samples", test_many_samples);
  g_test_add_func ("/vat/extreme-values", test_extreme_values);
  g_test_add_func ("/vat/weight-is-finite", test_weight_is_finite);
  g_test_add_func ("/vat/no-coordinates", test_no_coordinates);
  g_test_add_func ("/vat/reference", test_reference);
  g_test_add_func ("/vat/start", test_start);
  g_test_add_func ("/vat/cancel", test_cancel);
  g_test_add_func ("/vat/names", test_names);
  g_test_add_func ("/vat/from-arrays", test_from_arrays);
  g_test_add_func ("/vat/from-bad-arrays", test_from_bad_arrays);
  return g_test_run ();
}
