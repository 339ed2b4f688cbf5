/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/activation.h"

#include <math.h>

static gboolean
activation_set_up (DgModule *self, GError **error)
{
  self->output = self->input;
  return TRUE;
}

/* y = 1 / (1 + e^-x) */

static void
sigmoid_forward (const DgModule *self, const DgBlock *block)
{
  self->kernels->activation->sigmoid (self->n_inputs, block->x, block->y);
}

static void
sigmoid_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->activation->sigmoid_backward (self->n_inputs, block->y, block->dy, block->dx);
}

static void
sigmoid_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = 1 / (1 + exp (-x[i]));
}

static void
sigmoid_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i] * y[i] * (1 - y[i]);
}

const DgModuleClass dg_sigmoid_class = {
  .kind = "sigmoid",
  .set_up = activation_set_up,
  .forward = sigmoid_forward,
  .backward = sigmoid_backward,
  .reference_forward = sigmoid_reference_forward,
  .reference_backward = sigmoid_reference_backward,
};

/* y = tanh x */

static void
tanh_forward (const DgModule *self, const DgBlock *block)
{
  self->kernels->activation->tanh (self->n_inputs, block->x, block->y);
}

static void
tanh_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->activation->tanh_backward (self->n_inputs, block->y, block->dy, block->dx);
}

static void
tanh_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = tanh (x[i]);
}

static void
tanh_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                         const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i] * (1 - y[i] * y[i]);
}

const DgModuleClass dg_tanh_class = {
  .kind = "tanh",
  .set_up = activation_set_up,
  .forward = tanh_forward,
  .backward = tanh_backward,
  .reference_forward = tanh_reference_forward,
  .reference_backward = tanh_reference_backward,
};
