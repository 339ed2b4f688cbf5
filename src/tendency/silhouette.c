/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/silhouette.h"

#include <math.h>

#include "tendency/group-sums.h"

void
dg_silhouette_free (DgSilhouette *self)
{
  g_free (self->average);
  g_free (self->width);
  g_free (self->group_width);
  g_free (self);
}

/* @sums: (n, n_groups), @counts: (n_groups) */
static void
compute_averages (DgSilhouette *self, const DgPartition *partition, const double *sums, const gsize *counts)
{
  gsize k = self->n_groups;

  for (gsize i = 0; i < self->n; i++)
    for (gsize g = 0; g < k; g++)
      self->average[partition->group[i] * k + g] += sums[i * k + g];
  for (gsize g = 0; g < k; g++)
    for (gsize h = 0; h <= g; h++)
      {
        double pairs = (double) counts[g] * ((double) counts[h] - (g == h ? 1 : 0));

        self->average[g * k + h] = pairs > 0 ? self->average[g * k + h] / pairs : 0;
        self->average[h * k + g] = self->average[g * k + h];
      }
}

/* @sums: (n_groups) of a sample in @group */
static double
compute_width (const double *sums, const gsize *counts, gsize n_groups, gsize group)
{
  double within, nearest = INFINITY;

  if (group >= n_groups || counts[group] < 2)
    return 0;
  within = sums[group] / ((double) counts[group] - 1);
  for (gsize g = 0; g < n_groups; g++)
    if (g != group && counts[g] > 0)
      nearest = MIN (nearest, sums[g] / (double) counts[g]);
  if (isinf (nearest) || within == nearest)
    return 0;
  return (nearest - within) / MAX (within, nearest);
}

DgSilhouette *
dg_silhouette_new (const DgDissimilarity *dissimilarity, const DgPartition *partition, DgParallel *parallel,
                   GCancellable *cancellable, GError **error)
{
  gsize k = partition->n_groups, n_clusters = k - partition->has_rest;
  g_autofree double *sums = dg_group_sums_new (dissimilarity, partition, parallel, cancellable, error);
  g_autofree gsize *counts = dg_partition_count (partition);
  DgSilhouette *self;

  if (sums == NULL)
    return NULL;
  self = g_new0 (DgSilhouette, 1);
  self->n = partition->n;
  self->n_groups = k;
  self->average = g_new0 (double, k * k);
  self->width = g_new (double, self->n);
  self->group_width = g_new0 (double, k);
  compute_averages (self, partition, sums, counts);
  for (gsize i = 0; i < self->n; i++)
    {
      self->width[i] = compute_width (sums + i * k, counts, n_clusters, partition->group[i]);
      self->group_width[partition->group[i]] += self->width[i];
    }
  for (gsize g = 0; g < k; g++)
    if (counts[g] > 0)
      self->group_width[g] /= (double) counts[g];
  return self;
}
