/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double sum;      /* of the samples' losses */
  guint64 n_right; /* samples whose label is the first largest output */
} DgLoss;

/**
 * dg_loss_compute_nll:
 * @outputs: (n_classes, DG_LANES) log-likelihoods
 * @labels: (n) at most DG_LANES
 * @scale: what the loss is multiplied by before it is differentiated: 1 / samples of the mini-batch
 * @delta: (n_classes, DG_LANES) (nullable): the derivative by the outputs; 0 for samples from @n on
 *
 * The negative log-likelihood of the labels.
 */
DgLoss dg_loss_compute_nll (const float *outputs, gsize n_classes, const guint8 *labels, gsize n, float scale,
                            float *delta);

/* The sum, in order. */
DgLoss dg_loss_add (const DgLoss *losses, gsize n);

G_END_DECLS
