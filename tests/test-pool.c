/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/pool.h"

#include <math.h>

#include "base/error.h"
#include "module-check.h"

static const struct
{
  DgShape input;
  double window;
} cases[] = {
  { { 3, { 2, 6, 4 } }, 2 },
  { { 3, { 1, 7, 5 } }, 2 }, /* a row and a column left over */
  { { 3, { 3, 9, 10 } }, 3 },
  { { 3, { 2, 3, 3 } }, 1 },
  { { 3, { 2, 4, 4 } }, 4 },
};

static void
test_differences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check_differences ("maxpool", &cases[i].window, &cases[i].input);
      check_differences ("avgpool", &cases[i].window, &cases[i].input);
    }
}

static void
test_kernels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check_kernels ("maxpool", &cases[i].window, &cases[i].input);
      check_kernels ("avgpool", &cases[i].window, &cases[i].input);
    }
}

/* Of equals the first in reading order; a NaN before anything. */
static void
test_ties (void)
{
  const DgShape input = { 3, { 1, 2, 2 } };

  for (guint i = 0; dg_kernels_get (i) != NULL; i++)
    {
      g_autoptr (DgModule) module = dg_module_new (&dg_maxpool_class, "P", (double[]){ 2 }, &input,
                                                   dg_kernels_get (i), NULL);
      float x[4 * DG_LANES] __attribute__ ((aligned (64))) = { 0 };
      float dx[4 * DG_LANES] __attribute__ ((aligned (64)));
      float y[DG_LANES] __attribute__ ((aligned (64)));
      float dy[DG_LANES] __attribute__ ((aligned (64))) = { 1, 1, 1 };

      x[1 * DG_LANES + 1] = x[2 * DG_LANES + 1] = 5;
      x[1 * DG_LANES + 2] = NAN;
      x[3 * DG_LANES + 2] = 7;
      module->klass->forward (module, &(DgBlock){ .x = x, .y = y });
      module->klass->backward (module, &(DgBlock){ .x = x, .y = y, .dy = dy, .dx = dx });
      g_assert_cmpfloat (y[0], ==, 0);
      g_assert_cmpfloat (dx[0], ==, 1);
      g_assert_cmpfloat (dx[3 * DG_LANES], ==, 0);
      g_assert_cmpfloat (y[1], ==, 5);
      g_assert_cmpfloat (dx[1 * DG_LANES + 1], ==, 1);
      g_assert_cmpfloat (dx[2 * DG_LANES + 1], ==, 0);
      g_assert_true (isnan (y[2]));
    }
}

static void
test_shapes (void)
{
  g_autoptr (DgModule) module = dg_module_new (&dg_maxpool_class, "P", (double[]){ 2 },
                                               &(DgShape){ 3, { 3, 9, 6 } }, dg_kernels_get (0), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (module->output.extent[0], ==, 3);
  g_assert_cmpuint (module->output.extent[1], ==, 4);
  g_assert_cmpuint (module->output.extent[2], ==, 3);
  g_assert_null (dg_module_new (&dg_maxpool_class, "P", (double[]){ 4 }, &(DgShape){ 3, { 1, 3, 8 } },
                                dg_kernels_get (0), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/shapes", test_shapes);
  g_test_add_func ("/pool/differences", test_differences);
  g_test_add_func ("/pool/kernels", test_kernels);
  g_test_add_func ("/pool/ties", test_ties);
  return g_test_run ();
}
