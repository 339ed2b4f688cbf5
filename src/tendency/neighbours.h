/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/distinct.h"
#include "tendency/embedding.h"

G_BEGIN_DECLS

/**
 * DgNeighbours:
 * @n, @k: points, and how many are listed of each
 * @point: (n, k) points of smallest lower bound of the separation; DG_DISTINCT_NONE where there are fewer
 * @bound: (n, k) the lower bounds, ascending; infinite where there are fewer
 * @dot: (n, k) the products they come from
 * @largest: the largest dissimilarity, 0 of a single point
 * @farthest: its first end, the sample of lowest index
 *
 * The separation of two points that do not list each other is at least the last bound of either.
 */
typedef struct
{
  gsize n, k;
  guint32 *point;
  float *bound, *dot;
  double largest;
  guint32 farthest;
} DgNeighbours;

/**
 * dg_neighbours_new:
 * @embedding: of the distinct samples
 * @parallel: (nullable)
 *
 * Looks at every pair once, in blocks of products. Errors: G_IO_ERROR_CANCELLED.
 */
DgNeighbours *dg_neighbours_new (const DgDissimilarity *dissimilarity, const DgDistinct *distinct,
                                 const DgEmbedding *embedding, gsize k, DgParallel *parallel,
                                 GCancellable *cancellable, GError **error);
void dg_neighbours_free (DgNeighbours *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgNeighbours, dg_neighbours_free)

G_END_DECLS
