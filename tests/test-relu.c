/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/relu.h"

#include <math.h>

#include "module-check.h"

static void
test_differences (void)
{
  check_differences ("relu", NULL, &(DgShape){ 1, { 50 } });
  check_differences ("relu", NULL, &(DgShape){ 3, { 2, 3, 5 } });
}

static void
test_kernels (void)
{
  check_kernels ("relu", NULL, &(DgShape){ 1, { 51 } });
  check_kernels ("relu", NULL, &(DgShape){ 3, { 2, 3, 5 } });
}

/* The slope at 0 is 0; a NaN is not hidden. */
static void
test_edges (void)
{
  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      g_autoptr (DgModule) module = dg_module_new (&dg_relu_class, "R", NULL, &(DgShape){ 1, { 1 } },
                                                   dg_kernels_get (i), NULL);
      float x[DG_LANES] __attribute__ ((aligned (64))) = { 0, -0.0f, NAN, -INFINITY, INFINITY, 2, -2 };
      float dy[DG_LANES] __attribute__ ((aligned (64))) = { 1, 1, 1, 1, 1, 1, 1 };
      float y[DG_LANES] __attribute__ ((aligned (64)));
      float dx[DG_LANES] __attribute__ ((aligned (64)));

      module->klass->forward (module, &(DgBlock){ .x = x, .y = y });
      module->klass->backward (module, &(DgBlock){ .x = x, .y = y, .dy = dy, .dx = dx });
      g_assert_cmpfloat (y[0], ==, 0);
      g_assert_cmpfloat (y[1], ==, 0);
      g_assert_true (isnan (y[2]));
      g_assert_cmpfloat (y[3], ==, 0);
      g_assert_cmpfloat (y[4], ==, INFINITY);
      g_assert_cmpfloat (y[5], ==, 2);
      g_assert_cmpfloat (y[6], ==, 0);
      g_assert_cmpfloat (dx[0], ==, 0);
      g_assert_cmpfloat (dx[1], ==, 0);
      g_assert_cmpfloat (dx[3], ==, 0);
      g_assert_cmpfloat (dx[5], ==, 1);
      g_assert_cmpfloat (dx[6], ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relu/differences", test_differences);
  g_test_add_func ("/relu/kernels", test_kernels);
  g_test_add_func ("/relu/edges", test_edges);
  return g_test_run ();
}
