/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/linear.h"

#include "module-check.h"

static const struct
{
  DgShape input;
  double n_out;
} cases[] = {
  { { 1, { 1 } }, 1 },
  { { 1, { 17 } }, 5 },
  { { 3, { 2, 3, 4 } }, 23 }, /* flattened */
  { { 1, { 84 } }, 10 },
  { { 3, { 16, 4, 4 } }, 120 },
};

static void
test_differences (void)
{
  for (guint i = 0; i + 1 < G_N_ELEMENTS (cases); i++)
    check_differences ("linear", &cases[i].n_out, &cases[i].input);
}

static void
test_kernels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_kernels ("linear", &cases[i].n_out, &cases[i].input);
}

/* Worked by hand: W = (1 2; 3 4; 5 6), b = (10 20 30), x = (7 8). */
static void
test_by_hand (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_linear_class, "F", (double[]){ 3 }, &(DgShape){ 1, { 2 } },
                                               dg_kernels_get_best (), NULL);
  const double parameters[DG_LANES + 3] = { 1, 2, 3, 4, 5, 6, [DG_LANES] = 10, 20, 30 };
  double y[3];

  g_assert_cmpuint (module->parameters[1].offset, ==, DG_LANES);
  module->klass->reference_forward (module, parameters, (double[]){ 7, 8 }, y);
  g_assert_cmpfloat (y[0], ==, 7 + 16 + 10);
  g_assert_cmpfloat (y[1], ==, 21 + 32 + 20);
  g_assert_cmpfloat (y[2], ==, 35 + 48 + 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linear/by-hand", test_by_hand);
  g_test_add_func ("/linear/differences", test_differences);
  g_test_add_func ("/linear/kernels", test_kernels);
  return g_test_run ();
}
