/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/plan.h"

G_BEGIN_DECLS

/**
 * DgGradient:
 *
 * The gradient of one mini-batch, made in two rounds. First each block of DG_LANES samples is run, by any
 * thread, a segment of the plan after the other, and leaves what it has to add. Then each part of the parameter
 * block is put together, by any thread, from all blocks in a fixed order; so the result does not depend on who
 * did what.
 */
typedef struct _DgGradient DgGradient;

/* For mini-batches of up to @max_samples. @n_parameters: floats in the network's block. */
DgGradient *dg_gradient_new (const DgPlan *plan, gsize n_parameters, gsize max_samples);
void dg_gradient_free (DgGradient *self);

/* The derivatives of a segment of block @block from a workspace after forward and with deltas[n_steps] set. */
void dg_gradient_run_block (DgGradient *self, guint block, guint segment, DgWorkspace *workspace,
                            const DgPass *pass, const float *parameters);

/* The gradient of a step of the plan that gathers none, (parameter_size): its sum over all blocks, valid after
 * dg_gradient_add_blocks(). */
const float *dg_gradient_get_total (DgGradient *self, guint step);
void dg_gradient_add_blocks (DgGradient *self, guint step, gsize n_samples);

guint dg_gradient_get_n_parts (const DgGradient *self);

typedef struct
{
  gsize begin, n;
} DgGradientRange;

/**
 * dg_gradient_compute_part:
 * @n_samples: of the mini-batch
 * @ranges: (out): of the parameter block, which this part covers
 *
 * Returns: the gradient, (n_parameters), valid in @ranges
 */
const float *dg_gradient_compute_part (DgGradient *self, guint part, gsize n_samples,
                                       DgGradientRange ranges[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgGradient, dg_gradient_free)

G_END_DECLS
