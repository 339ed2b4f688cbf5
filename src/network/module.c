/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/module.h"

#include <math.h>
#include <string.h>

#include "network/activation.h"
#include "network/batch-norm.h"
#include "network/conv.h"
#include "network/dropout.h"
#include "network/linear.h"
#include "network/noise.h"
#include "network/pool.h"
#include "network/relu.h"
#include "network/reshape.h"
#include "network/resize.h"
#include "network/softmax.h"

const DgModuleClass *const dg_module_classes[] = {
  &dg_conv_class,
  &dg_linear_class,
  &dg_relu_class,
  &dg_sigmoid_class,
  &dg_tanh_class,
  &dg_maxpool_class,
  &dg_avgpool_class,
  &dg_batch_norm_class,
  &dg_dropout_class,
  &dg_noise_class,
  &dg_upsample_class,
  &dg_resize_class,
  &dg_reshape_class,
  &dg_flatten_class,
  &dg_softmax_class,
  &dg_logsoftmax_class,
  NULL,
};

gsize
dg_shape_get_size (const DgShape *shape)
{
  gsize size = 1;

  for (guint i = 0; i < shape->n_dims; i++)
    size *= shape->extent[i];
  return size;
}

const DgModuleClass *
dg_module_class_find (const char *kind)
{
  for (guint i = 0; dg_module_classes[i] != NULL; i++)
    if (strcmp (dg_module_classes[i]->kind, kind) == 0)
      return dg_module_classes[i];
  return NULL;
}

DgModule *
dg_module_new (const DgModuleClass *klass, const char *name, const double *arguments, const DgShape *input,
               const DgKernels *kernels, GError **error)
{
  g_autoptr (DgModule) self = g_new0 (DgModule, 1);

  self->klass = klass;
  self->kernels = kernels;
  self->name = g_strdup (name);
  for (guint i = 0; i < klass->n_arguments; i++)
    self->arguments[i] = arguments[i];
  self->input = *input;
  self->n_inputs = dg_shape_get_size (input);
  if (!klass->set_up (self, error))
    return NULL;
  self->n_outputs = dg_shape_get_size (&self->output);
  return g_steal_pointer (&self);
}

void
dg_module_free (DgModule *self)
{
  g_free (self->name);
  g_free (self);
}

DgModuleParameter *
dg_module_add_parameter (DgModule *self, const char *suffix, guint n_dims, const gsize *shape)
{
  DgModuleParameter *parameter = &self->parameters[self->n_parameters++];

  parameter->suffix = suffix;
  parameter->trained = TRUE;
  parameter->initial = NAN;
  parameter->n_dims = n_dims;
  parameter->size = 1;
  for (guint i = 0; i < n_dims; i++)
    {
      parameter->shape[i] = shape[i];
      parameter->size *= shape[i];
    }
  parameter->offset = self->parameter_size;
  self->parameter_size += (parameter->size + DG_LANES - 1) / DG_LANES * DG_LANES;
  self->trained_size = self->parameter_size;
  return parameter;
}

void
dg_module_add_constant (DgModule *self, const char *suffix, gsize n, double initial, gboolean trained)
{
  gsize trained_size = self->trained_size;
  DgModuleParameter *parameter = dg_module_add_parameter (self, suffix, 1, &n);

  parameter->initial = initial;
  parameter->trained = trained;
  if (!trained)
    self->trained_size = trained_size;
}
