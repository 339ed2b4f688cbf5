/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/optimizer.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *name;
  float rate;
} kinds[] = {
  [DG_OPTIMIZER_SGD] = { "sgd", 0.01f },
  [DG_OPTIMIZER_ADAM] = { "adam", 0.001f },
};

const char *
dg_optimizer_kind_get_name (DgOptimizerKind kind)
{
  return kinds[kind].name;
}

gboolean
dg_optimizer_kind_find (const char *name, DgOptimizerKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

float
dg_optimizer_kind_get_default_rate (DgOptimizerKind kind)
{
  return kinds[kind].rate;
}

void
dg_optimizer_init (DgOptimizer *self, const DgKernels *kernels, const DgOptimizerOptions *options,
                   gsize n_parameters)
{
  *self = (DgOptimizer) { .kernels = kernels, .options = *options };
  self->first = dg_tensor_new (1, &n_parameters);
  if (options->kind == DG_OPTIMIZER_ADAM)
    self->second = dg_tensor_new (1, &n_parameters);
}

void
dg_optimizer_clear (DgOptimizer *self)
{
  g_clear_pointer (&self->first, dg_tensor_unref);
  g_clear_pointer (&self->second, dg_tensor_unref);
}

void
dg_optimizer_begin_step (DgOptimizer *self)
{
  const DgOptimizerOptions *options = &self->options;
  double beta1 = options->beta1, beta2 = options->beta2;

  self->n_steps++;
  self->step = (DgAdamStep) {
    .rate = options->rate / (1 - pow (beta1, self->n_steps)),
    .beta1 = options->beta1,
    .beta2 = options->beta2,
    .share1 = 1 - beta1,
    .share2 = 1 - beta2,
    .factor = 1 / sqrt (1 - pow (beta2, self->n_steps)),
    .epsilon = options->epsilon,
  };
}

void
dg_optimizer_step (DgOptimizer *self, gsize begin, gsize n, const float *gradient, float *parameters)
{
  const DgVectorKernels *kernels = self->kernels->vector;

  if (self->options.kind == DG_OPTIMIZER_ADAM)
    kernels->adam (n, &self->step, gradient + begin, self->first->data + begin, self->second->data + begin,
                   parameters + begin);
  else
    kernels->step (n, self->options.rate, self->options.momentum, gradient + begin, self->first->data + begin,
                   parameters + begin);
}
