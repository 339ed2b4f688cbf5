/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

/**
 * DgEmbedding:
 * @n, @d: number of points and of coordinates
 * @points: (n, d) centred, scaled so that the largest norm is near 1
 * @low, @high: (n) squared norms with the error of products taken off and put on
 *
 * Points whose squared distances, the separations, grow with the dissimilarities, so that these come from
 * matrix products: with dot the product of points i and j in single precision, summed in any order,
 *
 *   low[i] + low[j] − 2·dot ≤ separation ≤ high[i] + high[j] − 2·dot
 *
 * holds also when both sides are evaluated in single precision; docs/numerics.md derives the bound. A
 * precomputed matrix has no embedding.
 */
typedef struct
{
  /*< private >*/
  DgMetric metric;
  double scale; /* separation = (scale·distance)² */
  /*< public >*/
  gsize n, d;
  float *points;
  float *low, *high;
} DgEmbedding;

/* Embeds the rows @samples[0 … count - 1], or the first @count rows if @samples is NULL. */
DgEmbedding *dg_embedding_new (const DgDissimilarity *dissimilarity, const guint32 *samples, gsize count);
void dg_embedding_free (DgEmbedding *self);

/* The dissimilarity of two points of that separation, and back. */
double dg_embedding_to_dissimilarity (const DgEmbedding *self, double separation);
double dg_embedding_to_separation (const DgEmbedding *self, double dissimilarity);

/* Bounds of the separation of a dissimilarity that was summed in double. */
float dg_embedding_lower_bound (const DgEmbedding *self, double dissimilarity);
float dg_embedding_upper_bound (const DgEmbedding *self, double dissimilarity);

/* (n) factors that make each row a unit vector, 0 for zero vectors; NULL unless the metric is cosine. */
const double *dg_dissimilarity_get_inverse_norms (const DgDissimilarity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgEmbedding, dg_embedding_free)

G_END_DECLS
