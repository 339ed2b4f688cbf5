/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/**
 * DgPlan:
 * @steps: (n_steps) in order, each module's input the output of the one before
 * @segments: (n_segments + 1) the first step of each, and n_steps at the end; each segment but the first
 *   begins with a step that looks at the whole mini-batch, so that in training all blocks must have come
 *   through the segment before
 *
 * What is run to get from a block of images to the last module's outputs: the network's modules, or fewer
 * that do several of them at once.
 */
typedef struct
{
  guint n_steps;
  DgModule **steps;
  guint n_segments;
  guint *segments;
  GPtrArray *fused; /* those of the steps that are the plan's own */
} DgPlan;

/* The first @n_modules of @modules, which must outlive the plan. @fuse: nobody will look at the outputs
 * between. */
DgPlan *dg_plan_new (DgModule *const *modules, guint n_modules, gboolean fuse);
void dg_plan_free (DgPlan *self);

/**
 * DgWorkspace:
 * @values: (n_steps + 1) the input, then each step's output, (values of a sample, DG_LANES)
 * @deltas: (n_steps + 1) likewise, the derivative of the loss: all but the first where backward will be run, else the
 *   last alone
 * @gradients: (n_steps) borrowed: where each step's own gradient is to go, NULL where it has none or gathers
 *   it
 * @totals: (n_steps) borrowed: the sum of these over all blocks
 * @partials: (n_steps) borrowed: where what the block adds to each step's statistics is to go
 * @statistics: (n_steps) borrowed: those of the mini-batch
 * @scratch: what steps may use for a time: @own_scratch, or borrowed from another workspace of the same plan that
 *   nobody uses meanwhile
 *
 * What is needed to run a plan on one block at a time, and what it came to: several blocks that are under way
 * together need one each.
 */
typedef struct
{
  guint n_steps;
  float **values;
  float **deltas;
  float **gradients;
  const float **totals;
  float **partials;
  const float **statistics;
  void **memos;
  float *scratch;
  float *own_scratch;
} DgWorkspace;

DgWorkspace *dg_workspace_new (const DgPlan *plan, gboolean backward);
void dg_workspace_free (DgWorkspace *self);

/* From values[0] to all others, in evaluation. @parameters: the network's block. */
void dg_plan_evaluate (const DgPlan *self, DgWorkspace *workspace, const float *parameters);

/* The steps @begin … @end - 1 whose backward belongs to a segment: the step that begins a segment goes with the
 * one before it, when the totals are there. */
void dg_plan_get_backward_range (const DgPlan *self, guint segment, guint *begin, guint *end);

/* One segment in training: from the values before it to those in it, and what the block adds to the
 * statistics that the next segment begins with. */
void dg_plan_run_forward (const DgPlan *self, guint segment, DgWorkspace *workspace, const DgPass *pass,
                          const float *parameters);

/* The way back, segments from the last to the first: deltas and gradients of the steps in the range above, and
 * the gradient of the step before them. */
void dg_plan_run_backward (const DgPlan *self, guint segment, DgWorkspace *workspace, const DgPass *pass,
                           const float *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgPlan, dg_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgWorkspace, dg_workspace_free)

G_END_DECLS
