/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/conv.h"

#include "base/error.h"
#include "module-check.h"

static const struct
{
  DgShape input;
  double arguments[4]; /* channels, kernel size, padding, stride */
} cases[] = {
  { { 3, { 1, 5, 5 } }, { 1, 5, 0, 1 } },   /* one value out */
  { { 3, { 3, 9, 11 } }, { 7, 3, 0, 1 } },  /* not square, tiles that do not come out even */
  { { 3, { 2, 7, 6 } }, { 5, 4, 0, 1 } },   /* a kernel size without code of its own */
  { { 3, { 2, 4, 3 } }, { 3, 1, 0, 1 } },   /* a kernel of one */
  { { 3, { 4, 13, 10 } }, { 5, 5, 0, 1 } },
  { { 3, { 2, 6, 5 } }, { 4, 3, 1, 1 } },    /* padded, the size stays */
  { { 3, { 2, 5, 7 } }, { 2, 5, 3, 1 } },
  { { 3, { 3, 9, 8 } }, { 7, 3, 0, 2 } },    /* a column left over */
  { { 3, { 2, 8, 11 } }, { 3, 5, 2, 3 } },
  { { 3, { 2, 5, 4 } }, { 3, 2, 1, 4 } },    /* a stride above the kernel's size */
  { { 3, { 1, 3, 3 } }, { 2, 1, 2, 1 } },    /* some windows see nothing but zeros */
  /* Winograd's way: tiles and channels that do not come out even, paddings */
  { { 3, { 8, 3, 3 } }, { 8, 3, 0, 1 } },
  { { 3, { 9, 5, 4 } }, { 11, 3, 1, 1 } },
  { { 3, { 13, 1, 2 } }, { 8, 3, 1, 1 } },
  { { 3, { 8, 4, 3 } }, { 15, 3, 2, 1 } },
  { { 3, { 8, 4, 5 } }, { 9, 3, 3, 1 } },   /* too much padding for it */
  { { 3, { 1, 28, 28 } }, { 6, 5, 0, 1 } }, /* LeNet-5 */
  { { 3, { 6, 12, 12 } }, { 16, 5, 0, 1 } },
  { { 3, { 18, 14, 13 } }, { 22, 3, 1, 1 } },
  { { 3, { 33, 7, 7 } }, { 64, 3, 1, 1 } },
};

/* The last four are too large for this. */
static void
test_differences (void)
{
  for (guint i = 0; i + 4 < G_N_ELEMENTS (cases); i++)
    check_differences ("conv", cases[i].arguments, &cases[i].input);
}

static void
test_kernels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_kernels ("conv", cases[i].arguments, &cases[i].input);
}

/* Worked by hand: x counts from 0 in rows of 3, the weights are 1 2 3 4, the bias 10. */
static void
test_by_hand (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_conv_class, "C", (double[]){ 1, 2, 0, 1 },
                                               &(DgShape){ 3, { 1, 3, 3 } }, dg_kernels_get_best (), NULL);
  const double parameters[DG_LANES + 1] = { 1, 2, 3, 4, [DG_LANES] = 10 };
  const double x[9] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
  const double expected[4] = { 2 + 9 + 16 + 10, 1 + 4 + 12 + 20 + 10, 3 + 8 + 18 + 28 + 10,
                               4 + 10 + 21 + 32 + 10 };
  double y[4];

  g_assert_cmpuint (module->parameters[1].offset, ==, DG_LANES);
  module->klass->reference_forward (module, parameters, x, y);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (y[i], ==, expected[i]);
}

static void
test_shapes (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_conv_class, "C", (double[]){ 6, 5, 0, 1 },
                                               &(DgShape){ 3, { 2, 28, 20 } }, dg_kernels_get (0), NULL);
  g_autoptr (DgModule) strided = dg_module_new (&dg_conv_class, "C", (double[]){ 6, 5, 2, 2 },
                                                &(DgShape){ 3, { 2, 28, 20 } }, dg_kernels_get (0), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (module->output.extent[0], ==, 6);
  g_assert_cmpuint (module->output.extent[1], ==, 24);
  g_assert_cmpuint (module->output.extent[2], ==, 16);
  g_assert_cmpuint (module->fan_in, ==, 50);
  g_assert_cmpuint (module->parameters[0].size, ==, 300);
  g_assert_cmpuint (strided->output.extent[1], ==, 14);
  g_assert_cmpuint (strided->output.extent[2], ==, 10);
  g_assert_null (dg_module_new (&dg_conv_class, "C", (double[]){ 6, 5, 0, 1 }, &(DgShape){ 3, { 1, 4, 28 } },
                                dg_kernels_get (0), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (dg_module_new (&dg_conv_class, "C", (double[]){ 6, 5, 0, 1 }, &(DgShape){ 1, { 100 } },
                                dg_kernels_get (0), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conv/by-hand", test_by_hand);
  g_test_add_func ("/conv/shapes", test_shapes);
  g_test_add_func ("/conv/differences", test_differences);
  g_test_add_func ("/conv/kernels", test_kernels);
  return g_test_run ();
}
