/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/batch-norm.h"

#include <math.h>
#include <string.h>

#include "module-check.h"

#define N 37 /* three blocks, the last with five samples */
#define N_BLOCKS 3

static const DgShape shapes[] = { { 3, { 3, 4, 5 } }, { 1, { 7 } } };

/* A mini-batch in double precision. */
typedef struct
{
  double *parameters, *x, *y, *dy, *dx, *gradient;
} Batch;

static void
batch_init (Batch *self, const DgModule *module, gsize n, double offset)
{
  DgRng rng;

  dg_rng_init (&rng, 3, 0);
  self->parameters = random_doubles (&rng, module->parameter_size);
  self->x = random_doubles (&rng, n * module->n_inputs);
  self->dy = random_doubles (&rng, n * module->n_inputs);
  self->y = g_new0 (double, n * module->n_inputs);
  self->dx = g_new0 (double, n * module->n_inputs);
  self->gradient = g_new0 (double, module->parameter_size);
  for (gsize i = 0; i < n * module->n_inputs; i++)
    self->x[i] = (float) (self->x[i] * (1 + i % module->n_inputs) + offset);
  for (gsize i = 0; i < n * module->n_inputs; i++)
    self->dy[i] = (float) self->dy[i];
  for (gsize i = 0; i < module->parameter_size; i++)
    self->parameters[i] = (float) fabs (self->parameters[i]);
}

static void
batch_clear (Batch *self)
{
  double *owned[] = { self->parameters, self->x, self->y, self->dy, self->dx, self->gradient };

  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static DgModule *
make_module (const DgShape *shape, const DgKernels *kernels)
{
  return dg_module_new (&dg_batch_norm_class, "B", NULL, shape, kernels, NULL);
}

/* Σ dy · y of a fresh pass. */
static double
weigh_outputs (const DgModule *module, Batch *batch, gsize n)
{
  g_autofree double *parameters = g_memdup2 (batch->parameters, module->parameter_size * sizeof (double));
  double sum = 0;

  module->klass->batch->reference_forward (module, parameters, n, batch->x, batch->y);
  for (gsize i = 0; i < n * module->n_inputs; i++)
    sum += batch->dy[i] * batch->y[i];
  return sum;
}

static double
difference (const DgModule *module, Batch *batch, gsize n, double *value)
{
  const double h = 1e-5;
  double kept = *value, above, below;

  *value = kept + h;
  above = weigh_outputs (module, batch, n);
  *value = kept - h;
  below = weigh_outputs (module, batch, n);
  *value = kept;
  return (above - below) / (2 * h);
}

static void
test_differences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (DgModule) module = make_module (&shapes[i], dg_kernels_get (0));
      g_auto (Batch) batch = { 0 };

      batch_init (&batch, module, 5, 0.5);
      module->klass->batch->reference_backward (module, batch.parameters, 5, batch.x, batch.dy, batch.dx,
                                                batch.gradient);
      for (gsize v = 0; v < 5 * module->n_inputs; v++)
        g_assert_cmpfloat_with_epsilon (batch.dx[v], difference (module, &batch, 5, &batch.x[v]), 1e-6);
      for (guint p = 0; p < 2; p++)
        for (gsize v = 0; v < module->parameters[p].size; v++)
          {
            gsize at = module->parameters[p].offset + v;

            g_assert_cmpfloat_with_epsilon (batch.gradient[at],
                                            difference (module, &batch, 5, &batch.parameters[at]), 1e-6);
          }
    }
}

/* The blocks of a mini-batch as a trainer runs them. */
typedef struct
{
  float *parameters, *x[N_BLOCKS], *y[N_BLOCKS], *dy[N_BLOCKS], *dx[N_BLOCKS], *gradients, *total;
  float *partials, *statistics, *scratch;
} Blocks;

/* Lanes that do not count repeat the first sample, but no derivative comes to them. */
static void
load_block (const DgModule *module, const double *rows, guint block, gboolean repeat, float *to)
{
  for (guint s = 0; s < DG_LANES; s++)
    for (gsize v = 0; v < module->n_inputs; v++)
      {
        gsize row = block * DG_LANES + s;

        to[v * DG_LANES + s] = row < N ? rows[row * module->n_inputs + v]
                               : repeat ? rows[block * DG_LANES * module->n_inputs + v] : 0;
      }
}

static void
blocks_init (Blocks *self, const DgModule *module, const Batch *batch)
{
  gsize size = module->n_inputs * DG_LANES;
  DgRng rng;

  dg_rng_init (&rng, 4, 0);
  self->parameters = random_floats (&rng, module->parameter_size);
  self->gradients = random_floats (&rng, N_BLOCKS * module->parameter_size);
  self->total = g_aligned_alloc0 (module->parameter_size, sizeof (float), 64);
  self->partials = random_floats (&rng, N_BLOCKS * module->statistics_size);
  self->statistics = random_floats (&rng, module->statistics_size);
  self->scratch = random_floats (&rng, module->scratch_size);
  for (gsize i = 0; i < module->parameter_size; i++)
    self->parameters[i] = batch->parameters[i];
  for (guint b = 0; b < N_BLOCKS; b++)
    {
      self->x[b] = random_floats (&rng, size);
      self->y[b] = random_floats (&rng, size);
      self->dy[b] = random_floats (&rng, size);
      self->dx[b] = random_floats (&rng, size);
      load_block (module, batch->x, b, TRUE, self->x[b]);
      load_block (module, batch->dy, b, FALSE, self->dy[b]);
    }
}

static void
blocks_clear (Blocks *self)
{
  float *owned[] = { self->parameters, self->gradients, self->total, self->partials, self->statistics,
                     self->scratch };

  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_aligned_free (owned[i]);
  for (guint b = 0; b < N_BLOCKS; b++)
    {
      g_aligned_free (self->x[b]);
      g_aligned_free (self->y[b]);
      g_aligned_free (self->dy[b]);
      g_aligned_free (self->dx[b]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Blocks, blocks_clear)

static void
blocks_run (Blocks *self, const DgModule *module)
{
  DgPass passes[N_BLOCKS];
  DgBlock blocks[N_BLOCKS];

  for (guint b = 0; b < N_BLOCKS; b++)
    {
      passes[b] = (DgPass){ .training = TRUE, .n = MIN (DG_LANES, N - b * DG_LANES), .n_batch = N };
      blocks[b] = (DgBlock){ .pass = &passes[b],
                             .parameters = self->parameters,
                             .x = self->x[b],
                             .y = self->y[b],
                             .scratch = self->scratch,
                             .statistics = self->statistics,
                             .dy = self->dy[b],
                             .dx = self->dx[b],
                             .gradient = self->gradients + b * module->parameter_size,
                             .total = self->total };
      module->klass->batch->measure (module, &blocks[b], self->partials + b * module->statistics_size);
    }
  module->klass->batch->combine (module, N, self->partials, self->statistics, self->parameters);
  for (guint b = 0; b < N_BLOCKS; b++)
    {
      module->klass->forward (module, &blocks[b]);
      module->klass->batch->measure_backward (module, &blocks[b]);
      for (gsize i = 0; i < module->trained_size; i++)
        self->total[i] += blocks[b].gradient[i];
    }
  for (guint b = 0; b < N_BLOCKS; b++)
    module->klass->backward (module, &blocks[b]);
}

static void
compare (const DgModule *module, const Blocks *blocks, const Batch *batch, double scale)
{
  for (guint b = 0; b < N_BLOCKS; b++)
    for (guint s = 0; s < DG_LANES; s++)
      for (gsize v = 0; v < module->n_inputs; v++)
        {
          gsize row = b * DG_LANES + s, at = row * module->n_inputs + v;

          if (row < N)
            assert_close (blocks->y[b][v * DG_LANES + s], batch->y[at], scale);
          /* nothing goes back to lanes that do not count */
          assert_close (blocks->dx[b][v * DG_LANES + s], row < N ? batch->dx[at] : 0, scale);
        }
  for (guint p = 0; p < module->n_parameters; p++)
    for (gsize v = 0; v < module->parameters[p].size; v++)
      {
        gsize at = module->parameters[p].offset + v;

        assert_close (blocks->parameters[at], batch->parameters[at], scale);
        if (module->parameters[p].trained)
          assert_close (blocks->total[at], batch->gradient[at], 100 * scale);
      }
}

/* Also where the mean is large beside the deviation. */
static void
test_kernels (void)
{
  const double offsets[] = { 0, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint o = 0; o < G_N_ELEMENTS (offsets); o++)
      for (guint k = 0; dg_kernels_get (k) != NULL; k++)
        {
          g_autoptr (DgModule) module = make_module (&shapes[i], dg_kernels_get (k));
          g_auto (Batch) batch = { 0 };
          g_auto (Blocks) blocks = { 0 };

          batch_init (&batch, module, N, offsets[o]);
          blocks_init (&blocks, module, &batch);
          blocks_run (&blocks, module);
          module->klass->batch->reference_backward (module, batch.parameters, N, batch.x, batch.dy, batch.dx,
                                                    batch.gradient);
          module->klass->batch->reference_forward (module, batch.parameters, N, batch.x, batch.y);
          compare (module, &blocks, &batch, 2 + offsets[o]);
        }
}

static void
test_evaluation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint k = 0; dg_kernels_get (k) != NULL; k++)
      {
        g_autoptr (DgModule) module = make_module (&shapes[i], dg_kernels_get (k));
        const DgPass pass = { .training = FALSE };
        g_auto (Batch) batch = { 0 };
        g_auto (Blocks) blocks = { 0 };

        batch_init (&batch, module, N, 0.5);
        blocks_init (&blocks, module, &batch);
        module->klass->forward (module, &(DgBlock){ .pass = &pass,
                                                    .parameters = blocks.parameters,
                                                    .x = blocks.x[0],
                                                    .y = blocks.y[0],
                                                    .scratch = blocks.scratch });
        for (guint s = 0; s < DG_LANES; s++)
          {
            module->klass->reference_forward (module, batch.parameters, batch.x + s * module->n_inputs, batch.y);
            for (gsize v = 0; v < module->n_inputs; v++)
              assert_close (blocks.y[0][v * DG_LANES + s], batch.y[v], 30);
          }
      }
}

/* One value alone is normal, and says nothing of a variance. */
static void
test_single (void)
{
  g_autoptr (DgModule) module = make_module (&shapes[1], dg_kernels_get_best ());
  g_auto (Batch) batch = { 0 };
  g_auto (Blocks) blocks = { 0 };
  gsize variance = module->parameters[3].offset;

  batch_init (&batch, module, N, 0.5);
  blocks_init (&blocks, module, &batch);
  memset (blocks.partials, 0, module->statistics_size * sizeof (float));
  blocks.partials[0] = 3;
  module->klass->batch->combine (module, 1, blocks.partials, blocks.statistics, blocks.parameters);
  g_assert_cmpfloat (blocks.statistics[0], ==, 3);
  g_assert_true (isfinite (blocks.statistics[7]));
  g_assert_cmpfloat (blocks.parameters[variance], ==, (float) batch.parameters[variance]);
}

static void
test_parameters (void)
{
  static const char *const suffixes[] = { "weight", "bias", "running_mean", "running_var" };
  static const double initial[] = { 1, 0, 0, 1 };
  g_autoptr (DgModule) module = make_module (&shapes[0], dg_kernels_get_best ());

  g_assert_cmpuint (module->n_parameters, ==, 4);
  for (guint p = 0; p < 4; p++)
    {
      g_assert_cmpstr (module->parameters[p].suffix, ==, suffixes[p]);
      g_assert_cmpfloat (module->parameters[p].initial, ==, initial[p]);
      g_assert_cmpuint (module->parameters[p].size, ==, 3);
      g_assert_true (module->parameters[p].trained == (p < 2));
    }
  g_assert_cmpuint (module->trained_size, ==, module->parameters[2].offset);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-norm/parameters", test_parameters);
  g_test_add_func ("/batch-norm/differences", test_differences);
  g_test_add_func ("/batch-norm/kernels", test_kernels);
  g_test_add_func ("/batch-norm/evaluation", test_evaluation);
  g_test_add_func ("/batch-norm/single", test_single);
  return g_test_run ();
}
