/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/norm-pool.h"

#include "network/batch-norm.h"
#include "network/pool.h"
#include "network/relu.h"

/* The side of a window. */
static gsize
get_side (const DgModule *self)
{
  return self->klass == &dg_norm_pool_class ? 2 : 1;
}

static gboolean
norm_set_up (DgModule *self, GError **error)
{
  if (!dg_batch_norm_class.set_up (self, error))
    return FALSE;
  for (guint i = 1; i < self->output.n_dims; i++)
    self->output.extent[i] /= get_side (self);
  return TRUE;
}

/* What the kernels ask for. */
static DgNormSizes
get_sizes (const DgModule *self)
{
  gboolean has_rows = self->input.n_dims == 3;

  return (DgNormSizes) {
    .n_channels = self->input.extent[0],
    .height = has_rows ? self->input.extent[1] : 1,
    .width = has_rows ? self->input.extent[2] : 1,
    .side = get_side (self),
  };
}

static void
norm_forward (const DgModule *self, const DgBlock *block)
{
  DgNormSizes sizes = get_sizes (self);
  DgNorm norm = dg_batch_norm_get_norm (self, block, block->scratch);

  self->kernels->batch_norm->activate (&sizes, &norm, block->x, block->y);
}

static void
norm_measure_backward (const DgModule *self, const DgBlock *block)
{
  DgNormSizes sizes = get_sizes (self);
  DgNorm norm = dg_batch_norm_get_norm (self, block, block->scratch);

  self->kernels->batch_norm->activate_gradient (&sizes, &norm, block->x, block->dy, block->gradient,
                                                block->gradient + self->parameters[1].offset);
}

static void
norm_backward (const DgModule *self, const DgBlock *block)
{
  DgNormSizes sizes = get_sizes (self);
  gsize n = sizes.n_channels;
  DgNorm norm = dg_batch_norm_get_norm (self, block, block->scratch);
  float *weight = block->scratch + n, *bias = block->scratch + 2 * n;

  if (block->dx == NULL)
    return;
  dg_batch_norm_get_means (self, block, weight, bias);
  self->kernels->batch_norm->activate_backward (&sizes, &norm, block->pass->n, weight, bias, block->x, block->dy,
                                                block->dx);
}

static void
norm_measure (const DgModule *self, const DgBlock *block, float *partial)
{
  dg_batch_norm_class.batch->measure (self, block, partial);
}

static void
norm_combine (const DgModule *self, gsize n_samples, const float *partials, float *statistics, float *parameters)
{
  dg_batch_norm_class.batch->combine (self, n_samples, partials, statistics, parameters);
}

static const DgBatchClass batch = {
  .measure = norm_measure,
  .combine = norm_combine,
  .measure_backward = norm_measure_backward,
};

const DgModuleClass dg_norm_relu_class = {
  .kind = "batchnorm+relu",
  .set_up = norm_set_up,
  .forward = norm_forward,
  .backward = norm_backward,
  .batch = &batch,
};

const DgModuleClass dg_norm_pool_class = {
  .kind = "batchnorm+relu+maxpool",
  .set_up = norm_set_up,
  .forward = norm_forward,
  .backward = norm_backward,
  .batch = &batch,
};

gboolean
dg_norm_relu_matches (const DgModule *first, const DgModule *second)
{
  return first->klass == &dg_batch_norm_class && second->klass == &dg_relu_class;
}

gboolean
dg_norm_pool_matches (const DgModule *first, const DgModule *second, const DgModule *third)
{
  return dg_norm_relu_matches (first, second) && third->klass == &dg_maxpool_class && third->arguments[0] == 2;
}
