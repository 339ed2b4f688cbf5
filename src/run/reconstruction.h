/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

/* What an autoencoder makes of images: its last module's outputs, channel by channel, pixels going from 0 to 1. */

/* (transfer full) @outputs, (n, channels · height · width) in any shape, as (n, channels, height, width). */
DgTensor *dg_reconstruction_shape (DgTensor *outputs, gsize channels, gsize height, gsize width);

/**
 * dg_reconstruction_compute_errors:
 * @reconstruction: (n, channels, height, width)
 * @pixels: (n, height, width, channels) 0 … 255
 *
 * Returns: (transfer full) (n) the mean squared difference over the values of each image
 */
double *dg_reconstruction_compute_errors (const DgTensor *reconstruction, const guint8 *pixels);

/* One image as bytes: @image (channels, height, width), @pixels (height, width, channels) rounded, 0 … 255 */
void dg_reconstruction_get_pixels (const float *image, gsize channels, gsize height, gsize width, guint8 *pixels);

G_END_DECLS
