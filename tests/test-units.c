/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/units.h"

#include "base/error.h"

typedef struct
{
  const char *module;
  gboolean are_filters;
  gsize n_units;
  guint n_dims;
  gsize shape[3];
} Expected;

static void
assert_units (const char *description, const DgNetworkSizes *sizes, const Expected *expected, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = dg_units_list (description, sizes, &error);
  g_autoptr (DgNetwork) network = dg_network_new (description, sizes, 1, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const DgUnits *units = &g_array_index (list, DgUnits, i);
      const DgParameter *weight = dg_network_get_parameter (network, 2 * i);

      g_assert_cmpstr (units->module, ==, expected[i].module);
      g_assert_cmpint (units->are_filters, ==, expected[i].are_filters);
      g_assert_cmpuint (units->n_units, ==, expected[i].n_units);
      g_assert_cmpuint (units->n_dims, ==, expected[i].n_dims);
      for (guint d = 0; d < units->n_dims; d++)
        g_assert_cmpuint (units->shape[d], ==, expected[i].shape[d]);

      g_assert_cmpuint (weight->shape[0], ==, units->n_units);
      for (guint d = 2; d < weight->n_dims; d++)
        g_assert_cmpuint (weight->shape[d], ==, units->shape[d - 1]);
      if (weight->n_dims == 2)
        g_assert_cmpuint (weight->shape[1], ==, dg_units_get_fan_in (units));
    }
}

static void
test_lenet5 (void)
{
  static const Expected expected[] = {
    { "C1", TRUE, 6, 3, { 1, 5, 5 } },    { "C2", TRUE, 16, 3, { 6, 5, 5 } }, { "F3", FALSE, 120, 3, { 16, 4, 4 } },
    { "F4", FALSE, 84, 1, { 120 } },      { "F5", FALSE, 10, 1, { 84 } },
  };

  assert_units ("lenet5", &(DgNetworkSizes){ 1, 28, 28, 10 }, expected, G_N_ELEMENTS (expected));
}

/* What lies right before the image counts, whatever is done to it on the way. */
static void
test_image (void)
{
  static const Expected alone[] = { { "F", FALSE, 2, 3, { 3, 4, 5 } } };
  static const Expected behind_relu[] = { { "F", FALSE, 1, 3, { 1, 2, 3 } }, { "G", FALSE, 2, 1, { 1 } } };

  assert_units ("F linear classes\nS logsoftmax", &(DgNetworkSizes){ 3, 4, 5, 2 }, alone, 1);
  assert_units ("R relu\nF linear 1\nG linear classes\nS logsoftmax", &(DgNetworkSizes){ 1, 2, 3, 2 }, behind_relu,
                2);
}

static void
test_no_network (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_units_list ("lenet5", &(DgNetworkSizes){ 1, 4, 4, 10 }, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/units/lenet5", test_lenet5);
  g_test_add_func ("/units/image", test_image);
  g_test_add_func ("/units/no-network", test_no_network);
  return g_test_run ();
}
