/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/linear.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>

/* y = W x + b on the sample's values in a row, whatever their shape. W is (out, in), b (out). */

static gboolean
linear_set_up (DgModule *self, GError **error)
{
  self->output = (DgShape) { 1, { self->arguments[0] } };
  self->fan_in = self->n_inputs;
  dg_module_add_parameter (self, "weight", 2, (gsize[]) { self->arguments[0], self->n_inputs });
  dg_module_add_parameter (self, "bias", 1, (gsize[]) { self->arguments[0] });
  return TRUE;
}

static void
linear_forward (const DgModule *self, const DgBlock *block)
{
  const float *bias = block->parameters + self->parameters[1].offset;

  self->kernels->linear->forward (self->n_inputs, self->n_outputs, block->parameters, bias, block->x,
                                  block->y);
}

static void
linear_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->linear->backward (self->n_inputs, self->n_outputs, block->parameters, block->dy,
                                     block->dx);
}

static void
linear_gather (const DgModule *self, gsize n, const float *x_rows, const float *dy_rows, gsize begin,
               gsize end, float *gradient)
{
  float *bias = gradient + self->parameters[1].offset;

  /* dW (end - begin, in) = dYᵀ X */
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, end - begin, self->n_inputs, n, 1, dy_rows + begin,
               self->n_outputs, x_rows, self->n_inputs, 0, gradient + begin * self->n_inputs, self->n_inputs);
  for (gsize o = begin; o < end; o++)
    bias[o] = 0;
  for (gsize s = 0; s < n; s++)
    for (gsize o = begin; o < end; o++)
      bias[o] += dy_rows[s * self->n_outputs + o];
}

static void
linear_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize o = 0; o < self->n_outputs; o++)
    {
      y[o] = parameters[self->parameters[1].offset + o];
      for (gsize i = 0; i < self->n_inputs; i++)
        y[o] += parameters[o * self->n_inputs + i] * x[i];
    }
}

static void
linear_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                           const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    {
      dx[i] = 0;
      for (gsize o = 0; o < self->n_outputs; o++)
        {
          dx[i] += parameters[o * self->n_inputs + i] * dy[o];
          gradient[o * self->n_inputs + i] += dy[o] * x[i];
        }
    }
  for (gsize o = 0; o < self->n_outputs; o++)
    gradient[self->parameters[1].offset + o] += dy[o];
}

const DgModuleClass dg_linear_class = {
  .kind = "linear",
  .n_arguments = 1,
  .arguments = { { N_("number of outputs"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE } },
  .set_up = linear_set_up,
  .forward = linear_forward,
  .backward = linear_backward,
  .gather = linear_gather,
  .reference_forward = linear_reference_forward,
  .reference_backward = linear_reference_backward,
};
