/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/optimizer.h"

#include <math.h>

#include "base/rng.h"

#define N_STEPS 6

static const DgOptimizerOptions sgd = { .kind = DG_OPTIMIZER_SGD, .rate = 0.05f, .momentum = 0.9f };
static const DgOptimizerOptions adam = {
  .kind = DG_OPTIMIZER_ADAM, .rate = 0.01f, .beta1 = 0.8f, .beta2 = 0.99f, .epsilon = 1e-6f
};

/* What the definitions make of one parameter. */
typedef struct
{
  double first, second, value;
} Reference;

static void
take_reference_step (Reference *self, const DgOptimizerOptions *options, guint t, double gradient)
{
  double beta1 = options->beta1, beta2 = options->beta2;

  if (options->kind == DG_OPTIMIZER_SGD)
    {
      self->first = options->momentum * self->first + gradient;
      self->value -= options->rate * self->first;
      return;
    }
  self->first = beta1 * self->first + (1 - beta1) * gradient;
  self->second = beta2 * self->second + (1 - beta2) * gradient * gradient;
  self->value -= options->rate * (self->first / (1 - pow (beta1, t)))
                 / (sqrt (self->second / (1 - pow (beta2, t))) + options->epsilon);
}

static float
draw (DgRng *rng)
{
  return (float) (2 * dg_rng_uniform (rng) - 1);
}

/* Steps of @n parameters, in two ranges that meet anywhere, by one instruction set. */
static void
check_steps (const DgOptimizerOptions *options, const DgKernels *kernels, gsize n)
{
  DgOptimizer optimizer;
  g_autofree float *gradient = g_new (float, n);
  g_autofree float *parameters = g_new (float, n);
  g_autofree Reference *expected = g_new0 (Reference, n);
  DgRng rng;

  dg_rng_init (&rng, n, 0);
  dg_optimizer_init (&optimizer, kernels, options, n);
  for (gsize i = 0; i < n; i++)
    expected[i].value = parameters[i] = draw (&rng);
  for (guint t = 1; t <= N_STEPS; t++)
    {
      for (gsize i = 0; i < n; i++)
        {
          gradient[i] = draw (&rng);
          take_reference_step (&expected[i], options, t, gradient[i]);
        }
      dg_optimizer_begin_step (&optimizer);
      dg_optimizer_step (&optimizer, 0, n / 3, gradient, parameters);
      dg_optimizer_step (&optimizer, n / 3, n - n / 3, gradient, parameters);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (parameters[i], expected[i].value, 2e-6);
          g_assert_cmpfloat_with_epsilon (optimizer.first->data[i], expected[i].first, 2e-6);
          if (options->kind == DG_OPTIMIZER_ADAM)
            g_assert_cmpfloat_with_epsilon (optimizer.second->data[i], expected[i].second, 1e-6);
        }
    }
  g_assert_cmpuint (optimizer.n_steps, ==, N_STEPS);
  dg_optimizer_clear (&optimizer);
}

/* Every instruction set against the definition, for lengths around those of vectors. */
static void
test_definition (gconstpointer options)
{
  const gsize lengths[] = { 1, 3, 8, 15, 16, 17, 64, 101 };

  for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
    for (guint k = 0; dg_kernels_get (k) != NULL; k++)
      check_steps (options, dg_kernels_get (k), lengths[l]);
}

/* A parameter without a gradient, as of a unit that is never active, stays where it is. */
static void
test_at_rest (gconstpointer options)
{
  for (guint k = 0; dg_kernels_get (k) != NULL; k++)
    {
      const float gradient[2] = { 0, 1 };
      float parameters[2] = { 0.5f, 0.5f };
      DgOptimizer optimizer;

      dg_optimizer_init (&optimizer, dg_kernels_get (k), options, 2);
      dg_optimizer_begin_step (&optimizer);
      dg_optimizer_step (&optimizer, 0, 2, gradient, parameters);
      g_assert_cmpfloat (parameters[0], ==, 0.5f);
      g_assert_cmpfloat (parameters[1], <, 0.5f);
      dg_optimizer_clear (&optimizer);
    }
}

static void
test_names (void)
{
  DgOptimizerKind kind;

  g_assert_true (dg_optimizer_kind_find ("adam", &kind));
  g_assert_cmpint (kind, ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpstr (dg_optimizer_kind_get_name (kind), ==, "adam");
  g_assert_true (dg_optimizer_kind_find ("sgd", &kind));
  g_assert_cmpint (kind, ==, DG_OPTIMIZER_SGD);
  g_assert_false (dg_optimizer_kind_find ("Adam", &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/optimizer/sgd/definition", &sgd, test_definition);
  g_test_add_data_func ("/optimizer/sgd/at-rest", &sgd, test_at_rest);
  g_test_add_data_func ("/optimizer/adam/definition", &adam, test_definition);
  g_test_add_data_func ("/optimizer/adam/at-rest", &adam, test_at_rest);
  g_test_add_func ("/optimizer/names", test_names);
  return g_test_run ();
}
