/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/geometry.h"

#include <math.h>

#include "figure/geometry-private.h"

#include "figure-fixture.h"

static void
assert_whole (double value)
{
  g_assert_cmpfloat_with_epsilon (value, round (value), 1e-6);
}

static gboolean
overlap (const DgRect *a, const DgRect *b)
{
  const double least = 1e-6;

  return a->x + a->width > b->x + least && b->x + b->width > a->x + least && a->y + a->height > b->y + least
         && b->y + b->height > a->y + least;
}

/* What a line of text covers, from the tops of capitals to the baseline; accents and descenders may touch. */
static DgRect
measure_run (PangoLayout *layout, const DgTextRun *run)
{
  g_autoptr (DgText) text = dg_text_new (layout, run->font, run->string);
  double width = dg_text_get_width (text);

  return (DgRect) { run->centred ? run->x - width / 2 : run->x, run->baseline - 0.75 * run->font.size, width,
                    0.75 * run->font.size };
}

/* Everything the figure draws: cells with their margins, lines of text, keys. */
static GArray *
collect_rects (const DgGeometry *geometry)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (DgRect));
  PangoLayout *layout = dg_text_create_layout (NULL);
  double size = (geometry->side + geometry->margin + geometry->spacing) / geometry->scale;
  double beside = dg_geometry_get_beside (geometry) / geometry->scale;

  for (guint row = 0; row < geometry->n_rows; row++)
    for (guint column = 0; column < geometry->n_columns; column++)
      {
        DgRect rect = { 0, 0, size + beside, size };
        gint x, y;

        dg_geometry_get_corner (geometry, row, column, &x, &y);
        rect.x = x / geometry->scale;
        rect.y = y / geometry->scale;
        g_array_append_val (rects, rect);
      }
  for (guint i = 0; i < geometry->runs->len; i++)
    {
      DgRect rect = measure_run (layout, &g_array_index (geometry->runs, DgTextRun, i));

      g_array_append_val (rects, rect);
    }
  for (guint i = 0; i < geometry->keys->len; i++)
    {
      const DgKeyEntry *entry = &g_array_index (geometry->keys, DgKeyEntry, i);
      DgRect rect = measure_run (layout, &entry->run);

      g_array_append_val (rects, entry->swatch);
      g_array_append_val (rects, rect);
    }
  g_object_unref (layout);
  if (geometry->gradient.width > 0)
    g_array_append_val (rects, geometry->gradient);

  return rects;
}

static void
assert_sound (const DgGeometry *geometry)
{
  g_autoptr (GArray) rects = collect_rects (geometry);
  double width, height;

  dg_geometry_get_size (geometry, &width, &height);
  for (guint i = 0; i < rects->len; i++)
    {
      const DgRect *rect = &g_array_index (rects, DgRect, i);

      g_assert_cmpfloat (rect->x, >=, 0);
      g_assert_cmpfloat (rect->y, >=, 0);
      g_assert_cmpfloat (rect->x + rect->width, <=, width);
      g_assert_cmpfloat (rect->y + rect->height, <=, height);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (rect, &g_array_index (rects, DgRect, j)));
    }

  for (guint row = 0; row < geometry->n_rows; row++)
    for (guint column = 0; column < geometry->n_columns; column++)
      {
        double x, y, side;

        dg_geometry_get_image (geometry, row, column, &x, &y, &side);
        assert_whole (x * geometry->scale);
        assert_whole (y * geometry->scale);
        assert_whole (side * geometry->scale);
        g_assert_cmpfloat (side * geometry->scale, >=, 1);
      }
}

static const struct
{
  guint n_rows, n_columns;
} grids[] = { { 1, 1 }, { 4, 4 }, { 1, 5 }, { 6, 1 }, { 2, 12 }, { 12, 12 } };

static const double sizes[][2] = {
  { 300, 300 }, { 300, 900 }, { 836, 620 }, { 1100, 400 }, { 1600, 1000 }, { 3000, 3000 }, { 3000, 600 },
};

static const double scales[] = { 1, 2, 1.25, 3 };

/* Whole pixels, nothing over another, nothing outside: at every size, with and without title and keys. */
static void
test_sound_at_all_sizes (void)
{
  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    for (guint extras = 0; extras < 2; extras++)
      {
        g_autoptr (DgFigure) figure = make_figure (grids[g].n_rows, grids[g].n_columns, 10);

        if (extras)
          add_extras (figure);
        for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
          {
            double scale = scales[(g + i) % G_N_ELEMENTS (scales)];
            g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, sizes[i][0], sizes[i][1], scale);
            double width, height;

            dg_geometry_get_size (geometry, &width, &height);
            g_assert_cmpfloat (width, ==, sizes[i][0]);
            g_assert_cmpfloat (height, ==, sizes[i][1]);
            assert_sound (geometry);
          }
      }
}

static void
test_sound_for_cells (void)
{
  const double cells[] = { 8, 24, 72, 144, 400 };

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
      {
        double scale = scales[(g + i) % G_N_ELEMENTS (scales)], x, y, side;
        g_autoptr (DgFigure) figure = make_figure (grids[g].n_rows, grids[g].n_columns, 10);
        g_autoptr (DgGeometry) geometry = NULL;

        add_extras (figure);
        geometry = dg_geometry_new_for_cell (figure, cells[i], scale);
        assert_sound (geometry);
        dg_geometry_get_image (geometry, 0, 0, &x, &y, &side);
        g_assert_cmpfloat_with_epsilon (side, cells[i], 0.5 / scale);
      }
}

/* Each tile holds what may be painted of its cell, and none meets another. */
static void
assert_tiles (const DgGeometry *geometry)
{
  guint n = geometry->n_rows * geometry->n_columns;
  g_autofree DgRect *tiles = g_new (DgRect, n);

  for (guint i = 0; i < n; i++)
    {
      guint row = i / geometry->n_columns, column = i % geometry->n_columns;
      double x, y, width, height;

      dg_geometry_get_tile (geometry, row, column, &tiles[i].x, &tiles[i].y, &tiles[i].width, &tiles[i].height);
      dg_geometry_get_painted (geometry, row, column, &x, &y, &width, &height);
      g_assert_cmpfloat (tiles[i].x, <, x);
      g_assert_cmpfloat (tiles[i].y, <=, y + 1e-9);
      g_assert_cmpfloat (tiles[i].x + tiles[i].width, >=, x + width - 1e-9);
      g_assert_cmpfloat (tiles[i].y + tiles[i].height, >=, y + height - 1e-9);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (&tiles[i], &tiles[j]));
    }
}

/* Silhouettes and names of groups have room of their own, in whole pixels, at every size. */
static void
test_sound_with_silhouettes (void)
{
  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        double scale = scales[(g + i) % G_N_ELEMENTS (scales)], x, y, width, height, image_x, image_y, side;
        g_autoptr (DgFigure) figure = make_figure (grids[g].n_rows, grids[g].n_columns, 10);
        g_autoptr (DgGeometry) geometry = NULL;

        add_extras (figure);
        figure->silhouettes = TRUE;
        geometry = dg_geometry_new (figure, sizes[i][0], sizes[i][1], scale);
        assert_sound (geometry);
        g_assert_cmpint (geometry->bars, >, 0);
        dg_geometry_get_image (geometry, 0, 0, &image_x, &image_y, &side);
        dg_geometry_get_painted (geometry, 0, 0, &x, &y, &width, &height);
        g_assert_cmpfloat (x, ==, image_x);
        g_assert_cmpfloat_with_epsilon (y + height, image_y + side, 1e-9);
        g_assert_cmpfloat (width, >, side);
        g_assert_cmpfloat (height, >, side);
        assert_tiles (geometry);
      }
}

/* Names as they come: long, wide, empty, none. */
static void
test_sound_with_awkward_names (void)
{
  g_autoptr (DgFigure) figure = make_figure (3, 3, 10);

  g_free (figure->row_names[0]);
  figure->row_names[0] = g_strdup ("a layer whose name somebody generated: block_12.attention.projection");
  g_free (figure->row_names[1]);
  figure->row_names[1] = NULL;
  g_free (figure->row_notes[2]);
  figure->row_notes[2] = g_strdup ("");
  g_free (figure->column_names[1]);
  figure->column_names[1] = g_strdup ("エポック一〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇\xff");
  add_extras (figure);
  g_free (figure->class_names[3]);
  figure->class_names[3] = NULL;
  g_free (figure->class_names[4]);
  figure->class_names[4] = g_strnfill (300, 'w');

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, sizes[i][0], sizes[i][1], 1);

      assert_sound (geometry);
    }
}

/* One more pixel to each image would not fit: the largest side fills the height or the width but for its
 * text. */
static void
test_fills_the_space (void)
{
  g_autoptr (DgFigure) one = make_figure (1, 1, 10);
  g_autoptr (DgFigure) grid = make_figure (4, 4, 10);
  g_autoptr (DgGeometry) large = dg_geometry_new (one, 836, 700, 1);
  g_autoptr (DgGeometry) small = dg_geometry_new (grid, 836, 700, 1);
  double x, y, side;

  dg_geometry_get_image (large, 0, 0, &x, &y, &side);
  g_assert_cmpfloat (side, >, 0.85 * 700);
  dg_geometry_get_image (small, 0, 0, &x, &y, &side);
  g_assert_cmpfloat (4 * side, >, 0.75 * 700);
  g_assert_cmpint (large->margin, >, small->margin);
}

static void
test_centred (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 2, 10);
  g_autoptr (DgGeometry) wide = dg_geometry_new (figure, 2000, 500, 1);
  g_autoptr (DgGeometry) narrow = dg_geometry_new (figure, 1000, 500, 1);

  g_assert_cmpint (wide->side, ==, narrow->side);
  g_assert_cmpint (wide->left, ==, narrow->left + 500);
  g_assert_cmpfloat_with_epsilon (wide->names_left, narrow->names_left + 500, 1e-9);
}

/* A figure that is wider than high stays beneath what is above it, however much room is left. */
static void
test_at_top (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 6, 10);
  g_autoptr (DgGeometry) low = dg_geometry_new_at_top (figure, 900, 900, 1);
  g_autoptr (DgGeometry) high = dg_geometry_new_at_top (figure, 900, 1400, 1);
  g_autoptr (DgGeometry) centred = dg_geometry_new (figure, 900, 1400, 1);

  g_assert_cmpint (low->side, ==, high->side);
  g_assert_cmpint (low->top, ==, high->top);
  g_assert_cmpint (high->left, ==, centred->left);
  g_assert_cmpint (centred->top, >, high->top + 250);
  g_assert_cmpfloat (high->height, ==, 1400);
}

/* The window keeps its geometry while marks, selection and cells change. */
static void
test_independent_of_marks (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 2, 10);
  g_autoptr (DgGeometry) before = NULL, after = NULL;
  guint32 sample = 3;

  add_extras (figure);
  before = dg_geometry_new (figure, 700, 600, 1);
  add_mark (figure, 2, 1, TRUE);
  dg_figure_select (figure, -1, &sample, 1);
  dg_figure_set_cell (figure, 1, 1, NULL);
  figure->current_row = figure->current_column = 0;
  after = dg_geometry_new (figure, 700, 600, 1);

  g_assert_cmpint (before->side, ==, after->side);
  g_assert_cmpint (before->left, ==, after->left);
  g_assert_cmpint (before->top, ==, after->top);
  g_assert_cmpuint (before->runs->len, ==, after->runs->len);
  g_assert_cmpuint (before->keys->len, ==, after->keys->len);
}

/* The pixels of all positions follow one another without a hole, and each shows its position. */
static void
test_spans (void)
{
  const gsize counts[] = { 1, 2, 7, 50, 99, 100, 101, 150, 1000 };
  g_autoptr (DgFigure) figure = make_figure (1, 1, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, 100, 1);

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      gsize n = counts[c];
      gint expected = 0;

      for (gsize position = 0; position < n; position++)
        {
          gint first, count;

          dg_geometry_get_span (geometry, n, position, &first, &count);
          g_assert_cmpint (first, >=, 0);
          g_assert_cmpint (count, >=, 1);
          g_assert_cmpint (first + count, <=, 100);
          if (n > 100)
            {
              g_assert_cmpint (count, ==, 1);
              continue;
            }
          g_assert_cmpint (first, ==, expected);
          for (gint pixel = first; pixel < first + count; pixel++)
            g_assert_cmpuint (dg_geometry_get_position (geometry, n, pixel), ==, position);
          expected = first + count;
        }
      if (n <= 100)
        g_assert_cmpint (expected, ==, 100);
      g_assert_cmpuint (dg_geometry_get_position (geometry, n, 99), <, n);
    }
}

/* Picking is painting backwards: every pixel of every position in every cell, in the image and in both
 * margins. */
static void
test_pick_inverts (void)
{
  const gsize n = 13;

  for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      double scale = scales[s];
      g_autoptr (DgFigure) figure = make_figure (3, 2, n);
      g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, 420, 360, scale);

      for (guint row = 0; row < 3; row++)
        for (guint column = 0; column < 2; column++)
          for (gsize position = 0; position < n; position++)
            {
              gsize other = (5 * position + 2) % n;
              gint first, count, across, n_across, before = geometry->margin + geometry->spacing, x, y;

              dg_geometry_get_corner (geometry, row, column, &x, &y);
              dg_geometry_get_span (geometry, n, position, &first, &count);
              dg_geometry_get_span (geometry, n, other, &across, &n_across);
              for (gint pixel = first; pixel < first + count; pixel++)
                {
                  double down = (y + before + pixel) / scale, right = (x + before + across) / scale;
                  DgPick image = dg_geometry_pick (geometry, figure, right, down);
                  DgPick left = dg_geometry_pick (geometry, figure, (x + 0.5) / scale, down);
                  DgPick top = dg_geometry_pick (geometry, figure, (x + before + pixel) / scale,
                                                 (y + 0.5) / scale);

                  g_assert_cmpint (image.row, ==, row);
                  g_assert_cmpint (image.column, ==, column);
                  g_assert_cmpint (image.i, ==, position);
                  g_assert_cmpint (image.j, ==, other);
                  g_assert_cmpint (left.row, ==, row);
                  g_assert_cmpint (left.i, ==, position);
                  g_assert_cmpint (left.j, ==, -1);
                  g_assert_cmpint (top.column, ==, column);
                  g_assert_cmpint (top.i, ==, -1);
                  g_assert_cmpint (top.j, ==, position);
                }
            }
    }
}

/* Where many samples share a pixel, a click on a tick means its sample: the misclassified one at the tip. */
static void
test_pick_ticks (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 1000);
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, 100, 1);
  gint x, y, before = geometry->margin + geometry->spacing;

  add_mark (figure, 503, 1, FALSE);
  add_mark (figure, 504, 2, FALSE);
  add_mark (figure, 507, 2, FALSE);
  add_mark (figure, 508, 3, TRUE);
  dg_geometry_get_corner (geometry, 0, 0, &x, &y);

  g_assert_cmpint (dg_geometry_pick (geometry, figure, x + geometry->margin - 1, y + before + 50).i, ==, 504);
  g_assert_cmpint (dg_geometry_pick (geometry, figure, x, y + before + 50).i, ==, 508);
  g_assert_cmpint (dg_geometry_pick (geometry, figure, x + before + 50, y).j, ==, 508);
  g_assert_cmpint (dg_geometry_pick (geometry, figure, x, y + before + 60).i, ==, 605);
}

static void
test_pick_outside (void)
{
  g_autoptr (DgFigure) figure = make_figure (2, 2, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, 400, 400, 1);
  const double points[][2] = { { -1, -1 }, { -1e9, 5 }, { 0, 0 }, { 399, 399 }, { 1e9, 1e9 } };
  gint x, y, pitch = geometry->side + geometry->margin + geometry->spacing + geometry->gap;
  DgPick gap, corner;

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      DgPick pick = dg_geometry_pick (geometry, figure, points[i][0], points[i][1]);

      g_assert_cmpint (pick.row, ==, -1);
      g_assert_cmpint (pick.column, ==, -1);
      g_assert_cmpint (pick.i, ==, -1);
      g_assert_cmpint (pick.j, ==, -1);
      g_assert_false (pick.row_name || pick.column_name);
    }

  dg_geometry_get_corner (geometry, 0, 0, &x, &y);
  gap = dg_geometry_pick (geometry, figure, x + pitch - 1, y + geometry->side);
  g_assert_cmpint (gap.row, ==, -1);
  g_assert_cmpint (gap.column, ==, -1);

  corner = dg_geometry_pick (geometry, figure, x, y);
  g_assert_cmpint (corner.row, ==, 0);
  g_assert_cmpint (corner.column, ==, 0);
  g_assert_cmpint (corner.i, ==, -1);
  g_assert_cmpint (corner.j, ==, -1);
}

/* Beside the image the pointer is on the sample of the row. */
static void
test_pick_silhouettes (void)
{
  g_autoptr (DgFigure) figure = make_plot_figure (2, 2, 30);
  g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, 500, 400, 1);
  gint beside = dg_geometry_get_beside (geometry), before = geometry->margin + geometry->spacing;

  for (guint cell = 0; cell < 4; cell++)
    for (gsize position = 0; position < 30; position++)
      {
        gint x, y, first, count;

        dg_geometry_get_corner (geometry, cell / 2, cell % 2, &x, &y);
        dg_geometry_get_span (geometry, 30, position, &first, &count);
        for (gint pixel = 0; pixel < beside; pixel++)
          {
            DgPick pick = dg_geometry_pick (geometry, figure, x + before + geometry->side + pixel,
                                            y + before + first);

            g_assert_cmpint (pick.row, ==, cell / 2);
            g_assert_cmpint (pick.column, ==, cell % 2);
            g_assert_cmpint (pick.i, ==, position);
            g_assert_cmpint (pick.j, ==, -1);
          }
        g_assert_cmpint (dg_geometry_pick (geometry, figure, x + before + geometry->side + beside,
                                           y + before + first).column, ==, -1);
      }
}

static void
test_pick_names (void)
{
  g_autoptr (DgFigure) figure = make_figure (3, 3, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, 500, 500, 1);

  for (guint i = 0; i < 3; i++)
    {
      double x, y, side;
      DgPick row, column;

      dg_geometry_get_image (geometry, i, i, &x, &y, &side);
      row = dg_geometry_pick (geometry, figure, geometry->names_left + 2, y + side / 2);
      column = dg_geometry_pick (geometry, figure, x + side / 2, geometry->names_top + 2);
      g_assert_true (row.row_name);
      g_assert_cmpint (row.row, ==, i);
      g_assert_cmpint (row.column, ==, -1);
      g_assert_true (column.column_name);
      g_assert_cmpint (column.column, ==, i);
      g_assert_cmpint (column.row, ==, -1);
    }
}

static void
test_pick_absent_cell (void)
{
  g_autoptr (DgFigure) figure = make_figure (1, 1, 10);
  g_autoptr (DgGeometry) geometry = dg_geometry_new (figure, 300, 300, 1);
  double x, y, side;
  DgPick pick;

  dg_figure_set_cell (figure, 0, 0, NULL);
  dg_geometry_get_image (geometry, 0, 0, &x, &y, &side);
  pick = dg_geometry_pick (geometry, figure, x + side / 2, y + side / 2);
  g_assert_cmpint (pick.row, ==, 0);
  g_assert_cmpint (pick.column, ==, 0);
  g_assert_cmpint (pick.i, ==, -1);
  g_assert_cmpint (pick.j, ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geometry/sound/at-all-sizes", test_sound_at_all_sizes);
  g_test_add_func ("/geometry/sound/for-cells", test_sound_for_cells);
  g_test_add_func ("/geometry/sound/awkward-names", test_sound_with_awkward_names);
  g_test_add_func ("/geometry/sound/silhouettes", test_sound_with_silhouettes);
  g_test_add_func ("/geometry/fills-the-space", test_fills_the_space);
  g_test_add_func ("/geometry/centred", test_centred);
  g_test_add_func ("/geometry/at-top", test_at_top);
  g_test_add_func ("/geometry/independent-of-marks", test_independent_of_marks);
  g_test_add_func ("/geometry/spans", test_spans);
  g_test_add_func ("/geometry/pick/inverts", test_pick_inverts);
  g_test_add_func ("/geometry/pick/ticks", test_pick_ticks);
  g_test_add_func ("/geometry/pick/outside", test_pick_outside);
  g_test_add_func ("/geometry/pick/silhouettes", test_pick_silhouettes);
  g_test_add_func ("/geometry/pick/names", test_pick_names);
  g_test_add_func ("/geometry/pick/absent-cell", test_pick_absent_cell);

  return g_test_run ();
}
