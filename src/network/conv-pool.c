/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/conv-pool.h"

#include "network/conv.h"
#include "network/pool.h"
#include "network/relu.h"

static DgConvSizes
get_sizes (const DgModule *self)
{
  gsize k = self->arguments[1];

  return (DgConvSizes) {
    .n_in = self->input.extent[0],
    .in_height = self->input.extent[1],
    .in_width = self->input.extent[2],
    .n_out = self->arguments[0],
    .out_height = self->input.extent[1] - k + 1,
    .out_width = self->input.extent[2] - k + 1,
    .k = k,
  };
}

static gboolean
conv_pool_set_up (DgModule *self, GError **error)
{
  if (!dg_conv_class.set_up (self, error))
    return FALSE;
  self->scratch_size = dg_shape_get_size (&self->output) * DG_LANES;
  self->output.extent[1] /= 2;
  self->output.extent[2] /= 2;
  self->memo_size = dg_shape_get_size (&self->output) * DG_LANES * sizeof (gint32);
  return TRUE;
}

static void
conv_pool_forward (const DgModule *self, const float *parameters, const float *x, float *y, void *memo)
{
  DgConvSizes sizes = get_sizes (self);

  const float *bias = parameters + self->parameters[1].offset;

  self->kernels->conv->forward_pooled (&sizes, parameters, bias, x, y, memo);
}

static void
conv_pool_backward (const DgModule *self, const float *parameters, const float *x, const float *y,
                    const void *memo, const float *dy, float *dx, float *gradient, float *scratch)
{
  DgConvSizes sizes = get_sizes (self);

  self->kernels->pool->spread (sizes.n_out, sizes.out_height, sizes.out_width, memo, dy, scratch,
                               gradient + self->parameters[1].offset);
  if (dx != NULL)
    self->kernels->conv->backward (&sizes, parameters, scratch, dx);
  self->kernels->conv->gradient (&sizes, x, scratch, gradient);
}

const DgModuleClass dg_conv_pool_class = {
  .kind = "conv+relu+maxpool",
  .n_arguments = 2,
  .set_up = conv_pool_set_up,
  .forward = conv_pool_forward,
  .backward = conv_pool_backward,
};

gboolean
dg_conv_pool_matches (const DgModule *first, const DgModule *second, const DgModule *third)
{
  return first->klass == &dg_conv_class && second->klass == &dg_relu_class
         && third->klass == &dg_maxpool_class && third->arguments[0] == 2;
}
