/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/dissplot.h"

#include <math.h>

#include "sample-data.h"

/* Prim's order of the (n, n) @matrix from @start, ties by lowest index. */
static void
naive_order (const double *matrix, gsize n, gsize start, guint32 *order)
{
  g_autofree gboolean *reached = g_new0 (gboolean, n);

  order[0] = start;
  reached[start] = TRUE;
  for (gsize k = 1; k < n; k++)
    {
      double least = INFINITY;

      for (gsize j = 0; j < n; j++)
        for (gsize p = 0; p < k && !reached[j]; p++)
          if (matrix[order[p] * n + j] < least)
            {
              least = matrix[order[p] * n + j];
              order[k] = j;
            }
      reached[order[k]] = TRUE;
    }
}

/* First end of the largest entry; R's VAT starts at the other. */
static gsize
find_start (const double *matrix, gsize n, gboolean of_r)
{
  gsize best = 0;

  for (gsize i = 1; i < n * n; i++)
    if (matrix[i] > matrix[best])
      best = i;
  return of_r ? best % n : best / n;
}

/* Appends the order of the samples of @group to @order. Returns how many there are. */
static gsize
naive_order_group (const DgDissimilarity *dissimilarity, const DgPartition *partition, guint32 group,
                   gboolean of_r, guint32 *order)
{
  g_autofree guint32 *samples = g_new (guint32, partition->n);
  g_autofree double *matrix = NULL;
  gsize count = 0;

  for (gsize i = 0; i < partition->n; i++)
    if (partition->group[i] == group)
      samples[count++] = i;
  matrix = g_new (double, count * count);
  for (gsize i = 0; i < count; i++)
    for (gsize j = 0; j < count; j++)
      matrix[i * count + j] = dg_dissimilarity_get (dissimilarity, samples[i], samples[j]);
  naive_order (matrix, count, find_start (matrix, count, of_r), order);
  for (gsize k = 0; k < count; k++)
    order[k] = samples[order[k]];
  return count;
}

/* @averages: (k, k) in double, zero on the diagonal */
static void
naive_plot (const DgDissimilarity *dissimilarity, const DgPartition *partition, const double *averages,
            gboolean of_r, guint32 *groups, guint32 *order)
{
  gsize k = partition->n_groups, n = 0;

  naive_order (averages, k, find_start (averages, k, of_r), groups);
  for (gsize g = 0; g < k; g++)
    n += naive_order_group (dissimilarity, partition, groups[g], of_r, order + n);
}

static double
next_number (const char **cursor)
{
  char *end;
  double value = g_ascii_strtod (*cursor, &end);

  g_assert_true (end != *cursor);
  *cursor = end;
  return value;
}

static double *
next_numbers (const char **cursor, gsize n)
{
  double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = next_number (cursor);
  return values;
}

static void
assert_orders (const guint32 *groups, gsize k, const guint32 *order, gsize n, const char **cursor)
{
  for (gsize g = 0; g < k; g++)
    g_assert_cmpuint (groups[g], ==, (guint32) next_number (cursor));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (order[i], ==, (guint32) next_number (cursor));
}

static void
assert_numbers (const DgDissplot *plot, const double *averages, const double *widths)
{
  gsize k = plot->n_groups;

  for (gsize g = 0; g < k; g++)
    for (gsize h = 0; h < k; h++)
      g_assert_cmpfloat_with_epsilon (plot->average[g * k + h], averages[plot->group[g] * k + plot->group[h]],
                                      1e-10);
  for (gsize i = 0; i < plot->n; i++)
    g_assert_cmpfloat_with_epsilon (plot->width[i], widths[plot->order[i]], 1e-9);
}

/* One case of tests/reference/dissplot.R. */
static void
check_case_of_r (const char *line)
{
  const char *cursor = line;
  gsize n = next_number (&cursor), d = next_number (&cursor), k = next_number (&cursor);
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, d });
  g_autoptr (DgPartition) partition = dg_partition_new (n, k);
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgDissplot) usual = NULL, seriation = NULL;
  g_autofree double *averages = NULL;
  g_autofree double *between = NULL;
  g_autofree double *widths = NULL;
  g_autofree guint32 *groups = g_new (guint32, k);
  g_autofree guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n * d; i++)
    values->data[i] = next_number (&cursor);
  for (gsize i = 0; i < n; i++)
    partition->group[i] = next_number (&cursor);
  averages = next_numbers (&cursor, k * k);
  widths = next_numbers (&cursor, n);
  between = g_memdup2 (averages, k * k * sizeof *between);
  for (gsize g = 0; g < k; g++)
    between[g * k + g] = 0;

  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  usual = dg_dissplot_new (dissimilarity, partition, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  seriation = dg_dissplot_new (dissimilarity, partition, DG_ORDER_SERIATION, NULL, NULL, NULL);
  assert_numbers (usual, averages, widths);
  assert_numbers (seriation, averages, widths);

  /* VAT starts at the other end of the same pair there: R's order is that of the naive plot from R's start,
   * ours that from ours. */
  naive_plot (dissimilarity, partition, between, TRUE, groups, order);
  assert_orders (groups, k, order, n, &cursor);
  naive_plot (dissimilarity, partition, between, FALSE, groups, order);
  g_assert_cmpmem (usual->group, k * sizeof *groups, groups, k * sizeof *groups);
  g_assert_cmpmem (usual->order, n * sizeof *order, order, n * sizeof *order);
  assert_orders (seriation->group, k, seriation->order, n, &cursor);
}

static void
test_reference (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", "dissplot.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_cases = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0')
      {
        check_case_of_r (lines[i]);
        n_cases++;
      }
  g_assert_cmpuint (n_cases, >=, 10);
}

static DgDissplot *
make_plot (DataKind kind, gsize n, gsize n_groups, gboolean has_rest, DgDissimilarity **dissimilarity)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 4, 2);
  g_autoptr (DgPartition) partition = dg_partition_new (n, n_groups);

  for (gsize i = 0; i < n; i++)
    partition->group[i] = i % n_groups;
  partition->has_rest = has_rest;
  *dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  return dg_dissplot_new (*dissimilarity, partition, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
}

/* Over all samples but the rest's. */
static void
assert_mean_width (const DgDissplot *plot, gboolean has_rest)
{
  gsize end = plot->begin[plot->n_groups - has_rest];
  double sum = 0;

  for (gsize k = 0; k < end; k++)
    sum += plot->width[k];
  for (gsize k = end; k < plot->n; k++)
    g_assert_cmpfloat (plot->width[k], ==, 0);
  g_assert_cmpfloat_with_epsilon (plot->mean_width, end > 0 ? sum / end : 0, 1e-12);
}

/* Every sample once, its group's samples side by side, a rest at the end. */
static void
test_structure (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize n_groups = 1; n_groups <= 9; n_groups += 2)
      for (gsize has_rest = 0; has_rest <= 1; has_rest++)
        {
          g_autoptr (DgDissimilarity) dissimilarity = NULL;
          g_autoptr (DgDissplot) plot = make_plot (kind, 50, n_groups, has_rest, &dissimilarity);

          g_assert_cmpuint (plot->n_groups, ==, n_groups);
          g_assert_cmpuint (plot->begin[n_groups], ==, 50);
          for (gsize k = 0; k < 50; k++)
            {
              gsize group = dg_dissplot_find_group (plot, k);

              g_assert_cmpuint (plot->position[plot->order[k]], ==, k);
              g_assert_cmpuint (plot->group[group], ==, plot->order[k] % n_groups);
              g_assert_true (plot->begin[group] <= k && k < plot->begin[group + 1]);
            }
          if (has_rest)
            g_assert_cmpuint (plot->group[n_groups - 1], ==, n_groups - 1);
          assert_mean_width (plot, has_rest);
        }
}

/* Groups without samples are left out, also where they are the rest. */
static void
test_empty_groups (void)
{
  g_autoptr (DgTensor) values = make_data (DATA_NORMAL, 20, 3, 1);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgPartition) partition = dg_partition_new (20, 7);
  g_autoptr (DgDissplot) plot = NULL;

  for (gsize i = 0; i < 20; i++)
    partition->group[i] = i < 5 ? 1 : 4;
  partition->has_rest = TRUE;
  plot = dg_dissplot_new (dissimilarity, partition, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  g_assert_cmpuint (plot->n_groups, ==, 2);
  g_assert_false (plot->has_rest);
  g_assert_cmpuint (plot->begin[1], ==, 5);
  g_assert_cmpuint (plot->group[0], ==, 1);
  g_assert_cmpuint (plot->group[1], ==, 4);
}

static void
test_fill_averages (void)
{
  const gsize sizes[] = { 24, 61, 10 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize size = sizes[s];
      g_autoptr (DgDissimilarity) dissimilarity = NULL;
      g_autoptr (DgDissplot) plot = make_plot (DATA_NORMAL, 30, 4, FALSE, &dissimilarity);
      g_autofree float *values = g_new (float, size * size);

      for (gsize i = 0; i < size * size; i++)
        values[i] = -1;
      dg_dissplot_fill_averages (plot, 3, 24, size, values);
      for (gsize y = 0; y < size; y++)
        for (gsize x = 0; x < size; x++)
          {
            gsize i = 3 + (2 * y + 1) * 24 / (2 * size), j = 3 + (2 * x + 1) * 24 / (2 * size);
            double average =
              plot->average[dg_dissplot_find_group (plot, i) * 4 + dg_dissplot_find_group (plot, j)];

            g_assert_cmpfloat (values[y * size + x], ==, j > i ? -1 : (float) average);
          }
    }
}

static void
test_cancel (void)
{
  g_autoptr (DgTensor) values = make_data (DATA_NORMAL, 30, 3, 1);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgPartition) partition = dg_partition_new (30, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dg_dissplot_new (dissimilarity, partition, DG_ORDER_SERIATION, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dissplot/reference", test_reference);
  g_test_add_func ("/dissplot/structure", test_structure);
  g_test_add_func ("/dissplot/empty-groups", test_empty_groups);
  g_test_add_func ("/dissplot/fill-averages", test_fill_averages);
  g_test_add_func ("/dissplot/cancel", test_cancel);
  return g_test_run ();
}
