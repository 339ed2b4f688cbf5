/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/minibatch.h"

#include <stdatomic.h>

#include "network/gradient.h"
#include "network/input.h"

#define ALIGNMENT 64

struct _DgMinibatch
{
  const DgKernels *kernels;
  const DgPlan *plan;
  DgParallel *parallel;
  DgOptimizer *optimizer;
  DgLossKind loss;
  float *parameters;

  DgGradient *gradient;
  guint n_workspaces;
  DgWorkspace **workspaces; /* one for each worker, and for each block where blocks wait for each other */
  float **partials;         /* (n_steps) (blocks, statistics_size) or NULL */
  float **statistics;       /* (n_steps) (statistics_size) or NULL */
  DgLoss *losses;           /* one for each block */
  _Atomic gsize *next;      /* what is to be handed out next: blocks of each round, then parts */

  /* the mini-batch under way */
  const DgImages *images;
  const DgInputScale *scale;
  DgPass pass; /* index and n are those of the mini-batch */
  float noise;
};

static gsize
count_blocks (gsize n_samples)
{
  return (n_samples + DG_LANES - 1) / DG_LANES;
}

/* Once through the segments and back, the last being gone through both ways at once; then the parts. */
static guint
count_rounds (const DgMinibatch *self)
{
  return 2 * self->plan->n_segments;
}

static float *
alloc_floats (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (float), ALIGNMENT);
}

DgMinibatch *
dg_minibatch_new (const DgKernels *kernels, const DgPlan *plan, DgParallel *parallel, DgOptimizer *optimizer,
                  DgLossKind loss, float *parameters, gsize n_parameters, gsize max_samples)
{
  DgMinibatch *self = g_new0 (DgMinibatch, 1);

  self->kernels = kernels;
  self->plan = plan;
  self->parallel = parallel;
  self->optimizer = optimizer;
  self->loss = loss;
  self->parameters = parameters;
  self->gradient = dg_gradient_new (plan, n_parameters, max_samples);
  self->n_workspaces = dg_parallel_get_n_workers (parallel);
  if (plan->n_segments > 1)
    self->n_workspaces = MAX (self->n_workspaces, count_blocks (max_samples));
  self->workspaces = g_new0 (DgWorkspace *, self->n_workspaces);
  self->partials = g_new0 (float *, plan->n_steps);
  self->statistics = g_new0 (float *, plan->n_steps);
  self->losses = g_new0 (DgLoss, count_blocks (max_samples));
  self->next = g_new0 (_Atomic gsize, count_rounds (self));
  for (guint i = 0; i < plan->n_steps; i++)
    if (plan->steps[i]->klass->batch != NULL)
      {
        self->partials[i] = alloc_floats (count_blocks (max_samples) * plan->steps[i]->statistics_size);
        self->statistics[i] = alloc_floats (plan->steps[i]->statistics_size);
      }
  for (guint i = 0; i < self->n_workspaces; i++)
    {
      self->workspaces[i] = dg_workspace_new (plan, TRUE);
      for (guint step = 0; step < plan->n_steps; step++)
        if (plan->steps[step]->klass->batch != NULL)
          {
            self->workspaces[i]->totals[step] = dg_gradient_get_total (self->gradient, step);
            self->workspaces[i]->statistics[step] = self->statistics[step];
          }
    }
  return self;
}

void
dg_minibatch_free (DgMinibatch *self)
{
  for (guint i = 0; i < self->n_workspaces; i++)
    dg_workspace_free (self->workspaces[i]);
  for (guint i = 0; i < self->plan->n_steps; i++)
    {
      g_aligned_free (self->partials[i]);
      g_aligned_free (self->statistics[i]);
    }
  g_free (self->workspaces);
  g_free (self->partials);
  g_free (self->statistics);
  g_free (self->losses);
  g_free (self->next);
  dg_gradient_free (self->gradient);
  g_free (self);
}

/* The pass of one block. */
static DgPass
get_pass (const DgMinibatch *self, gsize block)
{
  DgPass pass = self->pass;

  pass.index += block * DG_LANES;
  pass.n = MIN (DG_LANES, self->pass.n - block * DG_LANES);
  return pass;
}

static DgWorkspace *
get_workspace (DgMinibatch *self, guint worker, gsize block)
{
  DgWorkspace *workspace = self->workspaces[self->plan->n_segments > 1 ? block : worker];

  for (guint i = 0; i < self->plan->n_steps; i++)
    if (self->partials[i] != NULL)
      workspace->partials[i] = self->partials[i] + block * self->plan->steps[i]->statistics_size;
  /* one for each worker stays in its cache */
  workspace->scratch = self->workspaces[worker]->own_scratch;
  return workspace;
}

/* Takes the next of @n blocks or parts of a round. */
static gboolean
take (DgMinibatch *self, guint round, gsize n, gsize *item)
{
  *item = atomic_fetch_add (&self->next[round], 1);
  return *item < n;
}

static void
load_block (DgMinibatch *self, DgWorkspace *workspace, const DgPass *pass)
{
  dg_input_load (self->kernels, self->scale, self->images, pass->index, pass->n, workspace->values[0]);
  if (self->noise > 0)
    dg_input_add_noise (self->kernels, self->scale, self->images, pass->seed, pass->epoch, pass->index, pass->n,
                        self->noise, workspace->values[0]);
}

/* The loss of a block after its last step, and the delta to go back with. */
static DgLoss
compute_loss (DgMinibatch *self, DgWorkspace *workspace, const DgPass *pass)
{
  guint n_steps = self->plan->n_steps;

  return dg_loss_compute (self->loss, self->kernels, self->images, pass->index, pass->n,
                          workspace->values[n_steps], self->plan->steps[n_steps - 1]->n_outputs,
                          1.0f / pass->n_batch, workspace->deltas[n_steps]);
}

static void
run_forward (DgMinibatch *self, guint worker, guint segment)
{
  gsize block;

  while (take (self, segment, count_blocks (self->pass.n), &block))
    {
      DgWorkspace *workspace = get_workspace (self, worker, block);
      DgPass pass = get_pass (self, block);

      if (segment == 0)
        load_block (self, workspace, &pass);
      dg_plan_run_forward (self->plan, segment, workspace, &pass, self->parameters);
      if (segment + 1 < self->plan->n_segments)
        continue;
      self->losses[block] = compute_loss (self, workspace, &pass);
      dg_gradient_run_block (self->gradient, block, segment, workspace, &pass, self->parameters);
    }
}

static void
run_backward (DgMinibatch *self, guint worker, guint segment)
{
  guint round = 2 * self->plan->n_segments - 2 - segment;
  gsize block;

  while (take (self, round, count_blocks (self->pass.n), &block))
    {
      DgPass pass = get_pass (self, block);

      dg_gradient_run_block (self->gradient, block, segment, get_workspace (self, worker, block), &pass,
                             self->parameters);
    }
}

static void
step_parts (DgMinibatch *self)
{
  gsize part;

  while (take (self, count_rounds (self) - 1, dg_gradient_get_n_parts (self->gradient), &part))
    {
      DgGradientRange ranges[2];
      const float *gradient = dg_gradient_compute_part (self->gradient, part, self->pass.n, ranges);

      for (guint i = 0; i < 2; i++)
        dg_optimizer_step (self->optimizer, ranges[i].begin, ranges[i].n, gradient, self->parameters);
    }
}

/* What the segment begins with needs of all blocks, put together by one worker while the others wait. */

static void
combine_statistics (DgMinibatch *self, guint worker, guint segment)
{
  guint i = self->plan->segments[segment];
  const DgModule *step = self->plan->steps[i];

  dg_parallel_barrier (self->parallel);
  if (worker == 0)
    step->klass->batch->combine (step, self->pass.n, self->partials[i], self->statistics[i],
                                 self->parameters + step->parameter_offset);
  dg_parallel_barrier (self->parallel);
}

static void
combine_gradients (DgMinibatch *self, guint worker, guint segment)
{
  dg_parallel_barrier (self->parallel);
  if (worker == 0)
    dg_gradient_add_blocks (self->gradient, self->plan->segments[segment], self->pass.n);
  dg_parallel_barrier (self->parallel);
}

static void
run_cb (guint worker, guint n_workers, gpointer data)
{
  DgMinibatch *self = data;

  for (guint segment = 0; segment < self->plan->n_segments; segment++)
    {
      if (segment > 0)
        combine_statistics (self, worker, segment);
      run_forward (self, worker, segment);
    }
  for (guint segment = self->plan->n_segments - 1; segment-- > 0;)
    {
      combine_gradients (self, worker, segment + 1);
      run_backward (self, worker, segment);
    }
  dg_parallel_barrier (self->parallel);
  step_parts (self);
}

DgLoss
dg_minibatch_run (DgMinibatch *self, const DgImages *images, const DgInputScale *scale, const guint32 *index,
                  gsize n, guint64 seed, guint epoch, float noise)
{
  self->images = images;
  self->scale = scale;
  self->pass = (DgPass) { TRUE, seed, epoch, index, n, n };
  self->noise = noise;
  for (guint i = 0; i < count_rounds (self); i++)
    self->next[i] = 0;
  dg_optimizer_begin_step (self->optimizer);
  dg_parallel_run (self->parallel, run_cb, self);
  return dg_loss_add (self->losses, count_blocks (n));
}
