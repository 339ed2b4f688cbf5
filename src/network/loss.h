/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "network/kernels.h"

G_BEGIN_DECLS

/**
 * DgLossKind:
 * @DG_LOSS_NLL: the negative log-likelihood of an image's label: supervised
 * @DG_LOSS_MSE: the mean squared difference of the outputs from the image's own pixels, which go from 0 to 1 and stand
 *   channel by channel: unsupervised, labels are not looked at
 *
 * What a network is trained to make small.
 */
typedef enum
{
  DG_LOSS_NLL,
  DG_LOSS_MSE,
} DgLossKind;

typedef struct
{
  double sum;      /* of the samples' losses */
  guint64 n_right; /* NLL: samples whose label is the first largest output */
} DgLoss;

/**
 * dg_loss_compute:
 * @index: (n) rows of @images, at most DG_LANES: the samples, as they are without noise
 * @outputs: (n_outputs, DG_LANES) of the last module: as many as there are classes, or values in an image
 * @scale: what the loss is multiplied by before it is differentiated: 1 / samples of the mini-batch
 * @delta: (n_outputs, DG_LANES): (out): the derivative by the outputs; 0 for samples from @n on
 */
DgLoss dg_loss_compute (DgLossKind kind, const DgKernels *kernels, const DgImages *images, const guint32 *index,
                        gsize n, const float *outputs, gsize n_outputs, float scale, float *delta);

/**
 * dg_loss_compute_nll:
 * @outputs: (n_classes, DG_LANES) log-likelihoods
 * @labels: (n) at most DG_LANES
 * @scale, @delta: as above
 *
 * The negative log-likelihood of the labels.
 */
DgLoss dg_loss_compute_nll (const float *outputs, gsize n_classes, const guint8 *labels, gsize n, float scale,
                            float *delta);

/**
 * dg_loss_compute_mse:
 * @outputs: (n_values, DG_LANES)
 * @delta: (n_values, DG_LANES): (inout): the target, in whose place the derivative is put
 *
 * The mean over a sample's values of the squared differences, so that the mean over samples is PyTorch's mse_loss().
 */
DgLoss dg_loss_compute_mse (const DgKernels *kernels, const float *outputs, gsize n_values, gsize n, float scale,
                            float *delta);

/* The definition of the latter for one sample: @y and @target (n_values), @dy (n_values) the derivative by y. */
double dg_loss_reference_mse (gsize n_values, const double *y, const double *target, double *dy);

/* The sum, in order. */
DgLoss dg_loss_add (const DgLoss *losses, gsize n);

G_END_DECLS
