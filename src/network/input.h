/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "network/input-scale.h"
#include "network/kernels.h"

G_BEGIN_DECLS

/**
 * dg_input_load:
 * @scale: of as many channels as @images have
 * @index: (n) rows of @images, at most DG_LANES
 * @x: (channels, height, width, DG_LANES); samples from @n on are the first again
 */
void dg_input_load (const DgKernels *kernels, const DgInputScale *scale, const DgImages *images,
                    const guint32 *index, gsize n, float *x);

/**
 * dg_input_add_noise:
 * @sigma: standard deviation for pixels that go from 0 to 1
 * @x: (channels, height, width, DG_LANES) what dg_input_load() made of @images
 *
 * Adds Gaussian noise, each channel's scaled as the channel. What an image gets depends on seed, epoch and its index
 * alone.
 */
void dg_input_add_noise (const DgKernels *kernels, const DgInputScale *scale, const DgImages *images, guint64 seed,
                         guint epoch, const guint32 *index, gsize n, float sigma, float *x);

G_END_DECLS
