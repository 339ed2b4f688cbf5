/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/parallel.h"
#include "dataset/dataset.h"
#include "network/input-scale.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/plan.h"

G_BEGIN_DECLS

/**
 * DgMinibatch:
 *
 * Steps of training, each on one mini-batch, by a team. The mini-batch is cut into blocks of DG_LANES samples,
 * which are handed out to whoever is free; all that is put together of several blocks is put together in their
 * order, so that the result does not depend on the number of threads.
 */
typedef struct _DgMinibatch DgMinibatch;

/**
 * dg_minibatch_new:
 * @parameters: (n_parameters) the network's block, which the steps change
 * @max_samples: of a mini-batch
 *
 * Borrows what it is given.
 */
DgMinibatch *dg_minibatch_new (const DgKernels *kernels, const DgPlan *plan, DgParallel *parallel,
                               DgOptimizer *optimizer, DgLossKind loss, float *parameters,
                               gsize n_parameters, gsize max_samples);
void dg_minibatch_free (DgMinibatch *self);

/**
 * dg_minibatch_run:
 * @index: (n) rows of @images
 * @noise: standard deviation of what is added to the pixels, which go from 0 to 1
 *
 * One step. Returns: the loss before it
 */
DgLoss dg_minibatch_run (DgMinibatch *self, const DgImages *images, const DgInputScale *scale,
                         const guint32 *index, gsize n, guint64 seed, guint epoch, float noise);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgMinibatch, dg_minibatch_free)

G_END_DECLS
