/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/loss.h"

#include <string.h>

#include "network/kernels.h"

DgLoss
dg_loss_compute_nll (const float *outputs, gsize n_classes, const guint8 *labels, gsize n, float scale,
                     float *delta)
{
  DgLoss loss = { 0 };

  if (delta != NULL)
    memset (delta, 0, n_classes * DG_LANES * sizeof *delta);
  for (gsize s = 0; s < n; s++)
    {
      gsize best = 0;

      for (gsize i = 1; i < n_classes; i++)
        if (outputs[i * DG_LANES + s] > outputs[best * DG_LANES + s])
          best = i;
      loss.n_right += best == labels[s];
      loss.sum -= outputs[labels[s] * DG_LANES + s];
      if (delta != NULL)
        delta[labels[s] * DG_LANES + s] = -scale;
    }
  return loss;
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
