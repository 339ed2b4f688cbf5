/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "network/kernels.h"

G_BEGIN_DECLS

/* A network sees (pixel / 255 - mean) / deviation. The constants are those customary for MNIST (its training
 * pixels' mean and standard deviation), for every dataset: so weights alone say all that is needed to use
 * them again. */
#define DG_INPUT_MEAN 0.1307f
#define DG_INPUT_DEVIATION 0.3081f

/**
 * dg_input_load:
 * @index: (n) rows of @images, at most DG_LANES
 * @x: (channels, height, width, DG_LANES); samples from @n on are the first again
 */
void dg_input_load (const DgKernels *kernels, const DgImages *images, const guint32 *index, gsize n,
                    float *x);

G_END_DECLS
