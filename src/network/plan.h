/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/**
 * DgPlan:
 * @steps: (n_steps) in order, each module's input the output of the one before
 *
 * What is run to get from a block of images to the last module's outputs: the network's modules, or fewer
 * that do several of them at once.
 */
typedef struct
{
  guint n_steps;
  DgModule **steps;
  GPtrArray *fused; /* those of the steps that are the plan's own */
} DgPlan;

/* The first @n_modules of @modules, which must outlive the plan. @fuse: nobody will look at the outputs
 * between. */
DgPlan *dg_plan_new (DgModule *const *modules, guint n_modules, gboolean fuse);
void dg_plan_free (DgPlan *self);

/**
 * DgWorkspace:
 * @values: (n_steps + 1) the input, then each step's output, (values of a sample, DG_LANES)
 * @deltas: (n_steps + 1) likewise, the derivative of the loss; only where backward will be run
 * @gradients: (n_steps) borrowed: where each step's own gradient is to go, NULL where it has none or gathers
 *   it
 *
 * What one thread needs to run a plan on one block at a time.
 */
typedef struct
{
  guint n_steps;
  float **values;
  float **deltas;
  float **gradients;
  void **memos;
  float *scratch;
} DgWorkspace;

DgWorkspace *dg_workspace_new (const DgPlan *plan, gboolean backward);
void dg_workspace_free (DgWorkspace *self);

/* From values[0] to all others. @parameters: the network's block. */
void dg_plan_run_forward (const DgPlan *self, DgWorkspace *workspace, const float *parameters);

/* From deltas[n_steps] to all others but the input's, and the gradients. */
void dg_plan_run_backward (const DgPlan *self, DgWorkspace *workspace, const float *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgPlan, dg_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgWorkspace, dg_workspace_free)

G_END_DECLS
