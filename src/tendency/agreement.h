/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/vat.h"

G_BEGIN_DECLS

/**
 * DgAgreement:
 * @full_blocks, @blocks: how many were counted of all samples, and of those kept
 * @rand_index: adjusted Rand index of the kept samples' blocks among all samples and among themselves
 * @difference: mean over pairs of kept samples of the difference of their iVAT values in the two images, as a
 *   share of the largest value of the image of all samples; it may be above 1
 *
 * How much of a picture is left with fewer samples; docs/numerics.md defines both. Rand index 1 and
 * difference 0: nothing is lost.
 */
typedef struct
{
  gsize full_blocks, blocks;
  double rand_index, difference;
} DgAgreement;

/**
 * dg_agreement_measure:
 * @full: of n samples
 * @reduced: of the samples @samples alone, under their places there
 * @samples: (reduced->n)
 * @n_blocks: blocks to be cut off in each, see dg_blocks_find_height()
 *
 * Time O(n·log n): no pair is looked at.
 */
DgAgreement dg_agreement_measure (const DgVat *full, const DgVat *reduced, const guint32 *samples, gsize n_blocks);

G_END_DECLS
