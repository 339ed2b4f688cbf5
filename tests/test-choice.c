/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/choice.h"

static void
assert_chosen (const GArray *chosen, const guint *expected, gsize n)
{
  g_assert_cmpmem (chosen->data, chosen->len * sizeof *expected, expected, n * sizeof *expected);
}

static void
take (GArray *chosen, guint item, gboolean extend)
{
  dg_choice_take (chosen, &item, g_int_equal, extend);
}

static void
test_take (void)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));

  take (chosen, 5, FALSE);
  take (chosen, 3, TRUE);
  take (chosen, 9, TRUE);
  assert_chosen (chosen, (guint[]){ 5, 3, 9 }, 3);
  take (chosen, 3, TRUE); /* toggles */
  assert_chosen (chosen, (guint[]){ 5, 9 }, 2);
  take (chosen, 9, FALSE); /* among others: alone */
  assert_chosen (chosen, (guint[]){ 9 }, 1);
  take (chosen, 9, FALSE); /* alone already: none */
  g_assert_cmpuint (chosen->len, ==, 0);
}

static void
test_find (void)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  guint item = 4, place = 7;

  g_assert_false (dg_choice_find (chosen, &item, g_int_equal, &place));
  take (chosen, 2, TRUE);
  take (chosen, 4, TRUE);
  g_assert_true (dg_choice_find (chosen, &item, g_int_equal, &place));
  g_assert_cmpuint (place, ==, 1);
  g_assert_true (dg_choice_find (chosen, &item, g_int_equal, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choice/take", test_take);
  g_test_add_func ("/choice/find", test_find);
  return g_test_run ();
}
