/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/activation.h"

#include <math.h>

#include "module-check.h"

static void
test_differences (void)
{
  check_differences ("sigmoid", NULL, &(DgShape){ 1, { 50 } });
  check_differences ("tanh", NULL, &(DgShape){ 3, { 2, 3, 5 } });
}

static void
test_kernels (void)
{
  check_kernels ("sigmoid", NULL, &(DgShape){ 1, { 51 } });
  check_kernels ("tanh", NULL, &(DgShape){ 3, { 2, 3, 5 } });
}

/* Accurate to a few units of the last place everywhere, and with a slope that has not vanished before the
 * function itself has. */
static void
test_range (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    for (double at = -100; at < 100; at += 0.37)
      {
        float x[DG_LANES] __attribute__ ((aligned (64))) = { at, at / 10, at / 1000 };
        float y[DG_LANES] __attribute__ ((aligned (64)));

        dg_kernels_get (i)->activation->sigmoid (1, x, y);
        for (guint s = 0; s < 3; s++)
          {
            double expected = 1 / (1 + exp (-(double) x[s]));

            g_assert_cmpfloat_with_epsilon (y[s], expected, 2e-38 + 1e-6 * expected);
          }
        dg_kernels_get (i)->activation->tanh (1, x, y);
        for (guint s = 0; s < 3; s++)
          g_assert_cmpfloat_with_epsilon (y[s], tanh (x[s]), 4e-7 * fabs (tanh (x[s])));
      }
}

/* A NaN is not hidden, infinities have their limits. */
static void
test_edges (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      float x[DG_LANES] __attribute__ ((aligned (64))) = { 0, NAN, -INFINITY, INFINITY };
      float y[DG_LANES] __attribute__ ((aligned (64)));

      dg_kernels_get (i)->activation->sigmoid (1, x, y);
      g_assert_cmpfloat (y[0], ==, 0.5);
      g_assert_true (isnan (y[1]));
      g_assert_cmpfloat (y[2], <, 1e-37);
      g_assert_cmpfloat (y[3], ==, 1);
      dg_kernels_get (i)->activation->tanh (1, x, y);
      g_assert_cmpfloat (y[0], ==, 0);
      g_assert_true (isnan (y[1]));
      g_assert_cmpfloat (y[2], ==, -1);
      g_assert_cmpfloat (y[3], ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation/differences", test_differences);
  g_test_add_func ("/activation/kernels", test_kernels);
  g_test_add_func ("/activation/range", test_range);
  g_test_add_func ("/activation/edges", test_edges);
  return g_test_run ();
}
