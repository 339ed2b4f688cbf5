/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

typedef enum
{
  DG_METRIC_EUCLIDEAN,
  DG_METRIC_COSINE,      /* 1 − cosine; a zero vector is at 1 from all others, at 0 from zero vectors */
  DG_METRIC_PRECOMPUTED, /* the tensor holds them already: see dg_precomputed_to_matrix() */
} DgMetric;

/* "euclidean", "cosine", "precomputed"; DG_ERROR_NAME lists them. */
gboolean dg_metric_parse (const char *name, DgMetric *metric, GError **error);
const char *dg_metric_to_string (DgMetric metric);

/* The dissimilarities of n samples, computed on demand. Immutable, reference-counted, shared by threads. */
typedef struct _DgDissimilarity DgDissimilarity;

/**
 * dg_dissimilarity_new:
 * @values: (n, …) one sample a row, flattened to (n, d); or (n, n) or (n·(n − 1)/2) if @metric is precomputed
 *
 * Errors: DG_ERROR_VALUE naming the row of a NaN or infinity; those of dg_precomputed_to_matrix().
 */
DgDissimilarity *dg_dissimilarity_new (DgTensor *values, DgMetric metric, GError **error);

/* Of the samples @samples[0 … count - 1] alone, in this order: the same values. */
DgDissimilarity *dg_dissimilarity_new_subset (const DgDissimilarity *self, const guint32 *samples,
                                              gsize count);

DgDissimilarity *dg_dissimilarity_ref (DgDissimilarity *self);
void dg_dissimilarity_unref (DgDissimilarity *self);

gsize dg_dissimilarity_get_n (const DgDissimilarity *self);
DgMetric dg_dissimilarity_get_metric (const DgDissimilarity *self);
const DgTensor *dg_dissimilarity_get_values (const DgDissimilarity *self);

/* One dissimilarity, differences summed in double: exact also for near-duplicates far from the origin. */
double dg_dissimilarity_get (const DgDissimilarity *self, gsize i, gsize j);

/**
 * dg_dissimilarity_render:
 * @order: (n) samples by position, or NULL for the order of the rows
 * @first, @count: the square of positions to show
 * @size: side of the raster in pixels
 * @out: (size, size) values; pixel (y, x) is the dissimilarity of the samples at positions
 *   first + ⌊(y + ½)·count/size⌋ and the same of x
 */
void dg_dissimilarity_render (const DgDissimilarity *self, const guint32 *order, gsize first, gsize count,
                              gsize size, float *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDissimilarity, dg_dissimilarity_unref)

G_END_DECLS
