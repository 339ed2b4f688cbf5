/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/kernels.h"

G_BEGIN_DECLS

/**
 * dg_noise_add:
 * @index: (n) at most DG_LANES images
 * @x: (n_values, DG_LANES)
 *
 * Adds Gaussian noise of standard deviation @sigma. What an image gets depends on seed, epoch and its index
 * alone, not on the other images of the block or their order.
 */
void dg_noise_add (const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n,
                   float sigma, gsize n_values, float *x);

/* The definition, in double precision: the (n_values) standard normal numbers of one image. */
void dg_noise_reference (guint64 seed, guint epoch, guint32 image, gsize n_values, double *noise);

G_END_DECLS
