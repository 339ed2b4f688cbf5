/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/ticks.h"

#include <math.h>

#include "figure-fixture.h"

static DgTicks *
make_ticks (DgFigure *figure, double cell, double scale, gint *side)
{
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, cell, scale);
  g_autoptr (GArray) marks = dg_ticks_sort_marks (figure->marks);
  const DgCell *shown = dg_figure_get_cell (figure, 0, 0);
  g_autoptr (DgSpans) spans = dg_spans_new (geometry, dg_cell_get_n (shown));
  g_autofree gint *pixels = dg_spans_locate (spans, shown, marks);
  DgTicks *ticks = dg_ticks_new (spans, marks, pixels, floor (scale));

  *side = geometry->side;
  g_assert_cmpint (ticks->side, ==, *side);
  return ticks;
}

/* Ten pixels a sample: a tick covers them all. */
static void
test_few_samples (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 20);
  g_autoptr (DgTicks) ticks = NULL;
  gint side;

  add_mark (figure, 3, 7, FALSE);
  add_mark (figure, 4, 2, TRUE);
  ticks = make_ticks (figure, 200, 1, &side);

  g_assert_cmpint (side, ==, 200);
  for (gint pixel = 0; pixel < side; pixel++)
    g_assert_cmpint (ticks->owner[pixel], ==, pixel / 10 == 3 ? 30 : pixel / 10 == 4 ? 40 : -1);
  g_assert_cmpint (ticks->class_index[30], ==, 7);
  g_assert_cmpint (ticks->class_index[40], ==, 2);
  g_assert_false (ticks->wrong[30]);
  g_assert_true (ticks->wrong[40]);
}

/* Ten samples a pixel: the class that most of them have, whatever the order of the marks. */
static void
test_many_samples (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 1000);
  g_autoptr (DgTicks) ticks = NULL;
  gint side;

  for (guint i = 0; i < 1000; i++)
    {
      guint own = i / 100;

      add_mark (figure, i, i % 10 < 6 ? own : 9 - i % 4, i == 555);
    }
  ticks = make_ticks (figure, 100, 1, &side);

  for (gint pixel = 0; pixel < side; pixel++)
    {
      g_assert_cmpint (ticks->owner[pixel], ==, pixel);
      g_assert_cmpint (ticks->class_index[pixel], ==, pixel / 10);
      g_assert_cmpint (ticks->wrong[pixel], ==, pixel == 55);
    }
}

/* At four pixels to the point, ticks grow to a point where they are alone and stop where they meet. */
static void
test_thickness (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 400);
  g_autoptr (DgTicks) ticks = NULL;
  gint side, n_alone = 0;

  add_mark (figure, 0, 1, FALSE);
  add_mark (figure, 100, 2, FALSE);
  add_mark (figure, 200, 3, FALSE);
  add_mark (figure, 201, 4, FALSE);
  add_mark (figure, 202, 5, FALSE);
  add_mark (figure, 399, 6, FALSE);
  ticks = make_ticks (figure, 100, 4, &side);

  g_assert_cmpint (side, ==, 400);
  for (gint pixel = 0; pixel < side; pixel++)
    n_alone += ticks->owner[pixel] == 100;
  g_assert_cmpint (n_alone, ==, 4);
  for (gint pixel = 0; pixel < 4; pixel++)
    {
      g_assert_cmpint (ticks->owner[pixel], ==, 0);
      g_assert_cmpint (ticks->owner[399 - pixel], ==, 399);
    }
  g_assert_cmpint (ticks->owner[201], ==, 201);
  g_assert_cmpint (ticks->owner[200], ==, 200);
  g_assert_cmpint (ticks->owner[202], ==, 202);
  g_assert_cmpint (ticks->owner[197], ==, 200);
  g_assert_cmpint (ticks->owner[196], ==, -1);
  g_assert_cmpint (ticks->owner[205], ==, 202);
  g_assert_cmpint (ticks->owner[206], ==, -1);
}

/* By class, and those of a class as they were: also without a class, and of one alone. */
static void
test_sort (void)
{
  static const DgMark marks[] = { { 7, 3, FALSE }, { 2, DG_MARK_NO_CLASS, FALSE }, { 9, 0, TRUE }, { 1, 3, TRUE },
                                  { 4, 0, FALSE }, { 5, DG_MARK_NO_CLASS, FALSE } };
  static const guint32 expected[] = { 2, 5, 9, 4, 7, 1 };
  g_autoptr (GArray) unsorted = g_array_new (FALSE, FALSE, sizeof (DgMark));
  g_autoptr (GArray) none = dg_ticks_sort_marks (unsorted);
  g_autoptr (GArray) sorted = NULL;
  g_autoptr (GArray) again = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_array_append_vals (unsorted, marks, G_N_ELEMENTS (marks));
  sorted = dg_ticks_sort_marks (unsorted);
  g_assert_cmpuint (sorted->len, ==, G_N_ELEMENTS (marks));
  for (guint i = 0; i < sorted->len; i++)
    g_assert_cmpuint (g_array_index (sorted, DgMark, i).sample, ==, expected[i]);

  g_array_set_size (sorted, 1);
  again = dg_ticks_sort_marks (sorted);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpuint (g_array_index (again, DgMark, 0).sample, ==, 2);
}

static void
test_absent_samples (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 10);
  g_autoptr (DgTicks) ticks = NULL;
  gint side;

  add_mark (figure, 10, 0, TRUE);
  add_mark (figure, G_MAXUINT32, 0, TRUE);
  ticks = make_ticks (figure, 50, 1, &side);

  for (gint pixel = 0; pixel < side; pixel++)
    g_assert_cmpint (ticks->owner[pixel], ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ticks/few-samples", test_few_samples);
  g_test_add_func ("/ticks/many-samples", test_many_samples);
  g_test_add_func ("/ticks/thickness", test_thickness);
  g_test_add_func ("/ticks/sort", test_sort);
  g_test_add_func ("/ticks/absent-samples", test_absent_samples);

  return g_test_run ();
}
