/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

/**
 * DgTree:
 * @order: (n) samples as they are reached
 * @parent: (n) the sample of an earlier position that position k hangs on; G_MAXUINT32 at 0
 * @weight: (n) its dissimilarity; 0 at 0
 */
typedef struct
{
  gsize n;
  guint32 *order, *parent;
  double *weight;
} DgTree;

DgTree *dg_tree_new (gsize n);
void dg_tree_free (DgTree *self);

/* How work is cut; the tree does not depend on it. */
typedef struct
{
  gsize k;     /* neighbours listed of each sample */
  gsize batch; /* rows of products computed at a time */
} DgPrimTuning;

extern const DgPrimTuning dg_prim_default_tuning;

/* Start at the first end of the largest dissimilarity: of the pairs i < j that have it, the lowest i. */
#define DG_PRIM_FARTHEST (-1)

/**
 * dg_prim_grow:
 * @start: sample at position 0, or DG_PRIM_FARTHEST
 * @parallel: (nullable)
 *
 * Prim's algorithm (1957) as VAT uses it: at each step the sample nearest to those reached, of equally near
 * ones that of lowest index, which hangs on the first reached of those it is equally near to. The order is
 * that of dg_dissimilarity_get() in double; docs/numerics.md tells how products in single precision are kept
 * from deciding it.
 * Errors: G_IO_ERROR_CANCELLED.
 */
DgTree *dg_prim_grow (const DgDissimilarity *dissimilarity, gint64 start, const DgPrimTuning *tuning,
                      DgParallel *parallel, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTree, dg_tree_free)

G_END_DECLS
