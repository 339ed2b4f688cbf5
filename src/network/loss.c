/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/loss.h"

#include <string.h>

#include "network/input.h"

DgLoss
dg_loss_compute_nll (const float *outputs, gsize n_classes, const guint8 *labels, gsize n, float scale,
                     float *delta)
{
  DgLoss loss = { 0 };

  memset (delta, 0, n_classes * DG_LANES * sizeof *delta);
  for (gsize s = 0; s < n; s++)
    {
      gsize best = 0;

      for (gsize i = 1; i < n_classes; i++)
        if (outputs[i * DG_LANES + s] > outputs[best * DG_LANES + s])
          best = i;
      loss.n_right += best == labels[s];
      loss.sum -= outputs[labels[s] * DG_LANES + s];
      delta[labels[s] * DG_LANES + s] = -scale;
    }
  return loss;
}

DgLoss
dg_loss_compute_mse (const DgKernels *kernels, const float *outputs, gsize n_values, gsize n, float scale,
                     float *delta)
{
  double sums[DG_LANES];
  DgLoss loss = { 0 };

  kernels->vector->squared_error (n_values, n, 2 * scale / n_values, outputs, delta, sums);
  for (gsize s = 0; s < n; s++)
    loss.sum += sums[s] / n_values;
  return loss;
}

double
dg_loss_reference_mse (gsize n_values, const double *y, const double *target, double *dy)
{
  double sum = 0;

  for (gsize i = 0; i < n_values; i++)
    {
      sum += (y[i] - target[i]) * (y[i] - target[i]);
      dy[i] = 2 * (y[i] - target[i]) / n_values;
    }
  return sum / n_values;
}

/* Pixels from 0 to 1. */
static void
load_targets (const DgKernels *kernels, const DgImages *images, const guint32 *index, gsize n, float *targets)
{
  DgInputScale scale = { .n_channels = images->channels };

  for (guint c = 0; c < images->channels; c++)
    scale.deviation[c] = 1;
  dg_input_load (kernels, &scale, images, index, n, targets);
}

DgLoss
dg_loss_compute (DgLossKind kind, const DgKernels *kernels, const DgImages *images, const guint32 *index, gsize n,
                 const float *outputs, gsize n_outputs, float scale, float *delta)
{
  guint8 labels[DG_LANES];

  if (kind == DG_LOSS_MSE)
    {
      load_targets (kernels, images, index, n, delta);
      return dg_loss_compute_mse (kernels, outputs, n_outputs, n, scale, delta);
    }
  for (gsize s = 0; s < n; s++)
    labels[s] = images->labels[index[s]];
  return dg_loss_compute_nll (outputs, n_outputs, labels, n, scale, delta);
}

DgLoss
dg_loss_add (const DgLoss *losses, gsize n)
{
  DgLoss sum = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      sum.sum += losses[i].sum;
      sum.n_right += losses[i].n_right;
    }
  return sum;
}
