/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

typedef enum
{
  DG_REDUCTION_INTERVAL, /* equal intervals of an order (Satoh, 3.2) */
  DG_REDUCTION_MMRS,     /* maximin and random sampling (Hathaway, Bezdek & Huband 2006) */
} DgReductionMethod;

/* "interval", "mmrs"; DG_ERROR_NAME lists them. */
gboolean dg_reduction_method_parse (const char *name, DgReductionMethod *method, GError **error);
const char *dg_reduction_method_to_string (DgReductionMethod method);

/**
 * dg_reduction_interval:
 * @order: (n) samples in VAT order, or the order of path distances
 * @count: how many to keep, 1 … n
 *
 * Satoh's data reduction (3.2): samples at equal intervals of the order, position ⌊k·n/count⌋ for k = 0 …
 * count − 1.
 *
 * Returns: (transfer full) (count) samples in ascending order
 */
guint32 *dg_reduction_interval (const guint32 *order, gsize n, gsize count);

/**
 * dg_reduction_mmrs:
 * @n_distinguished: more than there are clusters, c′ of the paper; at most @count of them are used
 * @count: how many samples to keep, 1 … n
 *
 * The sampling of sVAT: distinguished samples, each the farthest from those before, the first being sample 0;
 * every sample to the nearest; from each of these sets, by lot, its share. Sets have at least one sample kept, and
 * together @count; docs/numerics.md says how that is shared out. The same seed gives the same samples.
 * Time O(n·d·n_distinguished).
 *
 * Returns: (transfer full) (count) samples in ascending order
 */
guint32 *dg_reduction_mmrs (const DgDissimilarity *dissimilarity, gsize n_distinguished, gsize count,
                            guint64 seed);

G_END_DECLS
