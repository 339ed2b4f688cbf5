/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

G_BEGIN_DECLS

#define DG_INPUT_MAX_CHANNELS 4

/**
 * DgInputScale:
 * @mean, @deviation: (n_channels); no deviation is 0
 *
 * What makes pixels the input of a network: it sees (pixel / 255 - mean) / deviation of each channel.
 */
typedef struct
{
  guint n_channels;
  float mean[DG_INPUT_MAX_CHANNELS];
  float deviation[DG_INPUT_MAX_CHANNELS];
} DgInputScale;

/* The numbers customary for MNIST, 0.1307 and 0.3081, for each channel. */
DgInputScale dg_input_scale_get_default (guint n_channels);

/* Mean and standard deviation of the pixels of each channel of @images, to four decimals as is customary, so that
 * the training images of MNIST have the default scale. A channel of one value alone has the deviation 1. */
DgInputScale dg_input_scale_measure (const DgImages *images);

G_END_DECLS
