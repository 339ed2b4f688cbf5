/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/outline.h"

#include "base/error.h"

static const DgNetworkSizes mnist = { 1, 28, 28, 10 };

/* The numbers of the paper's Table 1, and those PyTorch counts. */
static void
test_lenet5 (void)
{
  static const gsize n_parameters[] = { 156, 0, 0, 2416, 0, 0, 30840, 0, 10164, 0, 850, 0 };
  g_autoptr (GError) error = NULL;
  DgTextPlace place = { 7, 7 };
  g_autoptr (DgOutline) outline = dg_outline_new ("lenet5", &mnist, &place, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (place.line, ==, 0);
  g_assert_cmpuint (outline->n_modules, ==, G_N_ELEMENTS (n_parameters));
  for (guint i = 0; i < outline->n_modules; i++)
    {
      g_assert_cmpuint (outline->lines[i], ==, i + 1);
      g_assert_cmpuint (outline->n_parameters[i], ==, n_parameters[i]);
    }
  g_assert_cmpuint (outline->n_total, ==, 44426);
  g_assert_cmpuint (dg_network_get_module_info (outline->network, 5)->shape[2], ==, 4);
}

/* Lines of a text that are no modules count, and what batch normalisation only remembers does not. */
static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  DgTextPlace place;
  g_autoptr (DgOutline) outline = dg_outline_new ("# a remark\n\nC1 conv 4 3\nB1 batchnorm\n\n"
                                                  "F2 linear classes # the end\nS2 logsoftmax\n",
                                                  &mnist, &place, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (outline->n_modules, ==, 4);
  g_assert_cmpuint (outline->lines[0], ==, 3);
  g_assert_cmpuint (outline->lines[2], ==, 6);
  g_assert_cmpuint (outline->n_parameters[0], ==, 40);
  g_assert_cmpuint (outline->n_parameters[1], ==, 8);
}

static void
test_faults (void)
{
  static const struct
  {
    const char *text;
    int code;
    guint line, column;
  } faults[] = {
    { "C1 conv 6 5\nR1 rule\n", DG_ERROR_NAME, 2, 4 },
    { "C1 conv 6 29\nF2 linear classes\nS2 logsoftmax\n", DG_ERROR_MISMATCH, 1, 1 },
    { "\n", DG_ERROR_FORMAT, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      DgTextPlace place;

      g_assert_null (dg_outline_new (faults[i].text, &mnist, &place, &error));
      g_assert_error (error, DG_ERROR, faults[i].code);
      g_assert_cmpuint (place.line, ==, faults[i].line);
      g_assert_cmpuint (place.column, ==, faults[i].column);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outline/lenet5", test_lenet5);
  g_test_add_func ("/outline/lines", test_lines);
  g_test_add_func ("/outline/faults", test_faults);
  return g_test_run ();
}
