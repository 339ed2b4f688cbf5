/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/epoch-list.h"

#include "base/error.h"

static const guint saved[] = { 1, 2, 10, 20, 100 };

static void
assert_chosen (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gsize n = 99;
  g_autofree guint *epochs = dg_epoch_list_parse (text, saved, G_N_ELEMENTS (saved), &n, &error);
  g_autofree char *back = NULL;

  g_assert_no_error (error);
  back = dg_epoch_list_to_string (epochs, n);
  g_assert_cmpstr (back, ==, expected);
}

static void
test_choose (void)
{
  assert_chosen ("1,2,10,100", "1,2,10,100");
  assert_chosen ("20, 1 ,20", "1,20");
  assert_chosen ("1-20", "1,2,10,20");
  assert_chosen (" 3 - 15 ,100", "10,100");
  assert_chosen ("all", "1,2,10,20,100");
}

static void
assert_refused (const char *text, gint code, const char *part)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_null (dg_epoch_list_parse (text, saved, G_N_ELEMENTS (saved), &n, &error));
  g_assert_error (error, DG_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refuse (void)
{
  assert_refused ("", DG_ERROR_VALUE, "“”");
  assert_refused ("1,", DG_ERROR_VALUE, "“”");
  assert_refused ("one", DG_ERROR_VALUE, "“one”");
  assert_refused ("-3", DG_ERROR_VALUE, "“-3”");
  assert_refused ("9-3", DG_ERROR_VALUE, "“9-3”");
  assert_refused ("1-2-3", DG_ERROR_VALUE, "“1-2-3”");
  assert_refused ("99999999999999", DG_ERROR_VALUE, "“99999999999999”");
  assert_refused ("3", DG_ERROR_NAME, "no epoch 3; there are 1,2,10,20,100");
  assert_refused ("3-9", DG_ERROR_NAME, "no epoch 3-9");
}

static void
test_write (void)
{
  const guint epochs[] = { 1, 2, 4, 5, 6, 9, 10 };
  g_autofree char *text = dg_epoch_list_to_string (epochs, G_N_ELEMENTS (epochs));
  g_autofree char *none = dg_epoch_list_to_string (NULL, 0);

  g_assert_cmpstr (text, ==, "1,2,4-6,9,10");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epoch-list/choose", test_choose);
  g_test_add_func ("/epoch-list/refuse", test_refuse);
  g_test_add_func ("/epoch-list/write", test_write);
  return g_test_run ();
}
