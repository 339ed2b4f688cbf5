/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/spans.h"

#include "figure-fixture.h"

/* Fewer samples than pixels, as many, more, and very many. */
static void
test_all_positions (void)
{
  const gsize counts[] = { 1, 7, 99, 100, 101, 250, 10000 };
  g_autoptr (DgFigure) figure = make_figure (1, 1, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, 100, 1);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (DgSpans) spans = dg_spans_new (geometry, counts[i]);

      g_assert_cmpuint (spans->n, ==, counts[i]);
      g_assert_cmpint (spans->side, ==, 100);
      for (gsize position = 0; position < counts[i]; position++)
        {
          gint first, count;

          dg_geometry_get_span (geometry, counts[i], position, &first, &count);
          g_assert_cmpint (spans->first[position], ==, first);
          g_assert_cmpint (spans->count[first], ==, count);
        }
    }
}

/* The sample at position k is 3·k mod 10. */
static void
test_locate (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, 100, 1);
  g_autoptr (DgSpans) spans = dg_spans_new (geometry, 10);
  g_autoptr (DgCell) cell = make_cell (10, 5, 3);
  g_autofree gint *pixels = NULL;

  for (guint sample = 0; sample < 12; sample++)
    add_mark (figure, sample, 0, FALSE);
  pixels = dg_spans_locate (spans, cell, figure->marks);
  for (guint position = 0; position < 10; position++)
    g_assert_cmpint (pixels[position * 3 % 10], ==, 10 * position);
  g_assert_cmpint (pixels[10], ==, -1);
  g_assert_cmpint (pixels[11], ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spans/all-positions", test_all_positions);
  g_test_add_func ("/spans/locate", test_locate);

  return g_test_run ();
}
