/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/conv-pool.h"

#include "network/conv.h"
#include "network/pool.h"
#include "network/relu.h"

static DgConvSizes
get_sizes (const DgModule *self)
{
  DgConvSizes sizes = dg_conv_get_sizes (self);

  /* of the convolution, not of what is pooled */
  sizes.out_height = sizes.in_height - sizes.k + 1;
  sizes.out_width = sizes.in_width - sizes.k + 1;
  return sizes;
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
conv_pool_forward (const DgModule *self, const DgBlock *block)
{
  DgConvSizes sizes = get_sizes (self);
  const float *bias = block->parameters + self->parameters[1].offset;

  self->kernels->conv->forward_pooled (&sizes, block->parameters, bias, block->x, block->y, block->memo);
}

static void
conv_pool_backward (const DgModule *self, const DgBlock *block)
{
  DgConvSizes sizes = get_sizes (self);

  self->kernels->pool->spread (sizes.n_out, sizes.out_height, sizes.out_width, block->memo, block->dy,
                               block->scratch, block->gradient + self->parameters[1].offset);
  if (block->dx != NULL)
    self->kernels->conv->backward (&sizes, block->parameters, block->scratch, block->dx);
  self->kernels->conv->gradient (&sizes, block->x, block->scratch, block->gradient);
}

const DgModuleClass dg_conv_pool_class = {
  .kind = "conv+relu+maxpool",
  .n_arguments = 4,
  .set_up = conv_pool_set_up,
  .forward = conv_pool_forward,
  .backward = conv_pool_backward,
};

gboolean
dg_conv_pool_matches (const DgModule *first, const DgModule *second, const DgModule *third)
{
  return first->klass == &dg_conv_class && dg_conv_is_plain (first) && second->klass == &dg_relu_class
         && third->klass == &dg_maxpool_class && third->arguments[0] == 2;
}
