/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/group-sums.h"

#include <math.h>

#include "sample-data.h"

static DgPartition *
draw_partition (gsize n, guint32 n_groups)
{
  DgPartition *self = dg_partition_new (n, n_groups);
  DgRng rng;

  dg_rng_init (&rng, 11, n);
  for (gsize i = 0; i < n; i++)
    self->group[i] = dg_rng_below (&rng, n_groups);
  return self;
}

/* By definition. */
static double *
naive_sums (const DgDissimilarity *dissimilarity, const DgPartition *partition)
{
  double *sums = g_new0 (double, partition->n * partition->n_groups);

  for (gsize i = 0; i < partition->n; i++)
    for (gsize j = 0; j < partition->n; j++)
      sums[i * partition->n_groups + partition->group[j]] += dg_dissimilarity_get (dissimilarity, i, j);
  return sums;
}

static DgDissimilarity *
make_dissimilarity (DataKind kind, gsize n, gsize d, DgMetric metric)
{
  g_autoptr (DgTensor) values = make_data (kind, n, d, 1);
  g_autoptr (DgDissimilarity) other = NULL;
  g_autoptr (DgTensor) matrix = NULL;

  if (metric != DG_METRIC_PRECOMPUTED)
    return dg_dissimilarity_new (values, metric, NULL);
  other = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  matrix = dg_tensor_new (2, (gsize[]){ n, n });
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      matrix->data[i * n + j] = dg_dissimilarity_get (other, i, j);
  return dg_dissimilarity_new (matrix, metric, NULL);
}

/* Every metric on every kind of data, over several squares and their edges, to the bound of the header. */
static void
test_naive (void)
{
  const gsize sizes[] = { 1, 2, 127, 128, 300 };

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (DgMetric metric = DG_METRIC_EUCLIDEAN; metric <= DG_METRIC_PRECOMPUTED; metric++)
      for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (kind, sizes[s], 5, metric);
          g_autoptr (DgPartition) partition = draw_partition (sizes[s], 4);
          g_autofree double *sums = dg_group_sums_new (dissimilarity, partition, NULL, NULL, NULL);
          g_autofree double *expected = naive_sums (dissimilarity, partition);

          for (gsize i = 0; i < 4 * sizes[s]; i++)
            g_assert_cmpfloat (fabs (sums[i] - expected[i]), <=, 0x1p-36 * expected[i]);
        }
}

static void
test_no_coordinates (void)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 9, 0 });
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgPartition) partition = draw_partition (9, 2);
  g_autofree double *sums = dg_group_sums_new (dissimilarity, partition, NULL, NULL, NULL);

  for (gsize i = 0; i < 18; i++)
    g_assert_cmpfloat (sums[i], ==, 0);
}

/* The same bits whatever the team. */
static void
test_threads (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (DATA_NORMAL, 700, 20, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgPartition) partition = draw_partition (700, 10);
  g_autoptr (DgParallel) two = dg_parallel_new (2), five = dg_parallel_new (5);
  g_autofree double *alone = dg_group_sums_new (dissimilarity, partition, NULL, NULL, NULL);
  g_autofree double *shared = dg_group_sums_new (dissimilarity, partition, two, NULL, NULL);
  g_autofree double *crowd = dg_group_sums_new (dissimilarity, partition, five, NULL, NULL);

  g_assert_cmpmem (alone, 7000 * sizeof (double), shared, 7000 * sizeof (double));
  g_assert_cmpmem (alone, 7000 * sizeof (double), crowd, 7000 * sizeof (double));
}

static void
test_cancel (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (DATA_NORMAL, 300, 4, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgPartition) partition = draw_partition (300, 3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dg_group_sums_new (dissimilarity, partition, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-sums/naive", test_naive);
  g_test_add_func ("/group-sums/no-coordinates", test_no_coordinates);
  g_test_add_func ("/group-sums/threads", test_threads);
  g_test_add_func ("/group-sums/cancel", test_cancel);
  return g_test_run ();
}
