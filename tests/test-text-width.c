/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/text-width.h"

static void
test_width (void)
{
  g_assert_cmpuint (dg_cli_text_width (""), ==, 0);
  g_assert_cmpuint (dg_cli_text_width ("2 × 3 · β₁"), ==, 10);
  g_assert_cmpuint (dg_cli_text_width ("層 P1"), ==, 5);
  g_assert_cmpuint (dg_cli_text_width ("エポック"), ==, 8);
  g_assert_cmpuint (dg_cli_text_width ("u\u0308"), ==, 1);
}

static void
test_cut (void)
{
  static const struct
  {
    const char *text;
    gsize columns;
    const char *cut;
  } cases[] = {
    { "epoch 1", 80, "epoch 1" }, { "epoch 1", 5, "epoch" }, { "epoch", 0, "" },
    { "層 P1", 5, "層 P1" },      { "層 P1", 4, "層 P" },    { "層層", 3, "層" }, /* no half of one */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cut = dg_cli_text_cut (cases[i].text, cases[i].columns);

      g_assert_cmpstr (cut, ==, cases[i].cut);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-width/width", test_width);
  g_test_add_func ("/text-width/cut", test_cut);
  return g_test_run ();
}
