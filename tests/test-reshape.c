/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/reshape.h"

#include "base/error.h"
#include "module-check.h"

static const double shape[] = { 3, 4, 2 };

static void
test_differences (void)
{
  check_differences ("flatten", NULL, &(DgShape){ 3, { 2, 3, 5 } });
  check_differences ("reshape", shape, &(DgShape){ 1, { 24 } });
}

static void
test_kernels (void)
{
  check_kernels ("flatten", NULL, &(DgShape){ 3, { 2, 3, 5 } });
  check_kernels ("reshape", shape, &(DgShape){ 3, { 6, 2, 2 } });
}

static void
test_shapes (void)
{
  g_autoptr (DgModule) flat = dg_module_new (&dg_flatten_class, "F", NULL, &(DgShape){ 3, { 2, 3, 5 } },
                                             dg_kernels_get (0), NULL);
  g_autoptr (DgModule) deep = dg_module_new (&dg_reshape_class, "Q", shape, &(DgShape){ 1, { 24 } },
                                             dg_kernels_get (0), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (flat->output.n_dims, ==, 1);
  g_assert_cmpuint (flat->output.extent[0], ==, 30);
  g_assert_cmpuint (deep->output.n_dims, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (deep->output.extent[i], ==, shape[i]);
  g_assert_null (dg_module_new (&dg_reshape_class, "Q", shape, &(DgShape){ 1, { 25 } }, dg_kernels_get (0),
                                &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reshape/shapes", test_shapes);
  g_test_add_func ("/reshape/differences", test_differences);
  g_test_add_func ("/reshape/kernels", test_kernels);
  return g_test_run ();
}
