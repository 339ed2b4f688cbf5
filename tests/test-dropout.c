/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/dropout.h"

#include <math.h>

#include "module-check.h"
#include "network/noise.h"

#define N_VALUES 501
#define SHARE 0.3

static const guint32 rows[5] = { 3, 700, 0, 41, 59999 };

/* A block of dropout in training. */
typedef struct
{
  DgModule *module;
  float *x, *y, *memo;
} Drop;

static void
drop_run (Drop *self, const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n)
{
  const DgPass pass = { TRUE, seed, epoch, index, n, n };
  DgRng rng;

  dg_rng_init (&rng, 1, 0);
  self->module = dg_module_new (&dg_dropout_class, "D", (double[]){ SHARE }, &(DgShape){ 1, { N_VALUES } },
                                kernels, NULL);
  self->x = random_floats (&rng, N_VALUES * DG_LANES);
  self->y = random_floats (&rng, N_VALUES * DG_LANES);
  self->memo = random_floats (&rng, N_VALUES * DG_LANES);
  self->module->klass->forward (self->module,
                                &(DgBlock){ .pass = &pass, .x = self->x, .y = self->y, .memo = self->memo });
}

static void
drop_clear (Drop *self)
{
  dg_module_free (self->module);
  g_aligned_free (self->x);
  g_aligned_free (self->y);
  g_aligned_free (self->memo);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drop, drop_clear)

static void
test_definition (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      g_auto (Drop) drop = { 0 };
      float *dx = g_aligned_alloc0 (N_VALUES * DG_LANES, sizeof *dx, 64);

      drop_run (&drop, dg_kernels_get (i), 9, 4, rows, G_N_ELEMENTS (rows));
      drop.module->klass->backward (drop.module, &(DgBlock){ .dy = drop.x, .dx = dx, .memo = drop.memo });
      for (guint s = 0; s < G_N_ELEMENTS (rows); s++)
        {
          double factor[N_VALUES];

          dg_dropout_reference (dg_noise_get_module_seed (9, 0), 4, rows[s], SHARE, N_VALUES, factor);
          for (gsize v = 0; v < N_VALUES; v++)
            {
              gsize at = v * DG_LANES + s;

              g_assert_cmpfloat_with_epsilon (drop.y[at], factor[v] * drop.x[at], 1e-6);
              g_assert_cmpfloat (dx[at], ==, drop.y[at]);
            }
        }
      g_aligned_free (dx);
    }
}

/* What an image loses does not depend on the others of its block, but on seed, epoch and module. */
static void
test_streams (void)
{
  g_auto (Drop) all = { 0 };
  g_auto (Drop) alone = { 0 };
  guint n_same[2] = { 0 };

  drop_run (&all, dg_kernels_get_best (), 9, 4, rows, G_N_ELEMENTS (rows));
  drop_run (&alone, dg_kernels_get_best (), 9, 4, &rows[1], 1);
  for (gsize v = 0; v < N_VALUES; v++)
    g_assert_cmpfloat (alone.memo[v * DG_LANES], ==, all.memo[v * DG_LANES + 1]);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Drop) other = { 0 };

      drop_run (&other, dg_kernels_get_best (), i == 0 ? 10 : 9, i == 1 ? 5 : 4, rows, G_N_ELEMENTS (rows));
      for (gsize v = 0; v < N_VALUES; v++)
        n_same[i] += other.memo[v * DG_LANES] == all.memo[v * DG_LANES];
      g_assert_cmpuint (n_same[i], <, N_VALUES * 0.7);
    }
  g_assert_true (dg_noise_get_module_seed (9, 0) != dg_noise_get_module_seed (9, 1));
}

/* As many as asked for, within five standard errors. */
static void
test_share (void)
{
  guint n_dropped = 0, n = 0;

  for (guint32 image = 0; image < 200; image++)
    {
      double factor[N_VALUES];

      dg_dropout_reference (7, 1, image, SHARE, N_VALUES, factor);
      for (gsize v = 0; v < N_VALUES; v++, n++)
        n_dropped += factor[v] == 0;
    }
  g_assert_cmpfloat_with_epsilon ((double) n_dropped / n, SHARE, 5 * sqrt (SHARE * (1 - SHARE) / n));
}

static void
test_evaluation (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_dropout_class, "D", (double[]){ SHARE },
                                               &(DgShape){ 1, { 2 } }, dg_kernels_get_best (), NULL);
  const DgPass pass = { .training = FALSE };
  const float x[2 * DG_LANES] __attribute__ ((aligned (64))) = { 1, -2, [DG_LANES] = 3 };
  float y[2 * DG_LANES] __attribute__ ((aligned (64)));

  module->klass->forward (module, &(DgBlock){ .pass = &pass, .x = x, .y = y });
  g_assert_cmpmem (y, sizeof y, x, sizeof x);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dropout/definition", test_definition);
  g_test_add_func ("/dropout/streams", test_streams);
  g_test_add_func ("/dropout/share", test_share);
  g_test_add_func ("/dropout/evaluation", test_evaluation);
  return g_test_run ();
}
