/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/silhouette.h"

#include <math.h>

#include "sample-data.h"

/* The mean of the dissimilarities from @i to the others of @group, NaN where there are none. */
static double
naive_mean (const DgDissimilarity *dissimilarity, const DgPartition *partition, gsize i, guint32 group)
{
  double sum = 0, count = 0;

  for (gsize j = 0; j < partition->n; j++)
    if (j != i && partition->group[j] == group)
      {
        sum += dg_dissimilarity_get (dissimilarity, i, j);
        count++;
      }
  return sum / count;
}

/* Rousseeuw's definition. */
static double
naive_width (const DgDissimilarity *dissimilarity, const DgPartition *partition, gsize i)
{
  gsize n_clusters = partition->n_groups - partition->has_rest;
  double a = naive_mean (dissimilarity, partition, i, partition->group[i]), b = NAN;

  for (guint32 g = 0; g < n_clusters; g++)
    if (g != partition->group[i])
      b = fmin (b, naive_mean (dissimilarity, partition, i, g));
  if (partition->group[i] >= n_clusters || isnan (a) || isnan (b) || a == b)
    return 0;
  return a < b ? 1 - a / b : b / a - 1;
}

static double
naive_average (const DgDissimilarity *dissimilarity, const DgPartition *partition, guint32 g, guint32 h)
{
  double sum = 0, count = 0;

  for (gsize i = 0; i < partition->n; i++)
    for (gsize j = 0; j < partition->n; j++)
      if (i != j && partition->group[i] == g && partition->group[j] == h)
        {
          sum += dg_dissimilarity_get (dissimilarity, i, j);
          count++;
        }
  return count > 0 ? sum / count : 0;
}

static void
check (DataKind kind, gsize n, gsize n_groups, gboolean has_rest)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 3, n);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgPartition) partition = dg_partition_new (n, n_groups);
  g_autoptr (DgSilhouette) silhouette = NULL;

  /* group 0 is empty, group 1 has one sample */
  for (gsize i = 0; i < n; i++)
    partition->group[i] = i == 0 || n_groups < 3 ? n_groups > 1 : 2 + i % (n_groups - 2);
  partition->has_rest = has_rest;
  silhouette = dg_silhouette_new (dissimilarity, partition, NULL, NULL, NULL);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (silhouette->width[i], naive_width (dissimilarity, partition, i), 1e-9);
  for (guint32 g = 0; g < n_groups; g++)
    for (guint32 h = 0; h < n_groups; h++)
      {
        double average = naive_average (dissimilarity, partition, g, h);

        g_assert_cmpfloat (fabs (silhouette->average[g * n_groups + h] - average), <=, 1e-10 * average);
      }
}

static void
test_naive (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize n_groups = 1; n_groups <= 6; n_groups++)
      {
        check (kind, 30, n_groups, FALSE);
        check (kind, 31, n_groups, TRUE);
      }
}

/* Two pairs 1 apart with 9 between them. */
static void
test_by_hand (void)
{
  const float line[] = { 0, 1, 10, 11 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 4, 1 });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgPartition) partition = dg_partition_new (4, 2);
  g_autoptr (DgSilhouette) silhouette = NULL;

  for (gsize i = 0; i < 4; i++)
    {
      values->data[i] = line[i];
      partition->group[i] = i / 2;
    }
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  silhouette = dg_silhouette_new (dissimilarity, partition, NULL, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (silhouette->width[0], 1 - 1 / 10.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (silhouette->width[1], 1 - 1 / 9.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (silhouette->group_width[1], 1 - 0.5 / 10.5 - 0.5 / 9.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (silhouette->average[0], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (silhouette->average[1], 10, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/silhouette/naive", test_naive);
  g_test_add_func ("/silhouette/by-hand", test_by_hand);
  return g_test_run ();
}
