/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "explorer/list.h"

static void
assert_names (const char *text, const char *joined)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = dg_list_parse_names (text, &error);
  g_autofree char *result = NULL;

  g_assert_no_error (error);
  result = g_strjoinv ("|", names);
  g_assert_cmpstr (result, ==, joined);
}

static void
test_names (void)
{
  assert_names ("R3", "R3");
  assert_names ("P1:0, R3 ,S5", "P1:0|R3|S5");
}

static void
test_names_refused (void)
{
  const char *const texts[] = { "", "   ", "R3,", ",R3", "R3,,S5" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_list_parse_names (texts[i], &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
    }
}

static void
test_sizes (void)
{
  const guint expected[] = { 1000, 500, 100, 50 };
  g_autoptr (GError) error = NULL;
  g_autofree guint *sizes = NULL;
  gsize n;

  sizes = dg_list_parse_sizes ("100, 1000,500,50,500", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (sizes, n * sizeof *sizes, expected, sizeof expected);
}

static void
test_sizes_refused (void)
{
  const char *const texts[] = { "", "0", "-5", "10,x", "1-20", "4294967296", "10,,20", "1e3" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize n;

      g_assert_null (dg_list_parse_sizes (texts[i], &n, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/names", test_names);
  g_test_add_func ("/list/names/refused", test_names_refused);
  g_test_add_func ("/list/sizes", test_sizes);
  g_test_add_func ("/list/sizes/refused", test_sizes_refused);
  return g_test_run ();
}
