/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/norm-pool.h"

#include <math.h>
#include <string.h>

#include "module-check.h"
#include "network/plan.h"

/* batchnorm, relu and, with @n_modules of 3, maxpool 2 for samples of shape @input. */
static void
make_modules (const DgShape *input, guint n_modules, const DgKernels *kernels, DgModule **modules)
{
  modules[0] = dg_module_new (dg_module_class_find ("batchnorm"), "B", NULL, input, kernels, NULL);
  modules[1] = dg_module_new (dg_module_class_find ("relu"), "R", NULL, input, kernels, NULL);
  if (n_modules == 3)
    modules[2] = dg_module_new (dg_module_class_find ("maxpool"), "P", (double[]){ 2 }, input, kernels, NULL);
}

/* A plan and what it works on: a mini-batch of one block. */
typedef struct
{
  DgPlan *plan;
  DgWorkspace *workspace;
  float *parameters, *gradient, *partial, *statistics;
} Side;

static void
side_init (Side *self, DgModule *const *modules, guint n_modules, gboolean fuse)
{
  DgRng rng;

  dg_rng_init (&rng, 3, 0);
  self->plan = dg_plan_new (modules, n_modules, fuse);
  self->workspace = dg_workspace_new (self->plan, TRUE);
  self->parameters = random_floats (&rng, modules[0]->parameter_size);
  self->gradient = random_floats (&rng, modules[0]->parameter_size);
  self->partial = random_floats (&rng, modules[0]->statistics_size);
  self->statistics = random_floats (&rng, modules[0]->statistics_size);
  for (gsize c = 0; c < modules[0]->input.extent[0]; c++)
    self->parameters[modules[0]->parameters[3].offset + c] = 0.5f + c; /* a variance */
  self->workspace->deltas[0] = g_aligned_alloc0 (modules[0]->n_inputs * DG_LANES, sizeof (float), 64);
  self->workspace->partials[0] = self->partial;
  self->workspace->statistics[0] = self->statistics;
  self->workspace->gradients[0] = self->gradient;
  self->workspace->totals[0] = self->gradient;
}

static void
side_clear (Side *self)
{
  dg_workspace_free (self->workspace);
  dg_plan_free (self->plan);
  g_aligned_free (self->parameters);
  g_aligned_free (self->gradient);
  g_aligned_free (self->partial);
  g_aligned_free (self->statistics);
}

/* There and back with @n samples that count. Few values, so that many windows have their largest more than once. */
static void
side_train (Side *self, gsize n)
{
  const DgModule *first = self->plan->steps[0], *last = self->plan->steps[self->plan->n_steps - 1];
  const DgPass pass = { .training = TRUE, .n = n, .n_batch = n };
  DgWorkspace *workspace = self->workspace;
  DgRng rng;

  dg_rng_init (&rng, 4, 0);
  for (gsize i = 0; i < first->n_inputs * DG_LANES; i++)
    workspace->values[0][i] = (float) dg_rng_below (&rng, 5) - 1.5f;
  dg_plan_run_forward (self->plan, 0, workspace, &pass, self->parameters);
  first->klass->batch->combine (first, n, self->partial, self->statistics, self->parameters);
  dg_plan_run_forward (self->plan, 1, workspace, &pass, self->parameters);
  for (gsize i = 0; i < last->n_outputs * DG_LANES; i++)
    workspace->deltas[self->plan->n_steps][i] = i % DG_LANES < n ? 2 * dg_rng_uniform (&rng) - 1 : 0;
  dg_plan_run_backward (self->plan, 1, workspace, &pass, self->parameters);
  dg_plan_run_backward (self->plan, 0, workspace, &pass, self->parameters);
}

static void
compare_floats (gsize n, const float *a, const float *b, double scale)
{
  for (gsize i = 0; i < n; i++)
    assert_close (a[i], b[i], scale);
}

static void
compare_with_modules (const DgShape *input, guint n_modules, gsize n, const DgKernels *kernels)
{
  DgModule *modules[3];
  Side fused, plain;
  gsize n_outputs;

  make_modules (input, n_modules, kernels, modules);
  side_init (&fused, modules, n_modules, TRUE);
  side_init (&plain, modules, n_modules, FALSE);
  g_assert_cmpuint (fused.plan->n_steps, ==, 1);
  g_assert_cmpuint (plain.plan->n_steps, ==, n_modules);
  n_outputs = modules[n_modules - 1]->n_outputs * DG_LANES;
  g_assert_cmpuint (fused.plan->steps[0]->n_outputs * DG_LANES, ==, n_outputs);
  side_train (&fused, n);
  side_train (&plain, n);
  compare_floats (n_outputs, fused.workspace->values[1], plain.workspace->values[n_modules], 1);
  compare_floats (modules[0]->n_inputs * DG_LANES, fused.workspace->deltas[0], plain.workspace->deltas[0], 1);
  compare_floats (modules[0]->parameter_size, fused.parameters, plain.parameters, 1);
  for (guint p = 0; p < 2; p++)
    compare_floats (modules[0]->parameters[p].size, fused.gradient + modules[0]->parameters[p].offset,
                    plain.gradient + modules[0]->parameters[p].offset, 10);
  dg_plan_evaluate (fused.plan, fused.workspace, fused.parameters);
  dg_plan_evaluate (plain.plan, plain.workspace, plain.parameters);
  compare_floats (n_outputs, fused.workspace->values[1], plain.workspace->values[n_modules], 1);
  side_clear (&fused);
  side_clear (&plain);
  for (guint i = 0; i < n_modules; i++)
    dg_module_free (modules[i]);
}

static void
test_modules (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    for (gsize n = 5; n <= DG_LANES; n += DG_LANES - 5)
      {
        compare_with_modules (&(DgShape){ 3, { 3, 4, 6 } }, 3, n, dg_kernels_get (i));
        /* odd sizes: the last row and column belong to no window, but have a part in the statistics */
        compare_with_modules (&(DgShape){ 3, { 2, 7, 5 } }, 3, n, dg_kernels_get (i));
        compare_with_modules (&(DgShape){ 3, { 4, 5, 2 } }, 3, n, dg_kernels_get (i));
        compare_with_modules (&(DgShape){ 3, { 3, 5, 3 } }, 2, n, dg_kernels_get (i));
        compare_with_modules (&(DgShape){ 1, { 7 } }, 2, n, dg_kernels_get (i));
      }
}

/* What is pooled otherwise stays a module of its own. */
static void
test_matches (void)
{
  const DgShape input = { 3, { 2, 6, 6 } };
  DgModule *modules[3];
  g_autoptr (DgModule) pool = dg_module_new (dg_module_class_find ("maxpool"), "P", (double[]){ 3 }, &input,
                                             dg_kernels_get (0), NULL);

  make_modules (&input, 3, dg_kernels_get (0), modules);
  g_assert_true (dg_norm_pool_matches (modules[0], modules[1], modules[2]));
  g_assert_false (dg_norm_pool_matches (modules[0], modules[1], pool));
  g_assert_true (dg_norm_relu_matches (modules[0], modules[1]));
  g_assert_false (dg_norm_relu_matches (modules[0], pool));
  for (guint i = 0; i < 3; i++)
    dg_module_free (modules[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/norm-pool/modules", test_modules);
  g_test_add_func ("/norm-pool/matches", test_matches);
  return g_test_run ();
}
