/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/figure.h"

#include <string.h>

#include "figure-fixture.h"

static void
assert_says (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” does not say “%s”", text, part);
}

static void
test_empty (void)
{
  g_autoptr (DgFigure) figure = dg_figure_new (2, 3);

  for (guint row = 0; row < 2; row++)
    for (guint column = 0; column < 3; column++)
      g_assert_null (dg_figure_get_cell (figure, row, column));
  g_assert_cmpuint (figure->marks->len, ==, 0);
  g_assert_cmpuint (figure->selected[0]->len + figure->selected[1]->len, ==, 0);
  g_assert_cmpint (figure->current_row, ==, -1);
  g_assert_cmpint (figure->current_column, ==, -1);
  g_assert_cmpstr (dg_palette_get_name (figure->palette), ==, "grey");
  g_assert_cmphex (dg_colour_to_pixel (figure->foreground), ==, 0x000000);
  g_assert_cmphex (dg_colour_to_pixel (figure->background), ==, 0xffffff);
}

static void
test_cells (void)
{
  g_autoptr (DgFigure) figure = dg_figure_new (2, 3);
  g_autoptr (DgCell) cell = make_cell (5, 1, 1);

  dg_figure_set_cell (figure, 1, 2, cell);
  dg_figure_set_cell (figure, 1, 2, cell);
  g_assert_true (dg_figure_get_cell (figure, 1, 2) == cell);
  g_assert_null (dg_figure_get_cell (figure, 0, 2));
  dg_figure_set_cell (figure, 1, 2, NULL);
  g_assert_null (dg_figure_get_cell (figure, 1, 2));
  g_assert_cmpuint (dg_cell_get_n (cell), ==, 5);
}

static void
test_describe (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 2, 10);
  g_autoptr (DgFigure) plots = make_plot_figure (1, 2, 10);
  g_autofree char *text = NULL, *plain = dg_figure_describe (figure), *of_plots = dg_figure_describe (plots);
  const guint32 selected[] = { 7, 9 };

  assert_says (plain, "2 × 2 iVAT images");
  assert_says (of_plots, "1 × 2 dissimilarity plots");
  assert_says (plain, "Rows: R0, R1");
  assert_says (plain, "Columns: epoch 1, epoch 2");
  g_assert_null (strstr (plain, "marked"));
  g_assert_null (strstr (plain, "are there"));
  g_assert_null (strstr (plain, "elected"));

  add_extras (figure);
  add_mark (figure, 1, 4, FALSE);
  add_mark (figure, 7, 4, TRUE);
  dg_figure_select (figure, -1, selected, 2);
  dg_figure_set_cell (figure, 0, 1, NULL);
  text = dg_figure_describe (figure);
  assert_says (text, "Layers & epochs");
  assert_says (text, "3 of 4 are there");
  assert_says (text, "2 samples are marked");
  assert_says (text, "1 of them is misclassified");
  assert_says (text, "Selected samples: 7, 9");
  assert_says (text, "100 of 10 000 test images");
}

static void
test_describe_units (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 2, 10);
  const guint32 first[] = { 4 }, second[] = { 9, 2 };
  g_autofree char *text = NULL;

  figure->subject = DG_SUBJECT_WEIGHTS;
  dg_figure_select (figure, 0, first, 1);
  dg_figure_select (figure, 1, second, 2);
  text = dg_figure_describe (figure);
  assert_says (text, "dark where units are similar");
  assert_says (text, "Selected units of R0: 4. Selected units of R1: 9, 2.");
  g_assert_null (strstr (text, "sample"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/empty", test_empty);
  g_test_add_func ("/figure/cells", test_cells);
  g_test_add_func ("/figure/describe", test_describe);
  g_test_add_func ("/figure/describe-units", test_describe_units);

  return g_test_run ();
}
