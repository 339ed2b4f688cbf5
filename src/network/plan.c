/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/plan.h"

#include "network/conv-pool.h"
#include "network/norm-pool.h"

#define ALIGNMENT 64

/* The class that does the first *@n_fused of @modules (n) at once; NULL where there is none. */
static const DgModuleClass *
find_fused (DgModule *const *modules, guint n, guint *n_fused)
{
  *n_fused = 3;
  if (n >= 3 && dg_conv_pool_matches (modules[0], modules[1], modules[2]))
    return &dg_conv_pool_class;
  if (n >= 3 && dg_norm_pool_matches (modules[0], modules[1], modules[2]))
    return &dg_norm_pool_class;
  *n_fused = 2;
  if (n >= 2 && dg_norm_relu_matches (modules[0], modules[1]))
    return &dg_norm_relu_class;
  return NULL;
}

static DgModule *
fuse_modules (const DgModuleClass *klass, const DgModule *first)
{
  DgModule *fused = dg_module_new (klass, first->name, first->arguments, &first->input, first->kernels, NULL);

  fused->parameter_offset = first->parameter_offset;
  return fused;
}

/* The steps that begin segments. */
static void
cut (DgPlan *self)
{
  self->segments = g_new0 (guint, self->n_steps + 2);
  self->n_segments = 1;
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->klass->batch != NULL)
      self->segments[self->n_segments++] = i;
  self->segments[self->n_segments] = self->n_steps;
}

DgPlan *
dg_plan_new (DgModule *const *modules, guint n_modules, gboolean fuse)
{
  DgPlan *self = g_new0 (DgPlan, 1);

  self->steps = g_new0 (DgModule *, n_modules);
  self->fused = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_module_free);
  for (guint i = 0; i < n_modules;)
    {
      guint n_fused;
      const DgModuleClass *klass = fuse ? find_fused (modules + i, n_modules - i, &n_fused) : NULL;

      if (klass != NULL)
        {
          self->steps[self->n_steps] = fuse_modules (klass, modules[i]);
          g_ptr_array_add (self->fused, self->steps[self->n_steps++]);
          i += n_fused;
        }
      else
        self->steps[self->n_steps++] = modules[i++];
    }
  cut (self);
  return self;
}

void
dg_plan_free (DgPlan *self)
{
  g_ptr_array_unref (self->fused);
  g_free (self->steps);
  g_free (self->segments);
  g_free (self);
}

static gpointer
alloc_block (gsize n_values)
{
  return g_aligned_alloc0 (MAX (n_values, 1), DG_LANES * sizeof (float), ALIGNMENT);
}

DgWorkspace *
dg_workspace_new (const DgPlan *plan, gboolean backward)
{
  DgWorkspace *self = g_new0 (DgWorkspace, 1);
  gsize scratch_size = 0;

  self->n_steps = plan->n_steps;
  self->values = g_new0 (float *, plan->n_steps + 1);
  self->deltas = g_new0 (float *, plan->n_steps + 1);
  self->gradients = g_new0 (float *, plan->n_steps);
  self->totals = g_new0 (const float *, plan->n_steps);
  self->partials = g_new0 (float *, plan->n_steps);
  self->statistics = g_new0 (const float *, plan->n_steps);
  self->memos = g_new0 (void *, plan->n_steps);
  self->values[0] = alloc_block (plan->steps[0]->n_inputs);
  for (guint i = 0; i < plan->n_steps; i++)
    {
      const DgModule *step = plan->steps[i];

      self->values[i + 1] = alloc_block (step->n_outputs);
      scratch_size = MAX (scratch_size, step->scratch_size);
      if (backward || i + 1 == plan->n_steps)
        self->deltas[i + 1] = alloc_block (step->n_outputs);
      if (backward && step->memo_size > 0)
        self->memos[i] = g_aligned_alloc (1, step->memo_size, ALIGNMENT);
    }
  if (scratch_size > 0)
    self->scratch = self->own_scratch = g_aligned_alloc (scratch_size, sizeof (float), ALIGNMENT);
  return self;
}

void
dg_workspace_free (DgWorkspace *self)
{
  for (guint i = 0; i <= self->n_steps; i++)
    {
      g_aligned_free (self->values[i]);
      g_aligned_free (self->deltas[i]);
    }
  for (guint i = 0; i < self->n_steps; i++)
    g_aligned_free (self->memos[i]);
  g_aligned_free (self->own_scratch);
  g_free (self->values);
  g_free (self->deltas);
  g_free (self->gradients);
  g_free (self->totals);
  g_free (self->partials);
  g_free (self->statistics);
  g_free (self->memos);
  g_free (self);
}

/* What step @i works on. */
static DgBlock
get_block (const DgPlan *self, DgWorkspace *workspace, const DgPass *pass, const float *parameters, guint i)
{
  return (DgBlock) {
    .pass = pass,
    .parameters = parameters + self->steps[i]->parameter_offset,
    .x = workspace->values[i],
    .y = workspace->values[i + 1],
    .memo = workspace->memos[i],
    .scratch = workspace->scratch,
    .statistics = workspace->statistics[i],
    .dy = workspace->deltas[i + 1],
    .dx = workspace->deltas[i],
    .gradient = workspace->gradients[i],
    .total = workspace->totals[i],
  };
}

static void
run_forward (const DgPlan *self, guint begin, guint end, DgWorkspace *workspace, const DgPass *pass,
             const float *parameters)
{
  for (guint i = begin; i < end; i++)
    {
      DgBlock block = get_block (self, workspace, pass, parameters, i);

      self->steps[i]->klass->forward (self->steps[i], &block);
    }
}

void
dg_plan_evaluate (const DgPlan *self, DgWorkspace *workspace, const float *parameters)
{
  const DgPass pass = { .training = FALSE };

  run_forward (self, 0, self->n_steps, workspace, &pass, parameters);
}

void
dg_plan_run_forward (const DgPlan *self, guint segment, DgWorkspace *workspace, const DgPass *pass,
                     const float *parameters)
{
  guint end = self->segments[segment + 1];

  run_forward (self, self->segments[segment], end, workspace, pass, parameters);
  if (end < self->n_steps)
    {
      DgBlock block = get_block (self, workspace, pass, parameters, end);

      self->steps[end]->klass->batch->measure (self->steps[end], &block, workspace->partials[end]);
    }
}

void
dg_plan_get_backward_range (const DgPlan *self, guint segment, guint *begin, guint *end)
{
  *begin = segment > 0 ? self->segments[segment] + 1 : 0;
  *end = MIN (self->segments[segment + 1] + 1, self->n_steps);
}

void
dg_plan_run_backward (const DgPlan *self, guint segment, DgWorkspace *workspace, const DgPass *pass,
                      const float *parameters)
{
  guint begin, end;

  dg_plan_get_backward_range (self, segment, &begin, &end);
  for (guint i = end; i-- > begin;)
    {
      DgBlock block = get_block (self, workspace, pass, parameters, i);

      self->steps[i]->klass->backward (self->steps[i], &block);
    }
  if (segment > 0)
    {
      DgBlock block = get_block (self, workspace, pass, parameters, begin - 1);

      self->steps[begin - 1]->klass->batch->measure_backward (self->steps[begin - 1], &block);
    }
}
