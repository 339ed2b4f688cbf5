/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/conv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

/* Cross-correlation with k × k weights of the input, after it has been surrounded by p rows and columns of
 * zeros, at every s-th place where they fit wholly:
 *   y[o][r][q] = b[o] + Σ_{c,i,j} W[o][c][i][j] x[c][s r + i - p][s q + j - p]
 * W is (out, in, k, k), b (out). */

/* Keeps sizes of anything within a gsize. */
#define MAX_KERNEL 1000

/* Channels on either side from which on Winograd's way saves time. */
#define WINOGRAD_CHANNELS 8

enum
{
  CHANNELS,
  KERNEL,
  PADDING,
  STRIDE,
};

/* Whether Winograd's way is taken. */
static gboolean
uses_winograd (const DgModule *self)
{
  return self->arguments[KERNEL] == 3 && self->arguments[STRIDE] == 1 && self->arguments[PADDING] <= 2
         && MIN (self->input.extent[0], self->output.extent[0]) >= WINOGRAD_CHANNELS;
}

static DgWinogradSizes
get_winograd_sizes (const DgModule *self)
{
  return (DgWinogradSizes) {
    .n_in = self->input.extent[0],
    .in_height = self->input.extent[1],
    .in_width = self->input.extent[2],
    .n_out = self->output.extent[0],
    .out_height = self->output.extent[1],
    .out_width = self->output.extent[2],
    .padding = self->arguments[PADDING],
  };
}

static gboolean
conv_set_up (DgModule *self, GError **error)
{
  gsize n_out = self->arguments[CHANNELS];
  gsize k = self->arguments[KERNEL], padding = self->arguments[PADDING], stride = self->arguments[STRIDE];
  const gsize *in = self->input.extent;
  gsize height = in[1] + 2 * padding, width = in[2] + 2 * padding;

  if (self->input.n_dims != 3)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("Module “%s” is a convolution but what comes before it has no rows and columns"),
                   self->name);
      return FALSE;
    }
  if (height < k || width < k)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("Module “%s” has weights of %zu × %zu but its input is only %zu × %zu"), self->name,
                   k, k, height, width);
      return FALSE;
    }
  self->output = (DgShape) { 3, { n_out, (height - k) / stride + 1, (width - k) / stride + 1 } };
  self->fan_in = in[0] * k * k;
  if (uses_winograd (self))
    {
      DgWinogradSizes sizes = get_winograd_sizes (self);

      self->scratch_size = self->kernels->winograd->get_scratch_size (&sizes);
    }
  else if (padding > 0)
    {
      self->scratch_size = in[0] * height * width * DG_LANES;
      self->memo_size = self->scratch_size * sizeof (float);
    }
  dg_module_add_parameter (self, "weight", 4, (gsize[]) { n_out, in[0], k, k });
  dg_module_add_parameter (self, "bias", 1, (gsize[]) { n_out });
  return TRUE;
}

DgConvSizes
dg_conv_get_sizes (const DgModule *self)
{
  gsize padding = self->arguments[PADDING];

  return (DgConvSizes) {
    .n_in = self->input.extent[0],
    .in_height = self->input.extent[1] + 2 * padding,
    .in_width = self->input.extent[2] + 2 * padding,
    .n_out = self->output.extent[0],
    .out_height = self->output.extent[1],
    .out_width = self->output.extent[2],
    .k = self->arguments[KERNEL],
    .stride = self->arguments[STRIDE],
  };
}

gboolean
dg_conv_is_plain (const DgModule *self)
{
  return self->arguments[PADDING] == 0 && self->arguments[STRIDE] == 1;
}

/* Where row @row of channel @c of the input lies in the padded one. */
static gsize
padded_row (const DgModule *self, gsize c, gsize row)
{
  gsize padding = self->arguments[PADDING];
  gsize height = self->input.extent[1] + 2 * padding, width = self->input.extent[2] + 2 * padding;

  return ((c * height + padding + row) * width + padding) * DG_LANES;
}

/* @padded (channels, height + 2 padding, width + 2 padding, DG_LANES) from x: before each row come the zeros that
 * end the one above, or those above the first, and after the last row what is left. */
static void
pad (const DgModule *self, const float *x, float *padded)
{
  const gsize *in = self->input.extent;
  gsize length = in[2] * DG_LANES, end = 0;

  for (gsize c = 0; c < in[0]; c++)
    for (gsize row = 0; row < in[1]; row++)
      {
        gsize begin = padded_row (self, c, row);

        memset (padded + end, 0, (begin - end) * sizeof *padded);
        memcpy (padded + begin, x + (c * in[1] + row) * length, length * sizeof *x);
        end = begin + length;
      }
  memset (padded + end, 0, (self->scratch_size - end) * sizeof *padded);
}

static void
crop (const DgModule *self, const float *padded, float *x)
{
  const gsize *in = self->input.extent;
  gsize length = in[2] * DG_LANES;

  for (gsize c = 0; c < in[0]; c++)
    for (gsize row = 0; row < in[1]; row++)
      memcpy (x + (c * in[1] + row) * length, padded + padded_row (self, c, row), length * sizeof *x);
}

static void
winograd_forward (const DgModule *self, const DgBlock *block)
{
  DgWinogradSizes sizes = get_winograd_sizes (self);
  const float *bias = block->parameters + self->parameters[1].offset;

  self->kernels->winograd->forward (&sizes, block->parameters, bias, block->x, block->y, block->scratch);
}

static void
winograd_backward (const DgModule *self, const DgBlock *block)
{
  DgWinogradSizes sizes = get_winograd_sizes (self);

  if (block->dx != NULL)
    self->kernels->winograd->backward (&sizes, block->parameters, block->dy, block->dx, block->scratch);
  self->kernels->winograd->gradient (&sizes, block->x, block->dy, block->gradient, block->scratch);
}

static void
direct_forward (const DgModule *self, const DgBlock *block)
{
  DgConvSizes sizes = dg_conv_get_sizes (self);
  const float *bias = block->parameters + self->parameters[1].offset;
  const float *x = block->x;

  if (self->arguments[PADDING] > 0)
    {
      float *padded = block->memo != NULL ? block->memo : block->scratch;

      pad (self, x, padded);
      x = padded;
    }
  self->kernels->conv->forward (&sizes, block->parameters, bias, x, block->y);
}

static void
direct_backward (const DgModule *self, const DgBlock *block)
{
  DgConvSizes sizes = dg_conv_get_sizes (self);
  gboolean padded = self->arguments[PADDING] > 0;

  if (block->dx != NULL)
    {
      self->kernels->conv->backward (&sizes, block->parameters, block->dy,
                                     padded ? block->scratch : block->dx);
      if (padded)
        crop (self, block->scratch, block->dx);
    }
  self->kernels->conv->gradient (&sizes, padded ? block->memo : block->x, block->dy, block->gradient);
}

static void
conv_forward (const DgModule *self, const DgBlock *block)
{
  if (uses_winograd (self))
    winograd_forward (self, block);
  else
    direct_forward (self, block);
}

static void
conv_backward (const DgModule *self, const DgBlock *block)
{
  if (uses_winograd (self))
    winograd_backward (self, block);
  else
    direct_backward (self, block);
  self->kernels->vector->sum_rows (self->output.extent[0], self->output.extent[1] * self->output.extent[2], block->dy,
                                   block->gradient + self->parameters[1].offset);
}

/* Where weight (@i, @j) of the window at (@r, @q) lies in channel @c of x; FALSE where it is on the padding. */
static gboolean
find_input (const DgModule *self, gsize c, gsize r, gsize q, gsize i, gsize j, gsize *at)
{
  gsize padding = self->arguments[PADDING], stride = self->arguments[STRIDE];
  const gsize *in = self->input.extent;
  gsize row = stride * r + i - padding, column = stride * q + j - padding; /* wrap below 0 */

  *at = (c * in[1] + row) * in[2] + column;
  return row < in[1] && column < in[2];
}

static void
conv_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  DgConvSizes s = dg_conv_get_sizes (self);
  gsize at;

  for (gsize o = 0; o < s.n_out; o++)
    for (gsize r = 0; r < s.out_height; r++)
      for (gsize q = 0; q < s.out_width; q++)
        {
          double sum = parameters[self->parameters[1].offset + o];

          for (gsize c = 0; c < s.n_in; c++)
            for (gsize i = 0; i < s.k; i++)
              for (gsize j = 0; j < s.k; j++)
                if (find_input (self, c, r, q, i, j, &at))
                  sum += parameters[((o * s.n_in + c) * s.k + i) * s.k + j] * x[at];
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
                  gsize w = ((o * s.n_in + c) * s.k + i) * s.k + j;
                  gsize at;

                  if (!find_input (self, c, r, q, i, j, &at))
                    continue;
                  dx[at] += parameters[w] * *dy;
                  gradient[w] += x[at] * *dy;
                }
        }
}

const DgModuleClass dg_conv_class = {
  .kind = "conv",
  .n_arguments = 4,
  .arguments = {
    [CHANNELS] = { N_("number of channels"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE },
    [KERNEL] = { N_("kernel size"), .minimum = 1, .maximum = MAX_KERNEL },
    [PADDING] = { N_("padding"), "padding", .maximum = MAX_KERNEL },
    [STRIDE] = { N_("stride"), "stride", .minimum = 1, .maximum = MAX_KERNEL, .initial = 1 },
  },
  .set_up = conv_set_up,
  .forward = conv_forward,
  .backward = conv_backward,
  .reference_forward = conv_reference_forward,
  .reference_backward = conv_reference_backward,
};
