/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/dissimilarity.h"
#include "tendency/partition.h"

G_BEGIN_DECLS

/**
 * DgSilhouette:
 * @n, @n_groups: of the partition
 * @average: (n_groups, n_groups) mean dissimilarity of the pairs of two groups; on the diagonal of the pairs
 *   of different samples within one; 0 where there is no such pair
 * @width: (n) silhouette widths, −1 … 1
 * @group_width: (n_groups) their means over each group, 0 of an empty one
 *
 * How well samples lie in their groups (Rousseeuw 1987): with a the mean dissimilarity of a sample to the
 * others of its group and b the smallest of its means to another group, (b − a) / max(a, b). It is 0 where
 * that is not defined: for a sample alone in its group, where a = b = 0, where there is no other group. A
 * rest (see DgPartition) is no group in this: its samples have 0, and no sample is compared with it.
 */
typedef struct
{
  gsize n, n_groups;
  double *average;
  double *width;
  double *group_width;
} DgSilhouette;

/* @parallel: (nullable). Errors: G_IO_ERROR_CANCELLED. */
DgSilhouette *dg_silhouette_new (const DgDissimilarity *dissimilarity, const DgPartition *partition,
                                 DgParallel *parallel, GCancellable *cancellable, GError **error);
void dg_silhouette_free (DgSilhouette *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSilhouette, dg_silhouette_free)

G_END_DECLS
