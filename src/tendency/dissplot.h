/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/silhouette.h"
#include "tendency/vat.h"

G_BEGIN_DECLS

/**
 * DgDissplot:
 * @n, @n_groups: samples, and groups that are not empty; at least one of each
 * @order: (n) sample at each position
 * @position: (n) position of each sample, the inverse of @order
 * @begin: (n_groups + 1) the first position of each group, then n
 * @group: (n_groups) its number in the partition
 * @average: (n_groups, n_groups) as in DgSilhouette, groups in the order of the plot
 * @width: (n) silhouette width at each position
 * @group_width: (n_groups) their means over each group
 * @mean_width: their mean over all samples but a rest's; 0 where there are no others
 * @has_rest: whether the last group is no cluster
 *
 * A dissimilarity plot (Hahsler & Hornik 2011): groups that are near each other stand side by side, so do
 * the samples within each. Immutable, reference-counted.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  gsize n, n_groups;
  guint32 *order, *position;
  gsize *begin;
  guint32 *group;
  double *average, *width, *group_width, mean_width;
  gboolean has_rest;
} DgDissplot;

/**
 * dg_dissplot_new:
 * @order: how groups are ordered, by their average dissimilarities, and the samples of each
 * @parallel: (nullable)
 *
 * A rest comes last, whatever it is near to. Time as dg_silhouette_new(). Errors: G_IO_ERROR_CANCELLED.
 */
DgDissplot *dg_dissplot_new (const DgDissimilarity *dissimilarity, const DgPartition *partition, DgOrder order,
                             DgParallel *parallel, GCancellable *cancellable, GError **error);
DgDissplot *dg_dissplot_ref (DgDissplot *self);
void dg_dissplot_unref (DgDissplot *self);

/* The group of a position, by its place in the plot. */
gsize dg_dissplot_find_group (const DgDissplot *self, gsize position);

/* The average dissimilarity of the groups of two positions. */
double dg_dissplot_get_average (const DgDissplot *self, gsize i, gsize j);

/**
 * dg_dissplot_fill_averages:
 *
 * Puts averages on and below the diagonal of what dg_dissimilarity_render() drew of the same positions in
 * this order.
 */
void dg_dissplot_fill_averages (const DgDissplot *self, gsize first, gsize count, gsize size, float *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDissplot, dg_dissplot_unref)

G_END_DECLS
