/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/softmax.h"

#include <math.h>

#include "module-check.h"

static void
test_differences (void)
{
  check_differences ("logsoftmax", NULL, &(DgShape){ 1, { 10 } });
  check_differences ("logsoftmax", NULL, &(DgShape){ 3, { 2, 2, 3 } });
  check_differences ("softmax", NULL, &(DgShape){ 1, { 10 } });
  check_differences ("softmax", NULL, &(DgShape){ 3, { 2, 2, 3 } });
}

static void
test_kernels (void)
{
  check_kernels ("logsoftmax", NULL, &(DgShape){ 1, { 1 } });
  check_kernels ("logsoftmax", NULL, &(DgShape){ 1, { 10 } });
  check_kernels ("softmax", NULL, &(DgShape){ 1, { 1 } });
  check_kernels ("softmax", NULL, &(DgShape){ 1, { 10 } });
}

/* Values whose exponentials no float holds. */
static void
test_range (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_logsoftmax_class, "S", NULL, &(DgShape){ 1, { 3 } },
                                               dg_kernels_get_best (), NULL);
  g_autoptr (DgModule) plain = dg_module_new (&dg_softmax_class, "S", NULL, &(DgShape){ 1, { 3 } },
                                              dg_kernels_get_best (), NULL);
  float x[3 * DG_LANES] = { 0 };
  float y[3 * DG_LANES];

  x[0] = 1000;
  x[1] = -1000;
  module->klass->forward (module, &(DgBlock){ .x = x, .y = y });
  g_assert_cmpfloat (y[0], ==, 0);
  g_assert_cmpfloat (y[DG_LANES], ==, -1000);
  g_assert_cmpfloat_with_epsilon (y[DG_LANES + 1], -log (2), 1e-6);
  g_assert_cmpfloat (y[1], ==, -1000 - logf (2));
  g_assert_cmpfloat_with_epsilon (y[2], -log (3), 1e-6);
  plain->klass->forward (plain, &(DgBlock){ .x = x, .y = y });
  g_assert_cmpfloat (y[0], ==, 1);
  g_assert_cmpfloat (y[DG_LANES], ==, 0);
  g_assert_cmpfloat (y[DG_LANES + 1], ==, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/softmax/differences", test_differences);
  g_test_add_func ("/softmax/kernels", test_kernels);
  g_test_add_func ("/softmax/range", test_range);
  return g_test_run ();
}
