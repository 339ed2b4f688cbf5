/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/loss.h"

#include "base/rng.h"

/* Two samples of three classes: (-1 -2 -3) with label 2, (-4 -1 -1) with label 1. */
static void
test_nll (void)
{
  float outputs[3 * DG_LANES] = { 0 };
  float delta[3 * DG_LANES];
  const float values[2][3] = { { -1, -2, -3 }, { -4, -1, -1 } };
  DgLoss loss;

  for (guint s = 0; s < 2; s++)
    for (guint i = 0; i < 3; i++)
      outputs[i * DG_LANES + s] = values[s][i];
  for (guint i = 0; i < 3 * DG_LANES; i++)
    delta[i] = 7;
  loss = dg_loss_compute_nll (outputs, 3, (guint8[]){ 2, 1 }, 2, 0.25f, delta);
  g_assert_cmpfloat (loss.sum, ==, 4);
  g_assert_cmpuint (loss.n_right, ==, 1); /* of equals the first is the answer */
  for (guint i = 0; i < 3; i++)
    for (guint s = 0; s < DG_LANES; s++)
      g_assert_cmpfloat (delta[i * DG_LANES + s], ==, (s == 0 && i == 2) || (s == 1 && i == 1) ? -0.25 : 0);
  g_assert_cmpfloat (dg_loss_compute_nll (outputs, 3, (guint8[]){ 0 }, 1, 0, delta).sum, ==, 1);
}

/* A sample of @n values, drawn. */
static void
draw_sample (DgRng *rng, gsize n, double *y, double *target)
{
  for (gsize i = 0; i < n; i++)
    {
      y[i] = (float) dg_rng_uniform (rng);
      target[i] = (float) dg_rng_uniform (rng);
    }
}

/* Every instruction set against the definition, with lanes that do not count, for lengths around those sums are cut
 * at. */
static void
test_mse (void)
{
  const gsize lengths[] = { 1, 63, 64, 65, 784 };
  const float scale = 0.125f;
  DgRng rng;

  dg_rng_init (&rng, 1, 0);
  for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
    for (guint k = 0; dg_kernels_get (k) != NULL; k++)
      {
        gsize n = lengths[l], n_samples = 1 + (l * 5 + k) % DG_LANES;
        float *outputs = g_aligned_alloc0 (n * DG_LANES, sizeof (float), 64);
        float *delta = g_aligned_alloc0 (n * DG_LANES, sizeof (float), 64);
        g_autofree double *y = g_new (double, n);
        g_autofree double *target = g_new (double, n);
        g_autofree double *dy = g_new0 (double, n * DG_LANES);
        double sum = 0;

        for (guint s = 0; s < DG_LANES; s++)
          {
            draw_sample (&rng, n, y, target);
            for (gsize i = 0; i < n; i++)
              {
                outputs[i * DG_LANES + s] = y[i];
                delta[i * DG_LANES + s] = target[i];
              }
            if (s < n_samples)
              sum += dg_loss_reference_mse (n, y, target, dy + s * n);
          }
        g_assert_cmpfloat_with_epsilon (
          dg_loss_compute_mse (dg_kernels_get (k), outputs, n, n_samples, scale, delta).sum, sum, 1e-6 * sum);
        for (guint s = 0; s < DG_LANES; s++)
          for (gsize i = 0; i < n; i++)
            g_assert_cmpfloat_with_epsilon (delta[i * DG_LANES + s], scale * dy[s * n + i], 1e-7);
        g_aligned_free (outputs);
        g_aligned_free (delta);
      }
}

/* The definition's derivative is that of the definition. */
static void
test_mse_differences (void)
{
  enum { N_VALUES = 20 };
  double y[N_VALUES], target[N_VALUES], dy[N_VALUES], unused[N_VALUES];
  DgRng rng;

  dg_rng_init (&rng, 2, 0);
  draw_sample (&rng, N_VALUES, y, target);
  dg_loss_reference_mse (N_VALUES, y, target, dy);
  for (guint i = 0; i < N_VALUES; i++)
    {
      const double step = 1e-5, at = y[i];
      double above, below;

      y[i] = at + step;
      above = dg_loss_reference_mse (N_VALUES, y, target, unused);
      y[i] = at - step;
      below = dg_loss_reference_mse (N_VALUES, y, target, unused);
      y[i] = at;
      g_assert_cmpfloat_with_epsilon ((above - below) / (2 * step), dy[i], 1e-9);
    }
}

/* Pixels of two channels are compared channel by channel, on their own scale. */
static void
test_targets (void)
{
  const guint8 pixels[] = { 255, 0, 51, 102, /* the image */ 0, 0, 0, 0 };
  const DgImages images = { .n = 2, .height = 1, .width = 2, .channels = 2, .pixels = pixels };
  const float expected[] = { 1, 0.2f, 0, 0.4f };
  float outputs[4 * DG_LANES] __attribute__ ((aligned (64))) = { 0 };
  float delta[4 * DG_LANES] __attribute__ ((aligned (64)));
  DgLoss loss = dg_loss_compute (DG_LOSS_MSE, dg_kernels_get_best (), &images, (guint32[]){ 0 }, 1, outputs, 4, 1, delta);

  g_assert_cmpfloat_with_epsilon (loss.sum, 1.2 / 4, 1e-6);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (delta[i * DG_LANES], -expected[i] / 2, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss/nll", test_nll);
  g_test_add_func ("/loss/mse", test_mse);
  g_test_add_func ("/loss/mse-differences", test_mse_differences);
  g_test_add_func ("/loss/targets", test_targets);
  return g_test_run ();
}
