/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"
#include "network/kernels.h"

G_BEGIN_DECLS

/**
 * DgOptimizerKind:
 * @DG_OPTIMIZER_SGD: stochastic gradient descent with momentum
 * @DG_OPTIMIZER_ADAM: Adam (Kingma & Ba 2015, Algorithm 1, with its bias correction)
 */
typedef enum
{
  DG_OPTIMIZER_SGD,
  DG_OPTIMIZER_ADAM,
} DgOptimizerKind;

/* "sgd" or "adam", as in run.json and on the command line. */
const char *dg_optimizer_kind_get_name (DgOptimizerKind kind);

/* FALSE where no optimiser has this name. */
gboolean dg_optimizer_kind_find (const char *name, DgOptimizerKind *kind);

/* The learning rate where none is asked for: 0.01 of SGD, 0.001 of Adam. */
float dg_optimizer_kind_get_default_rate (DgOptimizerKind kind);

/**
 * DgOptimizerOptions:
 * @momentum: of SGD
 * @beta1, @beta2, @epsilon: of Adam
 */
typedef struct
{
  DgOptimizerKind kind;
  float rate;
  float momentum;
  float beta1, beta2, epsilon;
} DgOptimizerOptions;

/**
 * DgOptimizer:
 * @first: (parameters of the block) SGD: the velocity; Adam: the mean of the gradient
 * @second: (parameters of the block) Adam: the mean of its square; NULL of SGD
 * @n_steps: taken
 *
 * What turns gradients into steps, both as PyTorch formulates them: SGD is velocity = momentum · velocity + gradient,
 * then parameter -= rate · velocity; Adam is DgAdamStep.
 */
typedef struct
{
  const DgKernels *kernels;
  DgOptimizerOptions options;
  DgTensor *first, *second;
  guint64 n_steps;
  DgAdamStep step;
} DgOptimizer;

void dg_optimizer_init (DgOptimizer *self, const DgKernels *kernels, const DgOptimizerOptions *options,
                        gsize n_parameters);
void dg_optimizer_clear (DgOptimizer *self);

/* Before the ranges of a step. */
void dg_optimizer_begin_step (DgOptimizer *self);

/* One step for the parameters @begin … @begin + @n - 1 of the block. Ranges may be stepped by several
 * threads. */
void dg_optimizer_step (DgOptimizer *self, gsize begin, gsize n, const float *gradient, float *parameters);

G_END_DECLS
