/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "module-check.h"

#include <math.h>
#include <string.h>

float *
random_floats (DgRng *rng, gsize n)
{
  float *values = g_aligned_alloc0 (MAX (n, 1), sizeof *values, 64);

  for (gsize i = 0; i < n; i++)
    values[i] = 2 * dg_rng_uniform (rng) - 1;
  return values;
}

double *
random_doubles (DgRng *rng, gsize n)
{
  double *values = g_new0 (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = 2 * dg_rng_uniform (rng) - 1;
  return values;
}

double *
block_sample (const float *block, gsize length, guint s)
{
  double *sample = g_new (double, length);

  for (gsize i = 0; i < length; i++)
    sample[i] = block[i * DG_LANES + s];
  return sample;
}

void
assert_close (double actual, double expected, double scale)
{
  if (!(fabs (actual - expected) <= 1e-6 * (scale + fabs (expected))))
    g_error ("%.9g is not %.9g (scale %g)", actual, expected, scale);
}

static DgModule *
make_module (const char *kind, const double *arguments, const DgShape *input, const DgKernels *kernels)
{
  g_autoptr (GError) error = NULL;
  DgModule *module = dg_module_new (dg_module_class_find (kind), "M", arguments, input, kernels, &error);

  g_assert_no_error (error);
  return module;
}

/* Σ weight · y: a number whose derivative by y is @weight. */
static double
weigh_outputs (const DgModule *module, const double *parameters, const double *x, const double *weight)
{
  g_autofree double *y = g_new (double, module->n_outputs);
  double sum = 0;

  module->klass->reference_forward (module, parameters, x, y);
  for (gsize i = 0; i < module->n_outputs; i++)
    sum += weight[i] * y[i];
  return sum;
}

/* The derivative by @value, which belongs to @parameters or @x. */
static double
difference (const DgModule *module, const double *parameters, const double *x, const double *weight,
            double *value)
{
  const double h = 1e-6;
  double kept = *value;
  double above, below;

  *value = kept + h;
  above = weigh_outputs (module, parameters, x, weight);
  *value = kept - h;
  below = weigh_outputs (module, parameters, x, weight);
  *value = kept;
  return (above - below) / (2 * h);
}

void
check_differences (const char *kind, const double *arguments, const DgShape *input)
{
  g_autoptr (DgModule) module = make_module (kind, arguments, input, dg_kernels_get (0));
  DgRng rng;
  g_autofree double *x = NULL, *parameters = NULL, *weight = NULL;
  g_autofree double *y = g_new (double, module->n_outputs);
  g_autofree double *dx = g_new (double, module->n_inputs);
  g_autofree double *gradient = g_new0 (double, module->parameter_size + 1);

  dg_rng_init (&rng, 1, 0);
  x = random_doubles (&rng, module->n_inputs);
  parameters = random_doubles (&rng, module->parameter_size);
  weight = random_doubles (&rng, module->n_outputs);
  module->klass->reference_forward (module, parameters, x, y);
  module->klass->reference_backward (module, parameters, x, y, weight, dx, gradient);
  for (gsize i = 0; i < module->n_inputs; i++)
    g_assert_cmpfloat_with_epsilon (dx[i], difference (module, parameters, x, weight, &x[i]), 1e-7);
  for (guint p = 0; p < module->n_parameters; p++)
    for (gsize i = 0; i < module->parameters[p].size; i++)
      {
        gsize at = module->parameters[p].offset + i;

        g_assert_cmpfloat_with_epsilon (
          gradient[at], difference (module, parameters, x, weight, &parameters[at]), 1e-7);
      }
}

/* The arrays of a block, to be written. */
typedef struct
{
  float *parameters, *x, *y, *dy, *dx, *gradient, *scratch;
  void *memo;
} Arrays;

static void
arrays_init (Arrays *arrays, const DgModule *module)
{
  DgRng rng;

  dg_rng_init (&rng, 2, 0);
  arrays->parameters = random_floats (&rng, module->parameter_size);
  arrays->x = random_floats (&rng, module->n_inputs * DG_LANES);
  arrays->y = random_floats (&rng, module->n_outputs * DG_LANES);
  arrays->dy = random_floats (&rng, module->n_outputs * DG_LANES);
  arrays->dx = random_floats (&rng, module->n_inputs * DG_LANES);
  arrays->gradient = random_floats (&rng, module->parameter_size);
  arrays->scratch = random_floats (&rng, module->scratch_size);
  arrays->memo = g_aligned_alloc0 (1, module->memo_size + 1, 64);
}

static void
arrays_clear (Arrays *arrays)
{
  float *owned[] = { arrays->parameters, arrays->x,        arrays->y,       arrays->dy,
                     arrays->dx,         arrays->gradient, arrays->scratch, arrays->memo };

  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_aligned_free (owned[i]);
}

static DgBlock
get_block (const Arrays *arrays)
{
  return (DgBlock){ .parameters = arrays->parameters,
                    .x = arrays->x,
                    .y = arrays->y,
                    .memo = arrays->memo,
                    .scratch = arrays->scratch,
                    .dy = arrays->dy,
                    .dx = arrays->dx,
                    .gradient = arrays->gradient };
}

/* The gradient, however the module makes it. */
static void
run_gather (const DgModule *module, const DgBlock *block)
{
  g_autofree float *x_rows = g_new (float, module->n_inputs * DG_LANES);
  g_autofree float *dy_rows = g_new (float, module->n_outputs * DG_LANES);
  gsize middle = module->n_outputs / 3;

  if (module->klass->gather == NULL)
    return;
  module->kernels->vector->store_rows (module->n_inputs, DG_LANES, block->x, x_rows);
  module->kernels->vector->store_rows (module->n_outputs, DG_LANES, block->dy, dy_rows);
  module->klass->gather (module, DG_LANES, x_rows, dy_rows, middle, module->n_outputs, block->gradient);
  if (middle > 0)
    module->klass->gather (module, DG_LANES, x_rows, dy_rows, 0, middle, block->gradient);
}

/* Compares sample @s and adds its gradient to @gradient. */
static void
compare_sample (const DgModule *module, const DgBlock *block, const double *parameters, guint s,
                double *gradient)
{
  g_autofree double *x = block_sample (block->x, module->n_inputs, s);
  g_autofree double *dy = block_sample (block->dy, module->n_outputs, s);
  g_autofree double *y = g_new (double, module->n_outputs);
  g_autofree double *dx = g_new (double, module->n_inputs);

  module->klass->reference_forward (module, parameters, x, y);
  module->klass->reference_backward (module, parameters, x, y, dy, dx, gradient);
  for (gsize i = 0; i < module->n_outputs; i++)
    assert_close (block->y[i * DG_LANES + s], y[i], 1 + sqrt (module->fan_in));
  for (gsize i = 0; i < module->n_inputs; i++)
    assert_close (block->dx[i * DG_LANES + s], dx[i], 1 + sqrt (module->n_outputs));
}

static void
compare_block (const DgModule *module, const DgBlock *block)
{
  g_autofree double *gradient = g_new0 (double, module->parameter_size + 1);
  g_autofree double *parameters = g_new0 (double, module->parameter_size + 1);

  for (gsize i = 0; i < module->parameter_size; i++)
    parameters[i] = block->parameters[i];
  for (guint s = 0; s < DG_LANES; s++)
    compare_sample (module, block, parameters, s, gradient);
  for (guint p = 0; p < module->n_parameters; p++)
    for (gsize i = 0; i < module->parameters[p].size; i++)
      {
        gsize at = module->parameters[p].offset + i;

        assert_close (block->gradient[at], gradient[at], sqrt (module->n_outputs * DG_LANES));
      }
}

/* Where no backward will follow, forward has no memo, and may use its scratch. */
static void
check_evaluation (const DgModule *module, const DgBlock *block)
{
  float *y = g_aligned_alloc0 (module->n_outputs * DG_LANES, sizeof *y, 64);
  DgBlock evaluation = { .parameters = block->parameters, .x = block->x, .y = y, .scratch = block->scratch };

  module->klass->forward (module, &evaluation);
  g_assert_cmpmem (y, module->n_outputs * DG_LANES * sizeof *y, block->y,
                   module->n_outputs * DG_LANES * sizeof *y);
  g_aligned_free (y);
}

void
check_kernels (const char *kind, const double *arguments, const DgShape *input)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      g_autoptr (DgModule) module = make_module (kind, arguments, input, dg_kernels_get (i));
      Arrays arrays;
      DgBlock block;

      arrays_init (&arrays, module);
      block = get_block (&arrays);
      module->klass->forward (module, &block);
      module->klass->backward (module, &block);
      run_gather (module, &block);
      compare_block (module, &block);
      check_evaluation (module, &block);
      /* Nothing comes before a first module; its gradient is the same. */
      memset (block.gradient, 0, module->parameter_size * sizeof *block.gradient);
      module->klass->forward (module, &block);
      block.dx = NULL;
      module->klass->backward (module, &block);
      run_gather (module, &block);
      block.dx = arrays.dx;
      compare_block (module, &block);
      arrays_clear (&arrays);
    }
}
