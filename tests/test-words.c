/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/words.h"

static void
assert_count (gsize count, const char *expected)
{
  g_autofree char *text = dg_words_count (count);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_count (void)
{
  assert_count (0, "0");
  assert_count (999, "999");
  assert_count (1000, "1\u00a0000");
  assert_count (60000, "60\u00a0000");
  assert_count (1234567, "1\u00a0234\u00a0567");
}

static void
test_shape (void)
{
  const gsize shape[] = { 6, 24, 24 }, flat[] = { 1000 };
  g_autofree char *of_map = dg_words_shape (shape, 3), *of_flat = dg_words_shape (flat, 1);
  g_autofree char *of_number = dg_words_shape (flat, 0);

  g_assert_cmpstr (of_map, ==, "6 × 24 × 24");
  g_assert_cmpstr (of_flat, ==, "1\u00a0000");
  g_assert_cmpstr (of_number, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/count", test_count);
  g_test_add_func ("/words/shape", test_shape);
  return g_test_run ();
}
