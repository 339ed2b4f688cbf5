/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/resize.h"

#include "base/error.h"
#include "module-check.h"

/* To the same size, larger by no whole number, smaller, one of each. */
static const double sizes[][2] = { { 3, 4 }, { 7, 9 }, { 2, 3 }, { 5, 1 } };

static const DgShape input = { 3, { 2, 3, 4 } };

static void
test_differences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_differences ("resize", sizes[i], &input);
  check_differences ("upsample", (double[]){ 3 }, &input);
}

static void
test_kernels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_kernels ("resize", sizes[i], &input);
  check_kernels ("upsample", (double[]){ 2 }, &input);
}

/* Worked by hand. */
static void
test_by_hand (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_resize_class, "U", (double[]){ 3, 5 },
                                               &(DgShape){ 3, { 1, 2, 2 } }, dg_kernels_get (0), NULL);
  const double x[4] = { 1, 2, 3, 4 };
  const double expected[15] = { 1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4 };
  double y[15];

  module->klass->reference_forward (module, NULL, x, y);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (y[i], ==, expected[i]);
}

static void
test_shapes (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_upsample_class, "U", (double[]){ 3 }, &input,
                                               dg_kernels_get (0), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (module->output.extent[0], ==, 2);
  g_assert_cmpuint (module->output.extent[1], ==, 9);
  g_assert_cmpuint (module->output.extent[2], ==, 12);
  g_assert_null (dg_module_new (&dg_upsample_class, "U", (double[]){ 3 }, &(DgShape){ 1, { 24 } },
                                dg_kernels_get (0), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resize/by-hand", test_by_hand);
  g_test_add_func ("/resize/shapes", test_shapes);
  g_test_add_func ("/resize/differences", test_differences);
  g_test_add_func ("/resize/kernels", test_kernels);
  return g_test_run ();
}
