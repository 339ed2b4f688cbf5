/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/parallel.h"
#include "tendency/neighbours.h"

G_BEGIN_DECLS

/**
 * DgFrontier:
 *
 * The points that a growing tree has not reached yet, each with its key: the smallest dissimilarity to a
 * reached point, and the first reached point, its parent, that it has this to.
 *
 * A reached point is offered as parent to its listed neighbours at once. All others are at least as far as
 * the last of its list, so that its row of products is put off until a key comes near that: most rows are
 * never computed, and the rest many at a time. Keys are bounded by products until they matter, then summed in
 * double.
 */
typedef struct _DgFrontier DgFrontier;

/**
 * dg_frontier_new:
 * @batch: rows that are computed at a time
 * @parallel: (nullable)
 *
 * Keeps the other arguments, which must live as long.
 */
DgFrontier *dg_frontier_new (const DgDissimilarity *dissimilarity, const DgDistinct *distinct,
                             const DgEmbedding *embedding, const DgNeighbours *neighbours, gsize batch,
                             DgParallel *parallel);
void dg_frontier_free (DgFrontier *self);

/* Reaches a point of the frontier. */
void dg_frontier_reach (DgFrontier *self, guint32 point);

/* The point of smallest key, the lowest of equal ones. There must be one, and something must be reached. */
guint32 dg_frontier_find_nearest (DgFrontier *self, guint32 *parent, double *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFrontier, dg_frontier_free)

G_END_DECLS
