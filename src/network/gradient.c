/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/gradient.h"

#include <string.h>

#define ALIGNMENT 64

/* Weights in a part of a gathered gradient, about: few enough to share out evenly, enough for sgemm. */
#define PART_SIZE 8192

typedef struct
{
  guint step;
  gsize begin, end; /* output features, where the step gathers */
} Part;

struct _DgGradient
{
  const DgPlan *plan;
  gsize max_blocks;
  float *total;    /* (n_parameters) */
  float **partial; /* (n_steps) (max_blocks, parameter_size) or NULL */
  float **x_rows;  /* (n_steps) (max_blocks · DG_LANES, n_inputs) or NULL */
  float **dy_rows; /* (n_steps) (max_blocks · DG_LANES, n_outputs) or NULL */
  GArray *parts;
};

static float *
alloc_floats (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (float), ALIGNMENT);
}

static void
add_step (DgGradient *self, guint i)
{
  const DgModule *step = self->plan->steps[i];
  gsize features;

  if (step->klass->gather == NULL)
    {
      self->partial[i] = alloc_floats (self->max_blocks * step->parameter_size);
      g_array_append_val (self->parts, ((Part) { i, 0, 0 }));
      return;
    }
  self->x_rows[i] = alloc_floats (self->max_blocks * DG_LANES * step->n_inputs);
  self->dy_rows[i] = alloc_floats (self->max_blocks * DG_LANES * step->n_outputs);
  features = MAX (PART_SIZE / step->n_inputs, 1);
  for (gsize begin = 0; begin < step->n_outputs; begin += features)
    g_array_append_val (self->parts, ((Part) { i, begin, MIN (begin + features, step->n_outputs) }));
}

DgGradient *
dg_gradient_new (const DgPlan *plan, gsize n_parameters, gsize max_samples)
{
  DgGradient *self = g_new0 (DgGradient, 1);

  self->plan = plan;
  self->max_blocks = (max_samples + DG_LANES - 1) / DG_LANES;
  self->total = alloc_floats (n_parameters);
  self->partial = g_new0 (float *, plan->n_steps);
  self->x_rows = g_new0 (float *, plan->n_steps);
  self->dy_rows = g_new0 (float *, plan->n_steps);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  for (guint i = 0; i < plan->n_steps; i++)
    if (plan->steps[i]->n_parameters > 0)
      add_step (self, i);
  return self;
}

void
dg_gradient_free (DgGradient *self)
{
  for (guint i = 0; i < self->plan->n_steps; i++)
    {
      g_aligned_free (self->partial[i]);
      g_aligned_free (self->x_rows[i]);
      g_aligned_free (self->dy_rows[i]);
    }
  g_aligned_free (self->total);
  g_free (self->partial);
  g_free (self->x_rows);
  g_free (self->dy_rows);
  g_array_unref (self->parts);
  g_free (self);
}

void
dg_gradient_run_block (DgGradient *self, guint block, guint segment, DgWorkspace *workspace,
                       const DgPass *pass, const float *parameters)
{
  const DgPlan *plan = self->plan;
  guint begin, end;

  for (guint i = 0; i < plan->n_steps; i++)
    if (self->partial[i] != NULL)
      workspace->gradients[i] = self->partial[i] + block * plan->steps[i]->parameter_size;
  dg_plan_run_backward (plan, segment, workspace, pass, parameters);
  dg_plan_get_backward_range (plan, segment, &begin, &end);
  for (guint i = begin; i < end; i++)
    if (self->x_rows[i] != NULL)
      {
        const DgVectorKernels *kernels = plan->steps[i]->kernels->vector;
        gsize n_in = plan->steps[i]->n_inputs, n_out = plan->steps[i]->n_outputs;

        kernels->store_rows (n_in, DG_LANES, workspace->values[i], self->x_rows[i] + block * DG_LANES * n_in);
        kernels->store_rows (n_out, DG_LANES, workspace->deltas[i + 1],
                             self->dy_rows[i] + block * DG_LANES * n_out);
      }
}

const float *
dg_gradient_get_total (DgGradient *self, guint step)
{
  return self->total + self->plan->steps[step]->parameter_offset;
}

guint
dg_gradient_get_n_parts (const DgGradient *self)
{
  return self->parts->len;
}

/* In the order of the blocks. */
void
dg_gradient_add_blocks (DgGradient *self, guint step, gsize n_samples)
{
  const DgModule *module = self->plan->steps[step];
  float *total = self->total + module->parameter_offset;
  gsize n = module->parameter_size;

  memcpy (total, self->partial[step], n * sizeof *total);
  for (gsize block = 1; block < (n_samples + DG_LANES - 1) / DG_LANES; block++)
    for (gsize p = 0; p < n; p++)
      total[p] += self->partial[step][block * n + p];
}

const float *
dg_gradient_compute_part (DgGradient *self, guint part, gsize n_samples, DgGradientRange ranges[2])
{
  const Part *p = &g_array_index (self->parts, Part, part);
  const DgModule *step = self->plan->steps[p->step];
  gsize offset = step->parameter_offset;

  if (step->klass->gather == NULL)
    {
      dg_gradient_add_blocks (self, p->step, n_samples);
      ranges[0] = (DgGradientRange) { offset, step->trained_size };
      ranges[1] = (DgGradientRange) { offset, 0 };
    }
  else
    {
      step->klass->gather (step, n_samples, self->x_rows[p->step], self->dy_rows[p->step], p->begin, p->end,
                           self->total + offset);
      ranges[0] = (DgGradientRange) { offset + p->begin * step->n_inputs,
                                      (p->end - p->begin) * step->n_inputs };
      ranges[1] = (DgGradientRange) { offset + step->parameters[1].offset + p->begin, p->end - p->begin };
    }
  return self->total;
}
