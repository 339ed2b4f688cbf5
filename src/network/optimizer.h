/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"
#include "network/kernels.h"

G_BEGIN_DECLS

/**
 * DgOptimizer:
 * @velocity: (parameters of the block)
 *
 * Stochastic gradient descent with momentum, as PyTorch formulates it:
 * velocity = momentum · velocity + gradient, then parameter -= rate · velocity.
 */
typedef struct
{
  const DgKernels *kernels;
  float rate;
  float momentum;
  DgTensor *velocity;
} DgOptimizer;

void dg_optimizer_init (DgOptimizer *self, const DgKernels *kernels, float rate, float momentum,
                        gsize n_parameters);
void dg_optimizer_clear (DgOptimizer *self);

/* One step for the parameters @begin … @begin + @n - 1 of the block. Ranges may be stepped by several
 * threads. */
void dg_optimizer_step (DgOptimizer *self, gsize begin, gsize n, const float *gradient, float *parameters);

G_END_DECLS
