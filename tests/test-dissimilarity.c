/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/dissimilarity.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "sample-data.h"
#include "tendency/embedding.h"

static DgDissimilarity *
make_dissimilarity (const float *numbers, gsize n, gsize d, DgMetric metric, GError **error)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, d });

  memcpy (values->data, numbers, n * d * sizeof *numbers);
  return dg_dissimilarity_new (values, metric, error);
}

static long double
naive_euclidean (const float *a, const float *b, gsize d)
{
  long double sum = 0;

  for (gsize k = 0; k < d; k++)
    sum += ((long double) a[k] - b[k]) * ((long double) a[k] - b[k]);
  return sqrtl (sum);
}

static long double
naive_cosine (const float *a, const float *b, gsize d)
{
  long double aa = 0, bb = 0, ab = 0;

  for (gsize k = 0; k < d; k++)
    {
      aa += (long double) a[k] * a[k];
      bb += (long double) b[k] * b[k];
      ab += (long double) a[k] * b[k];
    }
  if (aa == 0 || bb == 0)
    return aa == bb ? 0 : 1;
  return 1 - ab / sqrtl (aa) / sqrtl (bb);
}

static void
test_naive (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize d = 1; d <= 53; d += 4)
      {
        g_autoptr (DgTensor) values = make_data (kind, 20, d, d);
        g_autoptr (DgDissimilarity) euclidean = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
        g_autoptr (DgDissimilarity) cosine = dg_dissimilarity_new (values, DG_METRIC_COSINE, NULL);

        for (gsize i = 0; i < 20; i++)
          for (gsize j = 0; j < 20; j++)
            {
              const float *a = values->data + i * d, *b = values->data + j * d;
              long double expected = naive_euclidean (a, b, d);

              g_assert_true (fabsl (dg_dissimilarity_get (euclidean, i, j) - expected) <= 1e-12L * expected);
              /* The naive cosine itself loses digits where it is small. */
              expected = naive_cosine (a, b, d);
              g_assert_true (fabsl (dg_dissimilarity_get (cosine, i, j) - expected)
                             <= 1e-12L * expected + 1e-17L * d);
              g_assert_true (dg_dissimilarity_get (cosine, i, j) == dg_dissimilarity_get (cosine, j, i));
            }
      }
}

static void
test_cosine_of_zero_vectors (void)
{
  const float numbers[] = { 0, 0, 3, 4, -6, -8, 0, 0, 8, -6, 6e-30f, 8e-30f };
  g_autoptr (DgDissimilarity) self = make_dissimilarity (numbers, 6, 2, DG_METRIC_COSINE, NULL);

  g_assert_cmpfloat (dg_dissimilarity_get (self, 0, 3), ==, 0);
  g_assert_cmpfloat (dg_dissimilarity_get (self, 0, 1), ==, 1);
  g_assert_cmpfloat (dg_dissimilarity_get (self, 2, 3), ==, 1);
  g_assert_cmpfloat_with_epsilon (dg_dissimilarity_get (self, 1, 2), 2, 1e-15);
  g_assert_cmpfloat_with_epsilon (dg_dissimilarity_get (self, 1, 4), 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (dg_dissimilarity_get (self, 1, 5), 0, 1e-14);
}

/* The bounds hold for products as the library sums them, and are not so wide as to be useless. */
static void
check_embedding (DataKind kind, DgMetric metric, gsize d)
{
  gsize n = 40;
  g_autoptr (DgTensor) values = make_data (kind, n, d, 3);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, metric, NULL);
  g_autoptr (DgEmbedding) embedding = dg_embedding_new (dissimilarity, NULL, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double value = dg_dissimilarity_get (dissimilarity, i, j);
        double separation = dg_embedding_to_separation (embedding, value);
        float dot = 0, low, high;

        for (gsize k = 0; k < embedding->d; k++)
          dot += embedding->points[i * embedding->d + k] * embedding->points[j * embedding->d + k];
        low = (embedding->low[i] + embedding->low[j]) - 2 * dot;
        high = (embedding->high[i] + embedding->high[j]) - 2 * dot;
        g_assert_cmpfloat (low, <=, separation);
        g_assert_cmpfloat (high, >=, separation);
        g_assert_cmpfloat (high - low, <=, 1e-4 * (embedding->high[i] + embedding->high[j]) + 1e-20);
        g_assert_cmpfloat (dg_embedding_lower_bound (embedding, value), <=, separation);
        g_assert_cmpfloat (dg_embedding_upper_bound (embedding, value), >=, separation);
      }
}

static void
test_embedding (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize d = 1; d <= 200; d += 33)
      {
        check_embedding (kind, DG_METRIC_EUCLIDEAN, d);
        check_embedding (kind, DG_METRIC_COSINE, d);
      }
}

/* One row far away does not cost the others their digits. */
static void
test_embedding_of_outlier (void)
{
  g_autoptr (DgTensor) values = make_data (DATA_OUTLIER, 400, 8, 3);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgEmbedding) embedding = dg_embedding_new (dissimilarity, NULL, 400);
  double separation = dg_embedding_to_separation (embedding, dg_dissimilarity_get (dissimilarity, 0, 1));

  g_assert_cmpfloat (embedding->high[0] + embedding->high[1], <, 100 * separation);
}

static void
check_render (const DgDissimilarity *self, const guint32 *order, gsize first, gsize count, gsize size)
{
  g_autofree float *out = g_new (float, size * size);

  dg_dissimilarity_render (self, order, first, count, size, out);
  for (gsize y = 0; y < size; y++)
    for (gsize x = 0; x < size; x++)
      {
        gsize i = first + (gsize) floor ((y + 0.5) * count / size);
        gsize j = first + (gsize) floor ((x + 0.5) * count / size);
        double expected = order != NULL ? dg_dissimilarity_get (self, order[i], order[j])
                                        : dg_dissimilarity_get (self, i, j);

        g_assert_cmpfloat (fabs (out[y * size + x] - expected), <=, 1e-3 * expected);
      }
}

static void
test_render (void)
{
  static const gsize sizes[] = { 1, 3, 25, 40, 41, 90 };
  guint32 order[40];

  for (guint32 k = 0; k < 40; k++)
    order[k] = k * 7 % 40;
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_PRECOMPUTED; metric++)
      {
        g_autoptr (DgTensor) values = make_data (kind, 40, 40, 9);
        g_autoptr (DgDissimilarity) self = NULL;

        for (gsize i = 0; metric == DG_METRIC_PRECOMPUTED && i < 1600; i++)
          values->data[i] = (float) ((i / 40 + i % 40) * (MAX (i / 40, i % 40) - MIN (i / 40, i % 40)));
        self = dg_dissimilarity_new (values, metric, NULL);
        for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
          {
            check_render (self, NULL, 0, 40, sizes[s]);
            check_render (self, order, 0, 40, sizes[s]);
            check_render (self, order, 9, 13, sizes[s]);
            check_render (self, order, 39, 1, sizes[s]);
          }
      }
}

static void
test_not_finite (void)
{
  const float numbers[] = { 1, 2, 3, 4, 5, NAN, 7, -INFINITY };

  for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_PRECOMPUTED; metric++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (make_dissimilarity (numbers, 4, 2, metric, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "row 2"));
    }
}

static void
test_no_samples (void)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 0, 4 });
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
}

static void
test_more_dimensions (void)
{
  g_autoptr (DgTensor) values = dg_tensor_new (3, (gsize[]){ 2, 3, 4 });
  g_autoptr (DgDissimilarity) self = NULL;

  for (gsize i = 0; i < 24; i++)
    values->data[i] = i < 12 ? 0 : 1;
  self = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_assert_cmpfloat (dg_dissimilarity_get (self, 0, 1), ==, sqrt (12));
}

/* The same values, whatever the metric: those of zero vectors too. */
static void
test_subset (void)
{
  const guint32 samples[] = { 7, 0, 3, 11, 4 };
  const gsize count = G_N_ELEMENTS (samples), n = 12;
  g_autoptr (DgTensor) values = make_data (DATA_ZEROS, n, n, 1);
  g_autoptr (DgTensor) matrix = dg_tensor_new (2, (gsize[]){ n, n });

  for (gsize i = 0; i < n * n; i++)
    matrix->data[i] = i / n == i % n ? 0 : 1 + i / n + i % n;
  for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_PRECOMPUTED; metric++)
    {
      DgTensor *source = metric == DG_METRIC_PRECOMPUTED ? matrix : values;
      g_autoptr (DgDissimilarity) all = dg_dissimilarity_new (source, metric, NULL);
      g_autoptr (DgDissimilarity) some = dg_dissimilarity_new_subset (all, samples, count);

      g_assert_cmpuint (dg_dissimilarity_get_n (some), ==, count);
      g_assert_cmpint (dg_dissimilarity_get_metric (some), ==, metric);
      for (gsize i = 0; i < count; i++)
        for (gsize j = 0; j < count; j++)
          g_assert_cmpfloat (dg_dissimilarity_get (some, i, j), ==,
                             dg_dissimilarity_get (all, samples[i], samples[j]));
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  DgMetric metric;

  for (DgMetric i = DG_METRIC_EUCLIDEAN; i <= DG_METRIC_PRECOMPUTED; i++)
    {
      g_assert_true (dg_metric_parse (dg_metric_to_string (i), &metric, NULL));
      g_assert_cmpint (metric, ==, i);
    }
  g_assert_false (dg_metric_parse ("manhattan", &metric, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "euclidean, cosine, precomputed"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dissimilarity/naive", test_naive);
  g_test_add_func ("/dissimilarity/cosine-of-zero-vectors", test_cosine_of_zero_vectors);
  g_test_add_func ("/dissimilarity/embedding", test_embedding);
  g_test_add_func ("/dissimilarity/embedding-of-outlier", test_embedding_of_outlier);
  g_test_add_func ("/dissimilarity/render", test_render);
  g_test_add_func ("/dissimilarity/not-finite", test_not_finite);
  g_test_add_func ("/dissimilarity/no-samples", test_no_samples);
  g_test_add_func ("/dissimilarity/more-dimensions", test_more_dimensions);
  g_test_add_func ("/dissimilarity/subset", test_subset);
  g_test_add_func ("/dissimilarity/names", test_names);
  return g_test_run ();
}
