/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/softmax.h"

#include <math.h>

/* Over all values of a sample, shifted by the largest so that nothing overflows. */

static gboolean
softmax_set_up (DgModule *self, GError **error)
{
  self->output = (DgShape) { 1, { self->n_inputs } };
  return TRUE;
}

static float
find_largest (const DgModule *self, const float *x, guint s)
{
  float largest = x[s];

  for (gsize i = 1; i < self->n_inputs; i++)
    largest = fmaxf (largest, x[i * DG_LANES + s]);
  return largest;
}

/* y = exp x / Σ exp x */

static void
softmax_forward (const DgModule *self, const DgBlock *block)
{
  const float *x = block->x;
  float *y = block->y;

  for (guint s = 0; s < DG_LANES; s++)
    {
      float largest = find_largest (self, x, s);
      float sum = 0;

      for (gsize i = 0; i < self->n_inputs; i++)
        sum += y[i * DG_LANES + s] = expf (x[i * DG_LANES + s] - largest);
      for (gsize i = 0; i < self->n_inputs; i++)
        y[i * DG_LANES + s] /= sum;
    }
}

static void
softmax_backward (const DgModule *self, const DgBlock *block)
{
  const float *y = block->y, *dy = block->dy;

  if (block->dx == NULL)
    return;
  for (guint s = 0; s < DG_LANES; s++)
    {
      float sum = 0;

      for (gsize i = 0; i < self->n_inputs; i++)
        sum += dy[i * DG_LANES + s] * y[i * DG_LANES + s];
      for (gsize i = 0; i < self->n_inputs; i++)
        block->dx[i * DG_LANES + s] = y[i * DG_LANES + s] * (dy[i * DG_LANES + s] - sum);
    }
}

static void
softmax_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  double largest = x[0];
  double sum = 0;

  for (gsize i = 1; i < self->n_inputs; i++)
    largest = fmax (largest, x[i]);
  for (gsize i = 0; i < self->n_inputs; i++)
    sum += exp (x[i] - largest);
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = exp (x[i] - largest) / sum;
}

static void
softmax_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  double sum = 0;

  for (gsize i = 0; i < self->n_inputs; i++)
    sum += dy[i] * y[i];
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = y[i] * (dy[i] - sum);
}

const DgModuleClass dg_softmax_class = {
  .kind = "softmax",
  .set_up = softmax_set_up,
  .forward = softmax_forward,
  .backward = softmax_backward,
  .reference_forward = softmax_reference_forward,
  .reference_backward = softmax_reference_backward,
};

/* y = x - log Σ exp x */

static void
logsoftmax_forward (const DgModule *self, const DgBlock *block)
{
  const float *x = block->x;
  float *y = block->y;

  for (guint s = 0; s < DG_LANES; s++)
    {
      float largest = find_largest (self, x, s);
      float sum = 0;

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
  .set_up = softmax_set_up,
  .forward = logsoftmax_forward,
  .backward = logsoftmax_backward,
  .reference_forward = logsoftmax_reference_forward,
  .reference_backward = logsoftmax_reference_backward,
};
