/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/relu.h"

/* y = max(x, 0); a NaN stays one. The slope at 0 is 0. */

static gboolean
relu_set_up (DgModule *self, GError **error)
{
  self->output = self->input;
  return TRUE;
}

static void
relu_forward (const DgModule *self, const DgBlock *block)
{
  self->kernels->vector->relu (self->n_inputs, block->x, block->y);
}

static void
relu_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->vector->relu_backward (self->n_inputs, block->y, block->dy, block->dx);
}

static void
relu_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = x[i] < 0 ? 0 : x[i];
}

static void
relu_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                         const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = x[i] > 0 ? dy[i] : 0;
}

const DgModuleClass dg_relu_class = {
  .kind = "relu",
  .set_up = relu_set_up,
  .forward = relu_forward,
  .backward = relu_backward,
  .reference_forward = relu_reference_forward,
  .reference_backward = relu_reference_backward,
};
