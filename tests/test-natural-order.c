/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/natural-order.h"

/* Every name comes before those after it. */
static void
test_order (void)
{
  static const char *names[] = {
    "",          "01",    "1",    "2",      "10",     "99999999999999999999999", "100000000000000000000000",
    "A",         "a",     "conv", "conv.0", "conv1",  "conv1.bias",              "conv2",
    "conv002.1", "conv10", "conv10a", "conv010b", "fc", "層2", "層10",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      {
        int order = dg_natural_order_compare (names[i], names[j]);

        if ((order > 0) - (order < 0) != (i > j) - (i < j))
          g_error ("“%s” and “%s” compare as %d", names[i], names[j], order);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/natural-order/order", test_order);
  return g_test_run ();
}
