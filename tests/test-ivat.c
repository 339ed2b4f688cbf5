/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/ivat.h"

#include <math.h>
#include <string.h>

#include "oracle.h"
#include "sample-data.h"

static DgIvat *
make_ivat (DataKind kind, gsize n, DgOrder order, DgDissimilarity **dissimilarity)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 3, n);
  g_autoptr (DgDissimilarity) made = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) vat = dg_vat_new (made, order, NULL, NULL, NULL);

  if (dissimilarity != NULL)
    *dissimilarity = g_steal_pointer (&made);
  return dg_ivat_new (vat);
}

/* An iVAT whose weights are given; its tree is a path. */
static DgIvat *
make_ivat_of_weights (const float *weight, gsize n)
{
  g_autofree guint32 *order = g_new (guint32, n), *parent = g_new (guint32, n);
  g_autoptr (DgVat) vat = NULL;

  for (gsize k = 0; k < n; k++)
    {
      order[k] = n - 1 - k;
      parent[k] = k > 0 ? order[k - 1] : DG_VAT_NO_PARENT;
    }
  vat = dg_vat_new_from_arrays (n, order, parent, weight, NULL);
  return dg_ivat_new (vat);
}

static float *
make_weights (gsize n)
{
  float *weight = g_new (float, n);
  DgRng rng;

  dg_rng_init (&rng, 11, n);
  for (gsize k = 0; k < n; k++)
    weight[k] = k > 0 ? (float) dg_rng_below (&rng, 1 << 20) : 0;
  return weight;
}

/* Havens and Bezdek 2012, equations 3 and 4: rows of the image from the row of the nearest earlier position.
 * */
static void
check_recursion (DataKind kind, gsize n)
{
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgIvat) ivat = make_ivat (kind, n, DG_ORDER_HAVENS_BEZDEK, &dissimilarity);
  const guint32 *order = dg_ivat_get_vat (ivat)->order;
  g_autofree double *image = g_new0 (double, n * n);

  for (gsize r = 1; r < n; r++)
    {
      gsize nearest = 0;
      double distance;

      for (gsize c = 1; c < r; c++)
        if (dg_dissimilarity_get (dissimilarity, order[r], order[c])
            < dg_dissimilarity_get (dissimilarity, order[r], order[nearest]))
          nearest = c;
      distance = dg_dissimilarity_get (dissimilarity, order[r], order[nearest]);
      for (gsize c = 0; c < r; c++)
        image[r * n + c] = image[c * n + r] = MAX (distance, image[nearest * n + c]);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      g_assert_cmpfloat (dg_ivat_get_value (ivat, i, j), ==, (float) image[i * n + j]);
}

static void
test_recursion (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize n = 1; n <= 60; n += n < 8 ? 1 : 4)
      check_recursion (kind, n);
}

/* Every range, for sizes on both sides of whole blocks. */
static void
test_values (void)
{
  static const gsize sizes[] = { 1, 2, 15, 16, 17, 31, 32, 33, 48, 100, 257, 300 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s];
      g_autofree float *weight = make_weights (n);
      g_autoptr (DgIvat) ivat = make_ivat_of_weights (weight, n);

      for (gsize i = 0; i < n; i++)
        {
          float maximum = 0;

          for (gsize j = i; j < n; j++)
            {
              maximum = j > i ? MAX (maximum, weight[j]) : 0;
              g_assert_cmpfloat (dg_ivat_get_value (ivat, i, j), ==, maximum);
              g_assert_cmpfloat (dg_ivat_get_value (ivat, j, i), ==, maximum);
            }
          if (i == 0)
            g_assert_cmpfloat (dg_ivat_get_maximum (ivat), ==, maximum);
        }
    }
}

/* By sample, from the samples' positions. */
static void
test_rows (void)
{
  for (DgOrder order = DG_ORDER_HAVENS_BEZDEK; order <= DG_ORDER_SERIATION; order++)
    for (gsize n = 1; n <= 40; n += 13)
      {
        g_autoptr (DgIvat) ivat = make_ivat (DATA_CLUSTERS, n, order, NULL);
        const guint32 *position = dg_ivat_get_vat (ivat)->position;
        g_autofree float *row = g_new (float, n);

        for (guint32 i = 0; i < n; i++)
          {
            dg_ivat_get_row (ivat, i, row);
            for (guint32 j = 0; j < n; j++)
              g_assert_cmpfloat (row[j], ==, dg_ivat_get_value (ivat, position[i], position[j]));
          }
      }
}

/* The next n·(n − 1)/2 numbers. */
static void
read_list (const char **cursor, gsize n, DgTensor *list)
{
  for (gsize i = 0; i < n * (n - 1) / 2; i++)
    list->data[i] = oracle_next_number (cursor);
}

/* Single linkage is iVAT: every value, in both orders. */
static void
assert_linkage (const DgDissimilarity *dissimilarity, const DgTensor *linkage)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity);
  g_autofree float *row = g_new (float, n);

  for (DgOrder order = DG_ORDER_HAVENS_BEZDEK; order <= DG_ORDER_SERIATION; order++)
    {
      g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, order, NULL, NULL, NULL);
      g_autoptr (DgIvat) ivat = dg_ivat_new (vat);
      gsize pair = 0;

      for (gsize i = 0; i < n; i++)
        {
          dg_ivat_get_row (ivat, i, row);
          for (gsize j = i + 1; j < n; j++, pair++)
            g_assert_cmpfloat_with_epsilon (row[j], linkage->data[pair], 1e-7 * linkage->data[pair] + 1e-15);
        }
    }
}

/* One case of tests/reference/tendency-scipy.py: metric, n and d, the (n, d) values, the lists of distances
 * and of single linkage. */
static void
check_case_of_scipy (const char *line)
{
  const char *cursor = strchr (line, ' ');
  g_autofree char *name = g_strndup (line, cursor - line);
  gsize n = oracle_next_number (&cursor), d = oracle_next_number (&cursor), n_pairs = n * (n - 1) / 2;
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, d });
  g_autoptr (DgTensor) distances = dg_tensor_new (1, &n_pairs);
  g_autoptr (DgTensor) linkage = dg_tensor_new (1, &n_pairs);
  g_autoptr (DgDissimilarity) computed = NULL;
  g_autoptr (DgDissimilarity) precomputed = NULL;
  DgMetric metric;
  gsize pair = 0;

  g_assert_true (dg_metric_parse (name, &metric, NULL));
  for (gsize i = 0; i < n * d; i++)
    values->data[i] = oracle_next_number (&cursor);
  read_list (&cursor, n, distances);
  read_list (&cursor, n, linkage);
  computed = dg_dissimilarity_new (values, metric, NULL);
  precomputed = dg_dissimilarity_new (distances, DG_METRIC_PRECOMPUTED, NULL);
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++, pair++)
      {
        /* SciPy's cosine loses the last digits between equal directions. */
        double expected = distances->data[pair], epsilon = 1e-7 * expected + 1e-15;

        g_assert_cmpfloat_with_epsilon (dg_dissimilarity_get (computed, i, j), expected, epsilon);
        g_assert_cmpfloat (dg_dissimilarity_get (precomputed, i, j), ==, MAX (expected, 0));
      }
  assert_linkage (computed, linkage);
  assert_linkage (precomputed, linkage);
}

static void
test_reference (void)
{
  g_assert_cmpuint (oracle_for_each ("tendency-scipy.txt", check_case_of_scipy), ==, 40);
}

static void
check_render (const DgIvat *ivat, gsize first, gsize count, gsize size)
{
  g_autofree float *out = g_new (float, size * size);

  dg_ivat_render (ivat, first, count, size, out);
  for (gsize y = 0; y < size; y++)
    for (gsize x = 0; x < size; x++)
      {
        gsize i = first + (gsize) floor ((y + 0.5) * count / size);
        gsize j = first + (gsize) floor ((x + 0.5) * count / size);

        g_assert_cmpfloat (out[y * size + x], ==, dg_ivat_get_value (ivat, i, j));
      }
}

/* Smaller, equal and larger rasters than there are positions; whole and part. */
static void
test_render (void)
{
  static const gsize sizes[] = { 1, 2, 7, 64, 100, 101, 203 };
  g_autofree float *weight = make_weights (101);
  g_autoptr (DgIvat) ivat = make_ivat_of_weights (weight, 101);
  g_autoptr (DgIvat) single = make_ivat_of_weights (weight, 1);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      check_render (ivat, 0, 101, sizes[s]);
      check_render (ivat, 13, 50, sizes[s]);
      check_render (ivat, 100, 1, sizes[s]);
      check_render (single, 0, 1, sizes[s]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ivat/recursion", test_recursion);
  g_test_add_func ("/ivat/values", test_values);
  g_test_add_func ("/ivat/rows", test_rows);
  g_test_add_func ("/ivat/reference", test_reference);
  g_test_add_func ("/ivat/render", test_render);
  return g_test_run ();
}
