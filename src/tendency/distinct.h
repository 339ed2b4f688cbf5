/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

#define DG_DISTINCT_NONE G_MAXUINT32

/**
 * DgDistinct:
 * @n_points: number of different samples
 * @first: (n_points) the first sample of each set of samples at no distance from each other, ascending
 * @next: (n) the next sample of the same set, or DG_DISTINCT_NONE
 *
 * Rows that are the same numbers, for the cosine the same directions. Samples of a set have the same
 * dissimilarities to all others, and those of different sets are never at zero: whole layers of them cost no
 * more than one.
 */
typedef struct
{
  gsize n_points;
  guint32 *first, *next;
} DgDistinct;

/* Not for precomputed matrices. Time O(n·d). */
DgDistinct *dg_distinct_new (const DgDissimilarity *dissimilarity);
void dg_distinct_free (DgDistinct *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDistinct, dg_distinct_free)

G_END_DECLS
