/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

typedef enum
{
  DG_ORDER_HAVENS_BEZDEK, /* VAT of the dissimilarities, as Havens & Bezdek 2012 draw iVAT */
  DG_ORDER_SERIATION,     /* VAT of the path distances, as R's seriation orders iVAT */
} DgOrder;

/* "havens-bezdek", "seriation"; DG_ERROR_NAME lists them. */
gboolean dg_order_parse (const char *name, DgOrder *order, GError **error);
const char *dg_order_to_string (DgOrder order);

#define DG_VAT_NO_PARENT G_MAXUINT32

/**
 * DgVat:
 * @order: (n) sample at each position
 * @position: (n) position of each sample, the inverse of @order
 * @parent: (n) sample of an earlier position that position k hangs on; DG_VAT_NO_PARENT at 0
 * @weight: (n) with max(weight[i + 1 … j]) the minimax path distance of positions i < j; 0 at 0
 *
 * A minimum spanning tree in the order in which it is grown: all a cell needs. Immutable, reference-counted.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  gsize n;
  guint32 *order, *position, *parent;
  float *weight;
} DgVat;

/**
 * dg_vat_new:
 * @parallel: (nullable): a team for the blocks of distances
 *
 * VAT (Bezdek & Hathaway 2002): starts at the first end of the largest dissimilarity, ties by lowest index.
 * For DG_ORDER_SERIATION see docs/numerics.md. Memory O(n·d), time O(n²·d).
 * Errors: G_IO_ERROR_CANCELLED.
 */
DgVat *dg_vat_new (const DgDissimilarity *dissimilarity, DgOrder order, DgParallel *parallel,
                   GCancellable *cancellable, GError **error);

/* The same for DG_ORDER_HAVENS_BEZDEK, but from the sample @start on; DG_ERROR_VALUE where there is none. */
DgVat *dg_vat_new_from_start (const DgDissimilarity *dissimilarity, guint32 start, DgParallel *parallel,
                              GCancellable *cancellable, GError **error);

/* A VAT of arrays computed earlier, e.g. from a cache: copies (n) each and checks them. DG_ERROR_FORMAT if
 * @order is no permutation, a parent does not come earlier, or a weight is negative or not finite. */
DgVat *dg_vat_new_from_arrays (gsize n, const guint32 *order, const guint32 *parent, const float *weight,
                               GError **error);
DgVat *dg_vat_ref (DgVat *self);
void dg_vat_unref (DgVat *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgVat, dg_vat_unref)

G_END_DECLS
