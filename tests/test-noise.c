/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/noise.h"

#include <math.h>
#include <string.h>

#include "module-check.h"

#define N_VALUES 785

/* The noise of @n images alone: (N_VALUES, DG_LANES). */
static float *
make_noise (const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n, float sigma)
{
  float *x = g_aligned_alloc0 (N_VALUES * DG_LANES, sizeof *x, 64);

  dg_noise_add (kernels, seed, epoch, index, n, sigma, N_VALUES, x);
  return x;
}

static void
test_reference (void)
{
  const guint32 index[DG_LANES] = { 0, 59999, 7, 4000000000u, 5, 6, 1, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      float *noise = make_noise (dg_kernels_get (i), 42, 3, index, DG_LANES, 0.5f);

      for (guint s = 0; s < DG_LANES; s++)
        {
          double expected[N_VALUES];

          dg_noise_reference (42, 3, index[s], N_VALUES, expected);
          for (guint j = 0; j < N_VALUES; j++)
            g_assert_cmpfloat_with_epsilon (noise[j * DG_LANES + s], 0.5 * expected[j], 2e-6);
        }
      g_aligned_free (noise);
    }
}

/* An image gets the same whatever it is together with, and another for another seed, epoch or image. */
static void
test_independence (void)
{
  const DgKernels *kernels = dg_kernels_get_best ();
  float *noise = make_noise (kernels, 1, 1, (guint32[]){ 3, 4, 5 }, 3, 1);
  float *alone = make_noise (kernels, 1, 1, (guint32[]){ 5 }, 1, 1);
  float *seed = make_noise (kernels, 2, 1, (guint32[]){ 5 }, 1, 1);
  float *epoch = make_noise (kernels, 1, 2, (guint32[]){ 5 }, 1, 1);
  guint n_equal = 0;

  for (guint i = 0; i < N_VALUES; i++)
    {
      g_assert_cmpfloat (noise[i * DG_LANES + 2], ==, alone[i * DG_LANES]);
      n_equal += noise[i * DG_LANES] == noise[i * DG_LANES + 1];
      n_equal += alone[i * DG_LANES] == seed[i * DG_LANES];
      n_equal += alone[i * DG_LANES] == epoch[i * DG_LANES];
    }
  g_assert_cmpuint (n_equal, <, 3);
  g_aligned_free (noise);
  g_aligned_free (alone);
  g_aligned_free (seed);
  g_aligned_free (epoch);
}

/* It is added to what is there. */
static void
test_added (void)
{
  const DgKernels *kernels = dg_kernels_get_best ();
  float *noise = make_noise (kernels, 1, 1, (guint32[]){ 5 }, 1, 1);
  float *x = g_aligned_alloc0 (N_VALUES * DG_LANES, sizeof *x, 64);

  for (guint i = 0; i < N_VALUES * DG_LANES; i++)
    x[i] = i % 7;
  dg_noise_add (kernels, 1, 1, (guint32[]){ 5 }, 1, 1, N_VALUES, x);
  for (guint i = 0; i < N_VALUES; i++)
    g_assert_cmpfloat_with_epsilon (x[i * DG_LANES], i * DG_LANES % 7 + noise[i * DG_LANES], 1e-6);
  g_aligned_free (noise);
  g_aligned_free (x);
}

/* Mean 0, variance 1, skewness 0, kurtosis 3, neighbours not correlated; within five standard errors. */
static void
test_distribution (void)
{
  const guint n_images = 1600;
  double n = n_images * N_VALUES;
  double sum[5] = { 0 };
  double neighbours = 0;
  double largest = 0;

  for (guint32 first = 0; first < n_images; first += DG_LANES)
    {
      guint32 index[DG_LANES];
      float *noise;

      for (guint s = 0; s < DG_LANES; s++)
        index[s] = first + s;
      noise = make_noise (dg_kernels_get_best (), 9, 1, index, DG_LANES, 1);
      for (guint i = 0; i < N_VALUES * DG_LANES; i++)
        {
          double value = noise[i];

          g_assert_true (isfinite (value));
          largest = MAX (largest, fabs (value));
          for (guint k = 1; k <= 4; k++)
            sum[k] += pow (value, k) / n;
          neighbours += i >= DG_LANES ? value * noise[i - DG_LANES] / n : 0;
        }
      g_aligned_free (noise);
    }
  g_assert_cmpfloat_with_epsilon (sum[1], 0, 5 / sqrt (n));
  g_assert_cmpfloat_with_epsilon (sum[2], 1, 5 * sqrt (2 / n));
  g_assert_cmpfloat_with_epsilon (sum[3], 0, 5 * sqrt (15 / n));
  g_assert_cmpfloat_with_epsilon (sum[4], 3, 5 * sqrt (96 / n));
  g_assert_cmpfloat_with_epsilon (neighbours, 0, 5 / sqrt (n));
  g_assert_cmpfloat (largest, >, 4);
  g_assert_cmpfloat (largest, <, 6);
}

/* A module's noise is its own in training, and none in evaluation. */
static void
test_module (void)
{
  const guint32 rows[3] = { 5, 0, 17 };
  DgRng rng;
  float *x, *y;

  dg_rng_init (&rng, 1, 0);
  x = random_floats (&rng, 33 * DG_LANES);
  y = random_floats (&rng, 33 * DG_LANES);
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      g_autoptr (DgModule) module = dg_module_new (&dg_noise_class, "N", (double[]){ 0.5 },
                                                   &(DgShape){ 1, { 33 } }, dg_kernels_get (i), NULL);
      DgPass pass = { TRUE, 9, 4, rows, 3, 3 };

      module->klass->forward (module, &(DgBlock){ .pass = &pass, .x = x, .y = y });
      for (guint s = 0; s < 3; s++)
        {
          double noise[33];

          dg_noise_reference (dg_noise_get_module_seed (9, 0), 4, rows[s], 33, noise);
          for (guint v = 0; v < 33; v++)
            assert_close (y[v * DG_LANES + s], x[v * DG_LANES + s] + 0.5 * noise[v], 5);
        }
      pass.training = FALSE;
      module->klass->forward (module, &(DgBlock){ .pass = &pass, .x = x, .y = y });
      g_assert_cmpmem (y, 33 * DG_LANES * sizeof *y, x, 33 * DG_LANES * sizeof *x);
    }
  g_aligned_free (x);
  g_aligned_free (y);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/noise/reference", test_reference);
  g_test_add_func ("/noise/independence", test_independence);
  g_test_add_func ("/noise/added", test_added);
  g_test_add_func ("/noise/distribution", test_distribution);
  g_test_add_func ("/noise/module", test_module);
  return g_test_run ();
}
