/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/conv-pool.h"

#include <math.h>
#include <string.h>

#include "module-check.h"
#include "network/plan.h"

#define N_MODULES 3

/* conv, relu, maxpool 2 for samples of shape @input. */
static void
make_modules (const DgShape *input, guint channels, guint k, const DgKernels *kernels, DgModule **modules)
{
  modules[0] = dg_module_new (dg_module_class_find ("conv"), "C", (double[]){ channels, k, 0, 1 }, input, kernels,
                              NULL);
  modules[1] = dg_module_new (dg_module_class_find ("relu"), "R", NULL, &modules[0]->output, kernels, NULL);
  modules[2] = dg_module_new (dg_module_class_find ("maxpool"), "P", (double[]){ 2 }, &modules[1]->output,
                              kernels, NULL);
}

/* Runs a plan there and back, with the same input and derivative for each. */
static DgWorkspace *
run_plan (const DgPlan *plan, const float *parameters, const float *x, const float *dy, float *gradient)
{
  DgWorkspace *workspace = dg_workspace_new (plan, TRUE);
  const DgModule *first = plan->steps[0], *last = plan->steps[plan->n_steps - 1];

  memcpy (workspace->values[0], x, first->n_inputs * DG_LANES * sizeof *x);
  memcpy (workspace->deltas[plan->n_steps], dy, last->n_outputs * DG_LANES * sizeof *dy);
  workspace->deltas[0] = g_aligned_alloc0 (first->n_inputs * DG_LANES, sizeof *x, 64);
  workspace->gradients[0] = gradient;
  dg_plan_run_forward (plan, 0, workspace, NULL, parameters);
  dg_plan_run_backward (plan, 0, workspace, NULL, parameters);
  return workspace;
}

static void
compare_with_modules (const DgShape *input, guint channels, guint k, const DgKernels *kernels)
{
  DgModule *modules[N_MODULES];
  g_autoptr (DgPlan) fused = NULL;
  g_autoptr (DgPlan) plain = NULL;
  g_autoptr (DgWorkspace) fused_workspace = NULL;
  g_autoptr (DgWorkspace) plain_workspace = NULL;
  float *parameters, *x, *dy, *fused_gradient, *plain_gradient;
  DgRng rng;

  make_modules (input, channels, k, kernels, modules);
  fused = dg_plan_new (modules, N_MODULES, TRUE);
  plain = dg_plan_new (modules, N_MODULES, FALSE);
  g_assert_cmpuint (fused->n_steps, ==, 1);
  g_assert_cmpuint (plain->n_steps, ==, N_MODULES);
  g_assert_cmpuint (fused->steps[0]->n_outputs, ==, modules[2]->n_outputs);
  dg_rng_init (&rng, 3, 0);
  parameters = random_floats (&rng, modules[0]->parameter_size);
  x = random_floats (&rng, modules[0]->n_inputs * DG_LANES);
  dy = random_floats (&rng, modules[2]->n_outputs * DG_LANES);
  fused_gradient = random_floats (&rng, modules[0]->parameter_size);
  plain_gradient = random_floats (&rng, modules[0]->parameter_size);
  fused_workspace = run_plan (fused, parameters, x, dy, fused_gradient);
  plain_workspace = run_plan (plain, parameters, x, dy, plain_gradient);
  for (gsize i = 0; i < modules[2]->n_outputs * DG_LANES; i++)
    assert_close (fused_workspace->values[1][i], plain_workspace->values[N_MODULES][i], 1);
  for (gsize i = 0; i < modules[0]->n_inputs * DG_LANES; i++)
    assert_close (fused_workspace->deltas[0][i], plain_workspace->deltas[0][i], 1);
  for (guint p = 0; p < modules[0]->n_parameters; p++)
    for (gsize i = 0; i < modules[0]->parameters[p].size; i++)
      assert_close (fused_gradient[modules[0]->parameters[p].offset + i],
                    plain_gradient[modules[0]->parameters[p].offset + i], 10);
  for (guint i = 0; i < N_MODULES; i++)
    dg_module_free (modules[i]);
  g_aligned_free (parameters);
  g_aligned_free (x);
  g_aligned_free (dy);
  g_aligned_free (fused_gradient);
  g_aligned_free (plain_gradient);
}

static void
test_modules (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      compare_with_modules (&(DgShape){ 3, { 1, 28, 28 } }, 6, 5, dg_kernels_get (i));
      compare_with_modules (&(DgShape){ 3, { 6, 12, 12 } }, 16, 5, dg_kernels_get (i));
      /* odd sizes: the last row and column belong to no window */
      compare_with_modules (&(DgShape){ 3, { 2, 9, 11 } }, 5, 5, dg_kernels_get (i));
      compare_with_modules (&(DgShape){ 3, { 3, 9, 8 } }, 7, 3, dg_kernels_get (i));
      compare_with_modules (&(DgShape){ 3, { 2, 7, 6 } }, 3, 2, dg_kernels_get (i));
    }
}

/* Equal values: the first of a window gets the derivative. A NaN is seen. */
static void
test_ties (void)
{
  const DgShape input = { 3, { 1, 3, 2 } };

  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      DgModule *modules[N_MODULES];
      g_autoptr (DgPlan) plan = NULL;
      g_autoptr (DgWorkspace) workspace = NULL;
      float parameters[2 * DG_LANES] __attribute__ ((aligned (64))) = { 1 };
      float gradient[2 * DG_LANES] __attribute__ ((aligned (64)));
      float x[6 * DG_LANES], dy[DG_LANES];

      make_modules (&input, 1, 1, dg_kernels_get (i), modules);
      plan = dg_plan_new (modules, N_MODULES, TRUE);
      for (guint s = 0; s < DG_LANES; s++)
        {
          dy[s] = 1;
          for (guint j = 0; j < 6; j++)
            x[j * DG_LANES + s] = s == 0 ? 0 : s == 1 ? -1 : j == 0 ? 1 : 2;
        }
      x[2] = NAN;
      workspace = run_plan (plan, parameters, x, dy, gradient);
      g_assert_true (isnan (workspace->values[1][2]));
      for (guint j = 0; j < 6; j++)
        {
          /* ReLU stops what is not above 0 */
          g_assert_cmpfloat (workspace->deltas[0][j * DG_LANES + 0], ==, 0);
          g_assert_cmpfloat (workspace->deltas[0][j * DG_LANES + 1], ==, 0);
          g_assert_cmpfloat (workspace->deltas[0][j * DG_LANES + 5], ==, j == 1 ? 1 : 0);
        }
      for (guint m = 0; m < N_MODULES; m++)
        dg_module_free (modules[m]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conv-pool/modules", test_modules);
  g_test_add_func ("/conv-pool/ties", test_ties);
  return g_test_run ();
}
