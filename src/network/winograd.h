/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/simd.h"

/* Convolutions with 3 × 3 weights and a stride of 1 as F(2 × 2, 3 × 3) of Winograd 1980 (Lavin & Gray 2016): what is
 * convolved is cut into tiles of 4 × 4 values that overlap by two, which give 2 × 2 values each:
 *   Y = Aᵀ [(G W Gᵀ) ⊙ (Bᵀ D B)] A
 * Between the transforms, which only add and halve, are 16 products of matrices, (out, in) by (in, tiles), instead of the
 * 36 there are without them. */

#define N_POSITIONS 16

/* Channels on either side whose gradients are summed together. */
#define SIDE 4

#define ROUND_UP(n, to) (((n) + (to) - 1) / (to) * (to))

/* The floats of one position, for each of which there are n vectors: one more, so that the same place of all positions
 * does not fall on the same set of a cache. */
#define PITCH(n) (((n) + 1) * VECTOR_LANES)

INLINE gsize
count_tiles (const DgWinogradSizes *s)
{
  return ((s->out_height + 1) / 2) * ((s->out_width + 1) / 2);
}

/* Transformed weights, and their gradient, are (N_POSITIONS, out, in), with n_out and n_in rounded up to what is worked on
 * together. */

INLINE gsize
get_out_stride (const DgWinogradSizes *s)
{
  return ROUND_UP (s->n_in, DG_LANES);
}

INLINE gsize
get_position_stride (const DgWinogradSizes *s)
{
  return ROUND_UP (s->n_out, SIDE) * get_out_stride (s);
}

/* Floats of scratch, besides the transformed weights, that the gradient needs. */
gsize FOR_TARGET (dg_winograd_gradient_get_scratch_size) (const DgWinogradSizes *sizes);

/* As in DgWinogradKernels. */
void FOR_TARGET (dg_winograd_gradient) (const DgWinogradSizes *sizes, const float *x, const float *dy, float *weight,
                                        float *scratch);
