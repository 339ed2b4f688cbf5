/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/dissplot.h"

/* What a plot is made from. */
typedef struct
{
  const DgDissimilarity *dissimilarity;
  const DgPartition *partition;
  DgOrder order;
  DgParallel *parallel;
  GCancellable *cancellable;
} Source;

static DgDissplot *
dissplot_alloc (const DgPartition *partition)
{
  g_autofree gsize *counts = dg_partition_count (partition);
  DgDissplot *self = g_new0 (DgDissplot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n = partition->n;
  self->group = g_new (guint32, partition->n_groups);
  for (gsize g = 0; g < partition->n_groups; g++)
    if (counts[g] > 0)
      self->group[self->n_groups++] = g;
  self->has_rest = partition->has_rest && counts[partition->n_groups - 1] > 0;
  self->order = g_new (guint32, self->n);
  self->position = g_new (guint32, self->n);
  self->begin = g_new0 (gsize, self->n_groups + 1);
  self->average = g_new (double, self->n_groups * self->n_groups);
  self->width = g_new (double, self->n);
  self->group_width = g_new (double, self->n_groups);
  return self;
}

DgDissplot *
dg_dissplot_ref (DgDissplot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_dissplot_unref (DgDissplot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->order);
  g_free (self->position);
  g_free (self->begin);
  g_free (self->group);
  g_free (self->average);
  g_free (self->width);
  g_free (self->group_width);
  g_free (self);
}

/* The average dissimilarities of the clusters, as a dissimilarity between them. They are rounded to float, so
 * that averages which differ by less are ties. */
static DgDissimilarity *
compare_groups (const DgDissplot *self, const DgSilhouette *silhouette, gsize n_clusters)
{
  g_autoptr (DgTensor) matrix = dg_tensor_new (2, (gsize[]){ n_clusters, n_clusters });

  for (gsize i = 0; i < n_clusters; i++)
    for (gsize j = 0; j < n_clusters; j++)
      if (i != j)
        {
          double average = silhouette->average[self->group[i] * silhouette->n_groups + self->group[j]];

          matrix->data[i * n_clusters + j] = (float) MIN (average, G_MAXFLOAT);
        }
  return dg_dissimilarity_new (matrix, DG_METRIC_PRECOMPUTED, NULL);
}

static gboolean
order_groups (DgDissplot *self, const Source *source, const DgSilhouette *silhouette, GError **error)
{
  gsize n_clusters = self->n_groups - self->has_rest;
  g_autofree guint32 *group = g_memdup2 (self->group, self->n_groups * sizeof *group);
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;

  if (n_clusters == 0)
    return TRUE;
  dissimilarity = compare_groups (self, silhouette, n_clusters);
  vat = dg_vat_new (dissimilarity, source->order, NULL, source->cancellable, error);
  for (gsize i = 0; vat != NULL && i < n_clusters; i++)
    self->group[i] = group[vat->order[i]];
  return vat != NULL;
}

/* Appends the samples of a group from position @begin on. Returns FALSE where it was cancelled. */
static gboolean
order_samples (DgDissplot *self, const Source *source, guint32 group, gsize begin, gsize *end, GError **error)
{
  g_autofree guint32 *samples = g_new (guint32, self->n);
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  gsize count = 0;

  for (gsize i = 0; i < self->n; i++)
    if (source->partition->group[i] == group)
      samples[count++] = i;
  dissimilarity = dg_dissimilarity_new_subset (source->dissimilarity, samples, count);
  vat = dg_vat_new (dissimilarity, source->order, source->parallel, source->cancellable, error);
  if (vat == NULL)
    return FALSE;
  for (gsize k = 0; k < count; k++)
    self->order[begin + k] = samples[vat->order[k]];
  *end = begin + count;
  return TRUE;
}

static void
take_numbers (DgDissplot *self, const DgSilhouette *silhouette)
{
  gsize n_clustered = self->begin[self->n_groups - self->has_rest];

  for (gsize i = 0; i < self->n_groups; i++)
    {
      for (gsize j = 0; j < self->n_groups; j++)
        self->average[i * self->n_groups + j] =
          silhouette->average[self->group[i] * silhouette->n_groups + self->group[j]];
      self->group_width[i] = silhouette->group_width[self->group[i]];
    }
  for (gsize k = 0; k < self->n; k++)
    {
      self->position[self->order[k]] = k;
      self->width[k] = silhouette->width[self->order[k]];
      self->mean_width += self->width[k]; /* 0 of a rest's */
    }
  if (n_clustered > 0)
    self->mean_width /= (double) n_clustered;
}

DgDissplot *
dg_dissplot_new (const DgDissimilarity *dissimilarity, const DgPartition *partition, DgOrder order,
                 DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  const Source source = { dissimilarity, partition, order, parallel, cancellable };
  g_autoptr (DgSilhouette) silhouette =
    dg_silhouette_new (dissimilarity, partition, parallel, cancellable, error);
  g_autoptr (DgDissplot) self = NULL;

  if (silhouette == NULL)
    return NULL;
  self = dissplot_alloc (partition);
  if (!order_groups (self, &source, silhouette, error))
    return NULL;
  for (gsize i = 0; i < self->n_groups; i++)
    if (!order_samples (self, &source, self->group[i], self->begin[i], &self->begin[i + 1], error))
      return NULL;
  take_numbers (self, silhouette);
  return g_steal_pointer (&self);
}

gsize
dg_dissplot_find_group (const DgDissplot *self, gsize position)
{
  gsize low = 0, high = self->n_groups;

  g_assert (position < self->n);
  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (self->begin[middle] <= position)
        low = middle;
      else
        high = middle;
    }
  return low;
}

double
dg_dissplot_get_average (const DgDissplot *self, gsize i, gsize j)
{
  return self->average[dg_dissplot_find_group (self, i) * self->n_groups + dg_dissplot_find_group (self, j)];
}

void
dg_dissplot_fill_averages (const DgDissplot *self, gsize first, gsize count, gsize size, float *out)
{
  g_autofree gsize *position = g_new (gsize, size), *group = g_new (gsize, size); /* (size) of each pixel */

  g_assert (count >= 1 && first + count <= self->n);
  for (gsize k = 0; k < size; k++)
    {
      position[k] = first + (2 * k + 1) * count / (2 * size);
      group[k] = dg_dissplot_find_group (self, position[k]);
    }
  /* a sample that takes several pixels is on the diagonal with all of them */
  for (gsize y = 0; y < size; y++)
    for (gsize x = 0; x < size && position[x] <= position[y]; x++)
      out[y * size + x] = (float) MIN (self->average[group[y] * self->n_groups + group[x]], G_MAXFLOAT);
}
