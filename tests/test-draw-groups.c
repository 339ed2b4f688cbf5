/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/painter.h"

#include <math.h>

#include "figure-fixture.h"
#include "figure/geometry-private.h"

#define N 60
#define SIDE 240

typedef struct
{
  DgFigure *figure;
  DgGeometry *geometry;
  cairo_surface_t *surface;
  gint x, y; /* of the image, device pixels */
} Fixture;

static void
paint (Fixture *self)
{
  cairo_t *cr;
  double width, height;

  dg_geometry_get_size (self->geometry, &width, &height);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ceil (width), ceil (height));
  cr = cairo_create (self->surface);
  dg_figure_paint (self->figure, self->geometry, cr, DG_FIGURE_ALL);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->figure = make_plot_figure (1, 1, N);
  self->geometry = dg_geometry_new_for_cell (self->figure, SIDE, 1);
  dg_geometry_get_corner (self->geometry, 0, 0, &self->x, &self->y);
  self->x += self->geometry->margin + self->geometry->spacing;
  self->y += self->geometry->margin + self->geometry->spacing;
  paint (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cairo_surface_destroy (self->surface);
  dg_geometry_free (self->geometry);
  dg_figure_free (self->figure);
}

static guint32
get_pixel (const Fixture *self, gint x, gint y)
{
  const guchar *data = cairo_image_surface_get_data (self->surface);
  gint stride = cairo_image_surface_get_stride (self->surface);

  g_assert_true (x >= 0 && x < cairo_image_surface_get_width (self->surface));
  g_assert_true (y >= 0 && y < cairo_image_surface_get_height (self->surface));
  return ((const guint32 *) (gconstpointer) (data + y * stride))[x] & 0xffffff;
}

static guint32
get_expected (const Fixture *self, double value)
{
  DgCell *cell = dg_figure_get_cell (self->figure, 0, 0);
  double level = 255 * value / dg_cell_get_maximum (cell);

  return dg_palette_get_pixel (self->figure->palette, MIN (lround (level), 255)) & 0xffffff;
}

/* Averages fill the squares below the diagonal; lines divide the groups. */
static void
test_image (Fixture *self, gconstpointer data)
{
  const DgDissplot *plot = dg_cell_get_dissplot (dg_figure_get_cell (self->figure, 0, 0));

  for (gsize g = 0; g < 3; g++)
    for (gsize h = 0; h < g; h++)
      {
        gint y = self->y + (plot->begin[g] + plot->begin[g + 1]) * SIDE / N / 2;
        gint x = self->x + (plot->begin[h] + plot->begin[h + 1]) * SIDE / N / 2;

        g_assert_cmphex (get_pixel (self, x, y), ==, get_expected (self, plot->average[g * 3 + h]));
      }
  for (gsize g = 1; g < 3; g++)
    {
      gint at = plot->begin[g] * SIDE / N;
      guint32 above = get_pixel (self, self->x + 2, self->y + at - 4);
      guint32 below = get_pixel (self, self->x + 2, self->y + at + 4);

      g_assert_cmphex (get_pixel (self, self->x + 2, self->y + at - 2), ==, above);
      g_assert_cmphex (get_pixel (self, self->x + 2, self->y + at - 1) & 0xff, >, above & 0xff);
      g_assert_cmphex (get_pixel (self, self->x + 2, self->y + at) & 0xff, <, below & 0xff);
      g_assert_cmphex (get_pixel (self, self->x + 2, self->y + at + 1), ==, below);
    }
}

/* A bar for each sample, in the colour of its class, from the middle to its width; that of the sample that lies
 * in another group points the other way. */
static void
test_bars (Fixture *self, gconstpointer data)
{
  const DgCell *cell = dg_figure_get_cell (self->figure, 0, 0);
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  gint middle = self->x + SIDE + self->geometry->spacing + self->geometry->bars / 2;

  for (gsize k = 0; k < N; k++)
    {
      gsize group = dg_dissplot_find_group (plot, k);
      guint32 colour = dg_colour_to_pixel (dg_palette_get_class_colour (plot->group[group])) & 0xffffff;
      gint y = self->y + (2 * k + 1) * SIDE / (2 * N), reach = plot->width[k] * self->geometry->bars / 2;
      gboolean away = plot->width[k] < 0;

      g_assert_cmpint (abs (reach), >, 6);
      g_assert_cmpint (away, ==, plot->order[k] == 0);
      g_assert_cmphex (get_pixel (self, middle + (away ? -4 : 4), y), ==, colour);
      g_assert_cmphex (get_pixel (self, middle + (away ? 4 : -4), y), ==, 0xffffff);
      g_assert_cmphex (get_pixel (self, middle + reach + (away ? -3 : 3), y), ==, 0xffffff);
    }
}

/* Bars stand beside the rows of their samples, also where not all samples have as many pixels. */
static void
check_rows_of_bars (gsize n)
{
  Fixture fixture = { .figure = make_plot_figure (1, 1, n) };
  const DgDissplot *plot = dg_cell_get_dissplot (dg_figure_get_cell (fixture.figure, 0, 0));
  gint middle;

  fixture.geometry = dg_geometry_new_for_cell (fixture.figure, SIDE, 1);
  dg_geometry_get_corner (fixture.geometry, 0, 0, &fixture.x, &fixture.y);
  fixture.x += fixture.geometry->margin + fixture.geometry->spacing;
  fixture.y += fixture.geometry->margin + fixture.geometry->spacing;
  middle = fixture.x + SIDE + fixture.geometry->spacing + fixture.geometry->bars / 2;
  paint (&fixture);
  for (gint pixel = 0; pixel < SIDE; pixel++)
    {
      double width = plot->width[dg_geometry_get_position (fixture.geometry, n, pixel)];

      if (fabs (width) * fixture.geometry->bars / 2 < 6)
        continue;
      g_assert_cmphex (get_pixel (&fixture, middle + (width < 0 ? -4 : 4), fixture.y + pixel), !=, 0xffffff);
      g_assert_cmphex (get_pixel (&fixture, middle + (width < 0 ? 4 : -4), fixture.y + pixel), ==, 0xffffff);
    }
  tear_down (&fixture, NULL);
}

static void
test_rows_of_bars (void)
{
  for (gsize n = 7; n < 30; n++)
    check_rows_of_bars (n);
}

static guint
count_darker (const Fixture *self, gint x, gint y, gint width, gint height, guint32 limit)
{
  guint n = 0;

  for (gint i = 0; i < width * height; i++)
    n += (get_pixel (self, x + i % width, y + i / width) & 0xff) < limit;
  return n;
}

static guint
count_dark (const Fixture *self, gint x, gint y, gint width, gint height)
{
  return count_darker (self, x, y, width, height, 0x80);
}

/* Beside the middle of each group its name above its mean, and a number above the bars. */
static void
test_names (Fixture *self, gconstpointer data)
{
  const DgDissplot *plot = dg_cell_get_dissplot (dg_figure_get_cell (self->figure, 0, 0));
  gint bars = self->x + SIDE + self->geometry->spacing, names = bars + self->geometry->bars + self->geometry->spacing;

  for (gsize g = 0; g < 3; g++)
    {
      gint y = self->y + (plot->begin[g] + plot->begin[g + 1]) * SIDE / N / 2;

      g_assert_cmpuint (count_dark (self, names, y - 12, self->geometry->groups, 12), >, 15);
      g_assert_cmpuint (count_darker (self, names, y + 1, self->geometry->groups, 12, 0xb0), >, 15);
      g_assert_cmpuint (count_darker (self, names, y - 24, self->geometry->groups, 10, 0xf0), ==, 0);
      g_assert_cmpuint (count_darker (self, names, y + 14, self->geometry->groups, 8, 0xf0), ==, 0);
    }
  g_assert_cmpuint (count_dark (self, bars, self->y - self->geometry->margin, self->geometry->bars,
                                self->geometry->margin), >, 8);
}

/* Beside a small image there is room for the means; beside a smaller one they are left out, as a number that is cut is
 * another one. */
static void
test_small (void)
{
  const struct
  {
    double side;
    gboolean has_mean;
  } cases[] = { { 110, TRUE }, { 75, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { .figure = make_plot_figure (1, 1, N) };
      gint names, side, n_quiet = 0;

      fixture.geometry = dg_geometry_new_for_cell (fixture.figure, cases[i].side, 1);
      dg_geometry_get_corner (fixture.geometry, 0, 0, &fixture.x, &fixture.y);
      side = fixture.geometry->side;
      names = fixture.x + fixture.geometry->margin + 3 * fixture.geometry->spacing + side + fixture.geometry->bars;
      fixture.y += fixture.geometry->margin + fixture.geometry->spacing;
      paint (&fixture);
      for (gsize g = 0; g < 3; g++)
        {
          const DgDissplot *plot = dg_cell_get_dissplot (dg_figure_get_cell (fixture.figure, 0, 0));
          gint y = fixture.y + (plot->begin[g] + plot->begin[g + 1]) * side / N / 2;

          n_quiet += count_darker (&fixture, names, y + 6, fixture.geometry->groups, 4, 0xe0) > 0;
        }
      g_assert_cmpint (n_quiet, ==, cases[i].has_mean ? 3 : 0);
      tear_down (&fixture, NULL);
    }
}

/* One image alone covers what dg_geometry_get_painted() says, and no more. */
static void
test_painted (Fixture *self, gconstpointer data)
{
  gint width = cairo_image_surface_get_width (self->surface), height = cairo_image_surface_get_height (self->surface);
  double x, y, painted_width, painted_height;
  cairo_t *cr;
  guint n_outside = 0, n_inside = 0;

  cairo_surface_destroy (self->surface);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cr = cairo_create (self->surface);
  dg_figure_paint_image (self->figure, self->geometry, 0, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  dg_geometry_get_painted (self->geometry, 0, 0, &x, &y, &painted_width, &painted_height);
  for (gint i = 0; i < width * height; i++)
    {
      gboolean inside = i % width >= x && i % width < x + painted_width && i / width >= y
                        && i / width < y + painted_height;
      const guchar *row = cairo_image_surface_get_data (self->surface)
                          + (i / width) * cairo_image_surface_get_stride (self->surface);

      if (((const guint32 *) (gconstpointer) row)[i % width] != 0)
        *(inside ? &n_inside : &n_outside) += 1;
    }
  g_assert_cmpuint (n_inside, >, SIDE * SIDE);
  g_assert_cmpuint (n_outside, ==, 0);
}

/* More samples than pixels, groups smaller than one, one group, one sample: nothing to draw is no fault. */
static void
test_extremes (void)
{
  const struct
  {
    gsize n, n_groups;
  } cases[] = { { 1, 1 }, { 2, 2 }, { 500, 1 }, { 500, 250 }, { 40, 3 } };
  const double sides[] = { 4, 30, 200 };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    for (guint s = 0; s < G_N_ELEMENTS (sides); s++)
      {
        g_autoptr (DgCell) cell = make_plot_cell (cases[c].n, cases[c].n_groups, s == 0);
        Fixture fixture = { .figure = dg_figure_new (1, 1) };

        fixture.figure->silhouettes = s != 1;
        dg_figure_set_cell (fixture.figure, 0, 0, cell);
        fixture.geometry = dg_geometry_new_for_cell (fixture.figure, sides[s], 1);
        paint (&fixture);
        tear_down (&fixture, NULL);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/draw-groups/image", Fixture, NULL, set_up, test_image, tear_down);
  g_test_add ("/draw-groups/bars", Fixture, NULL, set_up, test_bars, tear_down);
  g_test_add_func ("/draw-groups/rows-of-bars", test_rows_of_bars);
  g_test_add ("/draw-groups/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/draw-groups/painted", Fixture, NULL, set_up, test_painted, tear_down);
  g_test_add_func ("/draw-groups/small", test_small);
  g_test_add_func ("/draw-groups/extremes", test_extremes);
  return g_test_run ();
}
