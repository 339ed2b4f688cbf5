/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/optimizer.h"

void
dg_optimizer_init (DgOptimizer *self, const DgKernels *kernels, float rate, float momentum,
                   gsize n_parameters)
{
  self->kernels = kernels;
  self->rate = rate;
  self->momentum = momentum;
  self->velocity = dg_tensor_new (1, &n_parameters);
}

void
dg_optimizer_clear (DgOptimizer *self)
{
  g_clear_pointer (&self->velocity, dg_tensor_unref);
}

void
dg_optimizer_step (DgOptimizer *self, gsize begin, gsize n, const float *gradient, float *parameters)
{
  self->kernels->vector->step (n, self->rate, self->momentum, gradient + begin, self->velocity->data + begin,
                               parameters + begin);
}
