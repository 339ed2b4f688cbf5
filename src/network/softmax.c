/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/softmax.h"

#include <math.h>

/* y = x - log Σ exp x over all values of a sample, shifted by the largest so that nothing overflows. */

static gboolean
logsoftmax_set_up (DgModule *self, GError **error)
{
  self->output = (DgShape) { 1, { self->n_inputs } };
  return TRUE;
}

static void
logsoftmax_forward (const DgModule *self, const DgBlock *block)
{
  const float *x = block->x;
  float *y = block->y;

  for (guint s = 0; s < DG_LANES; s++)
    {
      float largest = x[s];
      float sum = 0;

      for (gsize i = 1; i < self->n_inputs; i++)
        largest = fmaxf (largest, x[i * DG_LANES + s]);
      for (gsize i = 0; i < self->n_inputs; i++)
        sum += expf (x[i * DG_LANES + s] - largest);
      sum = largest + logf (sum);
      for (gsize i = 0; i < self->n_inputs; i++)
        y[i * DG_LANES + s] = x[i * DG_LANES + s] - sum;
    }
}

static void
logsoftmax_backward (const DgModule *self, const DgBlock *block)
{
  const float *y = block->y, *dy = block->dy;
  float *dx = block->dx;

  if (dx == NULL)
    return;
  for (guint s = 0; s < DG_LANES; s++)
    {
      float sum = 0;

      for (gsize i = 0; i < self->n_inputs; i++)
        sum += dy[i * DG_LANES + s];
      for (gsize i = 0; i < self->n_inputs; i++)
        dx[i * DG_LANES + s] = dy[i * DG_LANES + s] - expf (y[i * DG_LANES + s]) * sum;
    }
}

static void
logsoftmax_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  double largest = x[0];
  double sum = 0;

  for (gsize i = 1; i < self->n_inputs; i++)
    largest = fmax (largest, x[i]);
  for (gsize i = 0; i < self->n_inputs; i++)
    sum += exp (x[i] - largest);
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = x[i] - largest - log (sum);
}

static void
logsoftmax_reference_backward (const DgModule *self, const double *parameters, const double *x,
                               const double *y, const double *dy, double *dx, double *gradient)
{
  double sum = 0;

  for (gsize i = 0; i < self->n_inputs; i++)
    sum += dy[i];
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i] - exp (y[i]) * sum;
}

const DgModuleClass dg_logsoftmax_class = {
  .kind = "logsoftmax",
  .set_up = logsoftmax_set_up,
  .forward = logsoftmax_forward,
  .backward = logsoftmax_backward,
  .reference_forward = logsoftmax_reference_forward,
  .reference_backward = logsoftmax_reference_backward,
};
