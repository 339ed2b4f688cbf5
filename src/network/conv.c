/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/conv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

/* Cross-correlation with k × k weights where they fit wholly on the input (no padding, stride 1):
 *   y[o][r][q] = b[o] + Σ_{c,i,j} W[o][c][i][j] x[c][r + i][q + j]
 * W is (out, in, k, k), b (out). */

static gboolean
conv_set_up (DgModule *self, GError **error)
{
  gsize n_out = self->arguments[0];
  gsize k = self->arguments[1];
  const gsize *in = self->input.extent;

  if (self->input.n_dims != 3)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("Module “%s” is a convolution but what comes before it has no rows and columns"),
                   self->name);
      return FALSE;
    }
  if (in[1] < k || in[2] < k)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("Module “%s” has weights of %zu × %zu but its input is only %zu × %zu"), self->name,
                   k, k, in[1], in[2]);
      return FALSE;
    }
  self->output = (DgShape) { 3, { n_out, in[1] - k + 1, in[2] - k + 1 } };
  self->fan_in = in[0] * k * k;
  dg_module_add_parameter (self, "weight", 4, (gsize[]) { n_out, in[0], k, k });
  dg_module_add_parameter (self, "bias", 1, (gsize[]) { n_out });
  return TRUE;
}

DgConvSizes
dg_conv_get_sizes (const DgModule *self)
{
  return (DgConvSizes) {
    .n_in = self->input.extent[0],
    .in_height = self->input.extent[1],
    .in_width = self->input.extent[2],
    .n_out = self->output.extent[0],
    .out_height = self->output.extent[1],
    .out_width = self->output.extent[2],
    .k = self->arguments[1],
  };
}

static void
conv_forward (const DgModule *self, const float *parameters, const float *x, float *y, void *memo)
{
  DgConvSizes sizes = dg_conv_get_sizes (self);

  self->kernels->conv->forward (&sizes, parameters, parameters + self->parameters[1].offset, x, y);
}

static void
conv_backward (const DgModule *self, const float *parameters, const float *x, const float *y,
               const void *memo, const float *dy, float *dx, float *gradient, float *scratch)
{
  DgConvSizes sizes = dg_conv_get_sizes (self);

  if (dx != NULL)
    self->kernels->conv->backward (&sizes, parameters, dy, dx);
  self->kernels->conv->gradient (&sizes, x, dy, gradient);
  self->kernels->vector->sum_rows (sizes.n_out, sizes.out_height * sizes.out_width, dy,
                           gradient + self->parameters[1].offset);
}

static void
conv_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  DgConvSizes s = dg_conv_get_sizes (self);

  for (gsize o = 0; o < s.n_out; o++)
    for (gsize r = 0; r < s.out_height; r++)
      for (gsize q = 0; q < s.out_width; q++)
        {
          double sum = parameters[self->parameters[1].offset + o];

          for (gsize c = 0; c < s.n_in; c++)
            for (gsize i = 0; i < s.k; i++)
              for (gsize j = 0; j < s.k; j++)
                sum += parameters[((o * s.n_in + c) * s.k + i) * s.k + j]
                       * x[(c * s.in_height + r + i) * s.in_width + q + j];
          *y++ = sum;
        }
}

static void
conv_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                         const double *dy, double *dx, double *gradient)
{
  DgConvSizes s = dg_conv_get_sizes (self);

  memset (dx, 0, self->n_inputs * sizeof *dx);
  for (gsize o = 0; o < s.n_out; o++)
    for (gsize r = 0; r < s.out_height; r++)
      for (gsize q = 0; q < s.out_width; q++, dy++)
        {
          gradient[self->parameters[1].offset + o] += *dy;
          for (gsize c = 0; c < s.n_in; c++)
            for (gsize i = 0; i < s.k; i++)
              for (gsize j = 0; j < s.k; j++)
                {
                  gsize at = (c * s.in_height + r + i) * s.in_width + q + j;
                  gsize w = ((o * s.n_in + c) * s.k + i) * s.k + j;

                  dx[at] += parameters[w] * *dy;
                  gradient[w] += x[at] * *dy;
                }
        }
}

const DgModuleClass dg_conv_class = {
  .kind = "conv",
  .n_arguments = 2,
  .arguments = { N_("number of channels"), N_("kernel size") },
  .set_up = conv_set_up,
  .forward = conv_forward,
  .backward = conv_backward,
  .reference_forward = conv_reference_forward,
  .reference_backward = conv_reference_backward,
};
