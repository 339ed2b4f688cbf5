/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/painter.h"

#include <math.h>

#include "figure/geometry-private.h"

#include "figure-fixture.h"

#define N 40        /* samples */
#define N_BLOCKS 5  /* of eight */
#define BLUE 0x3584e4

typedef struct
{
  DgFigure *figure;
  DgGeometry *geometry;
  cairo_surface_t *surface; /* NULL until painted */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  double scale = GPOINTER_TO_INT (data);

  self->figure = make_figure (2, 2, N);
  self->geometry = dg_geometry_new (self->figure, 400, 400, scale);
  self->surface = NULL;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  dg_geometry_free (self->geometry);
  dg_figure_free (self->figure);
}

static void
paint (Fixture *self, DgFigureLayers layers)
{
  gint side = lround (400 * self->geometry->scale);
  cairo_t *cr;

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cr = cairo_create (self->surface);
  cairo_scale (cr, self->geometry->scale, self->geometry->scale);
  dg_figure_paint (self->figure, self->geometry, cr, layers);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

/* ARGB of a device pixel. */
static guint32
get_pixel (const Fixture *self, gint x, gint y)
{
  const guchar *data = cairo_image_surface_get_data (self->surface);
  gint stride = cairo_image_surface_get_stride (self->surface);

  g_assert_cmpint (x, >=, 0);
  g_assert_cmpint (y, >=, 0);
  g_assert_cmpint (x, <, cairo_image_surface_get_width (self->surface));
  g_assert_cmpint (y, <, cairo_image_surface_get_height (self->surface));

  return ((const guint32 *) (gconstpointer) (data + y * stride))[x];
}

static guint32
get_rgb (const Fixture *self, gint x, gint y)
{
  return get_pixel (self, x, y) & 0xffffff;
}

/* Corner of the image of a cell, in device pixels. */
static void
find_image (const Fixture *self, guint row, guint column, gint *x, gint *y)
{
  dg_geometry_get_corner (self->geometry, row, column, x, y);
  *x += self->geometry->margin + self->geometry->spacing;
  *y += self->geometry->margin + self->geometry->spacing;
}

static guint32
get_expected (const Fixture *self, guint row, guint column, gint x, gint y)
{
  DgCell *cell = dg_figure_get_cell (self->figure, row, column);
  float value = dg_ivat_get_value (dg_cell_get_ivat (cell), dg_geometry_get_position (self->geometry, N, y),
                                   dg_geometry_get_position (self->geometry, N, x));

  return dg_palette_get_pixel (self->figure->palette, lround (255 * value / dg_cell_get_maximum (cell)));
}

/* Every device pixel of every image is the palette's colour of its two positions, and nothing else is
 * painted. */
static void
test_images (Fixture *self, gconstpointer data)
{
  const char *const *names = dg_palette_list_names ();
  guint n_painted = 0;
  gint side = self->geometry->side;

  for (guint i = 0; names[i] != NULL; i++)
    {
      self->figure->palette = dg_palette_get (names[i], NULL);
      paint (self, DG_FIGURE_IMAGES);
      for (guint row = 0; row < 2; row++)
        for (guint column = 0; column < 2; column++)
          {
            gint left, top;

            find_image (self, row, column, &left, &top);
            for (gint y = 0; y < side; y++)
              for (gint x = 0; x < side; x++)
                g_assert_cmphex (get_pixel (self, left + x, top + y), ==,
                                 0xff000000 | get_expected (self, row, column, x, y));
          }
    }

  for (gint y = 0; y < cairo_image_surface_get_height (self->surface); y++)
    for (gint x = 0; x < cairo_image_surface_get_width (self->surface); x++)
      n_painted += get_pixel (self, x, y) != 0;
  g_assert_cmpuint (n_painted, ==, 4 * side * side);
}

/* Seen as a picture: blocks on the diagonal dark, the rest light. */
static void
test_blocks_are_dark (Fixture *self, gconstpointer data)
{
  gint left, top, side = self->geometry->side;

  paint (self, DG_FIGURE_IMAGES);
  find_image (self, 1, 0, &left, &top);
  for (guint a = 0; a < N_BLOCKS; a++)
    for (guint b = 0; b < N_BLOCKS; b++)
      {
        guint32 grey = get_rgb (self, left + (2 * a + 1) * side / (2 * N_BLOCKS) + 2,
                                top + (2 * b + 1) * side / (2 * N_BLOCKS) - 2) & 0xff;

        if (a == b)
          g_assert_cmpuint (grey, <, 0x60);
        else
          g_assert_cmpuint (grey, >, 0xf0);
      }
}

/* With fewer pixels than samples a pixel of the diagonal is as dark as its cluster, not as a sample is to itself. */
static void
test_diagonal_of_many (Fixture *self, gconstpointer data)
{
  gint left, top, side = self->geometry->side;
  g_autoptr (DgCell) cell = make_cell (2000, N_BLOCKS, 1);
  guint32 near = dg_palette_get_pixel (self->figure->palette, lround (255 * 1 / 4.0));

  dg_figure_set_cell (self->figure, 1, 0, cell);
  paint (self, DG_FIGURE_IMAGES);
  find_image (self, 1, 0, &left, &top);
  g_assert_cmpint (side, <, 2000);
  for (gint pixel = 0; pixel < side; pixel++)
    g_assert_cmphex (get_rgb (self, left + pixel, top + pixel), ==, near & 0xffffff);
}

static void
test_one_image_alone (Fixture *self, gconstpointer data)
{
  gint side = lround (400 * self->geometry->scale), left, top;
  cairo_t *cr;

  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cr = cairo_create (self->surface);
  cairo_scale (cr, self->geometry->scale, self->geometry->scale);
  dg_figure_paint_image (self->figure, self->geometry, 0, 1, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  find_image (self, 0, 1, &left, &top);
  g_assert_cmphex (get_rgb (self, left + 5, top + 9), ==, get_expected (self, 0, 1, 5, 9));
  find_image (self, 0, 0, &left, &top);
  g_assert_cmphex (get_pixel (self, left + 5, top + 9), ==, 0);
}

static void
test_paper_and_text (Fixture *self, gconstpointer data)
{
  gint image_x, image_y, n_dark = 0;
  double scale = self->geometry->scale;

  self->figure->background = (DgColour) { 0.2, 0.2, 0.2 };
  self->figure->foreground = (DgColour) { 1, 1, 1 };
  paint (self, DG_FIGURE_PAPER);
  for (gint i = 0; i < 400 * scale; i++)
    g_assert_cmphex (get_pixel (self, i, i), ==, 0xff333333);

  /* The name of the column stands over its image, and only text is painted there. */
  paint (self, DG_FIGURE_PAPER | DG_FIGURE_TEXT);
  find_image (self, 0, 0, &image_x, &image_y);
  for (gint y = floor (self->geometry->names_top * scale);
       y < floor ((self->geometry->names_top + self->geometry->names_height) * scale); y++)
    for (gint x = image_x; x < image_x + self->geometry->side; x++)
      n_dark += (get_rgb (self, x, y) & 0xff) > 0xc0;
  g_assert_cmpint (n_dark, >, 50 * scale);
  for (gint i = 0; i < self->geometry->side; i++)
    g_assert_cmphex (get_rgb (self, image_x + i, image_y + i), ==, 0x333333);
}

static void
test_absent_cell (Fixture *self, gconstpointer data)
{
  gint left, top, side = self->geometry->side;
  guint32 edge, inside;

  dg_figure_set_cell (self->figure, 0, 1, NULL);
  add_mark (self->figure, 3, 1, TRUE);
  paint (self, DG_FIGURE_ALL);
  find_image (self, 0, 1, &left, &top);
  edge = get_rgb (self, left, top);
  inside = get_rgb (self, left + side / 2, top + side / 2);

  /* Quiet: between paper and a pale grey, all over, no ticks. */
  g_assert_cmphex (edge & 0xff, >, 0xd0);
  g_assert_cmphex (edge & 0xff, <, inside & 0xff);
  g_assert_cmphex (inside & 0xff, <, 0xff);
  for (gint i = 3; i < side - 3; i++)
    {
      g_assert_cmphex (get_rgb (self, left + i, top + side / 3), ==, inside);
      g_assert_cmphex (get_rgb (self, left - self->geometry->spacing - 1, top + i), ==, 0xffffff);
    }
  g_assert_cmphex (get_rgb (self, left + side - 1, top + side - 1), ==, edge);
}

/* Ticks beside the rows and columns of their samples in the colour of the class, in every cell's own order; a
 * dark tip for the misclassified; paper everywhere else in the margin. */
static void
test_ticks (Fixture *self, gconstpointer data)
{
  const DgMark marks[] = { { 3, 4, FALSE }, { 17, 6, TRUE }, { 38, 0, FALSE }, { 500, 1, TRUE } };
  g_autoptr (DgCell) shuffled = make_cell (N, N_BLOCKS, 7);
  gint margin = self->geometry->margin, length = dg_geometry_get_tick_length (self->geometry);

  dg_figure_set_cell (self->figure, 1, 1, shuffled);
  g_array_append_vals (self->figure->marks, marks, G_N_ELEMENTS (marks));
  paint (self, DG_FIGURE_ALL);

  g_assert_cmpint (length, <, margin);
  for (guint c = 0; c < 4; c++)
    {
      DgCell *cell = dg_figure_get_cell (self->figure, c / 2, c % 2);
      gint left, top, corner_x, corner_y;

      dg_geometry_get_corner (self->geometry, c / 2, c % 2, &corner_x, &corner_y);
      find_image (self, c / 2, c % 2, &left, &top);
      for (gint pixel = 0; pixel < self->geometry->side; pixel++)
        {
          guint32 sample = dg_cell_get_sample (cell, dg_geometry_get_position (self->geometry, N, pixel));
          guint32 near = 0xffffff, far = 0xffffff;

          for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
            if (marks[i].sample == sample)
              {
                near = dg_colour_to_pixel (dg_palette_get_class_colour (marks[i].class_index));
                far = marks[i].wrong ? 0x000000 : 0xffffff;
              }
          g_assert_cmphex (get_rgb (self, corner_x + margin - 1, top + pixel), ==, near);
          g_assert_cmphex (get_rgb (self, corner_x + margin - length, top + pixel), ==, near);
          g_assert_cmphex (get_rgb (self, corner_x, top + pixel), ==, far);
          g_assert_cmphex (get_rgb (self, left + pixel, corner_y + margin - 1), ==, near);
          g_assert_cmphex (get_rgb (self, left + pixel, corner_y), ==, far);
          /* Not over the image. */
          g_assert_cmphex (get_rgb (self, left, top + pixel), ==,
                           get_expected (self, c / 2, c % 2, 0, pixel));
        }
    }
}

static double
get_difference (guint32 a, guint32 b)
{
  return abs ((gint) (a >> 16) - (gint) (b >> 16)) + abs ((gint) (a >> 8 & 0xff) - (gint) (b >> 8 & 0xff))
         + abs ((gint) (a & 0xff) - (gint) (b & 0xff));
}

/* Lit, marks tint exactly their rows and columns; more of them tint fainter. */
static void
test_lit (Fixture *self, gconstpointer data)
{
  gint left, top, first, count, side = self->geometry->side;
  double alone, among_many;

  find_image (self, 0, 0, &left, &top);
  dg_geometry_get_span (self->geometry, N, 12, &first, &count);
  self->figure->lit = TRUE;
  add_mark (self->figure, 12, 8, FALSE);
  paint (self, DG_FIGURE_ALL);
  for (gint y = 0; y < side; y++)
    for (gint x = 0; x < side; x++)
      {
        gboolean on = (x >= first && x < first + count) || (y >= first && y < first + count);
        guint32 pixel = get_rgb (self, left + x, top + y), plain = get_expected (self, 0, 0, x, y);

        if (on)
          g_assert_cmphex (pixel, !=, plain);
        else
          g_assert_cmphex (pixel, ==, plain);
      }
  alone = get_difference (get_rgb (self, left + side - 1, top + first),
                          get_expected (self, 0, 0, side - 1, first));

  for (guint sample = 0; sample < N; sample += 2)
    if (sample != 12)
      add_mark (self->figure, sample, 8, FALSE);
  paint (self, DG_FIGURE_ALL);
  among_many = get_difference (get_rgb (self, left + side - 1, top + first),
                               get_expected (self, 0, 0, side - 1, first));
  g_assert_cmpfloat (alone, >, 60);
  g_assert_cmpfloat (among_many, >, 10);
  g_assert_cmpfloat (among_many, <, alone / 2);
}

static void
test_selection (Fixture *self, gconstpointer data)
{
  guint32 orange = dg_colour_to_pixel (dg_palette_get_selection_colour ()), sample = 21;
  g_autoptr (DgCell) shuffled = make_cell (N, N_BLOCKS, 11);
  gint hairline = MAX (1, lround (self->geometry->scale)), side = self->geometry->side;

  dg_figure_set_cell (self->figure, 0, 1, shuffled);
  dg_figure_select (self->figure, -1, &sample, 1);
  paint (self, DG_FIGURE_ALL);

  for (guint c = 0; c < 4; c++)
    {
      DgCell *cell = dg_figure_get_cell (self->figure, c / 2, c % 2);
      gint left, top, corner_x, corner_y, first, count, n_orange = 0, line = -1;

      dg_geometry_get_corner (self->geometry, c / 2, c % 2, &corner_x, &corner_y);
      find_image (self, c / 2, c % 2, &left, &top);
      dg_geometry_get_span (self->geometry, N, dg_cell_get_position (cell, sample), &first, &count);

      /* A hairline within the sample's own pixels … */
      for (gint pixel = 0; pixel < side; pixel++)
        if (get_rgb (self, left + (first > side / 2 ? 0 : side - 1), top + pixel) == orange)
          {
            n_orange++;
            line = pixel;
          }
      g_assert_cmpint (n_orange, ==, hairline);
      g_assert_cmpint (line, >=, first);
      g_assert_cmpint (line, <, first + count);
      /* … from the margin's outer edge to the image's other side, across and down. */
      for (gint pixel = corner_x; pixel < left + side; pixel++)
        g_assert_cmphex (get_rgb (self, pixel, top + line), ==, orange);
      for (gint pixel = corner_y; pixel < top + side; pixel++)
        g_assert_cmphex (get_rgb (self, left + line, pixel), ==, orange);
      g_assert_cmphex (get_rgb (self, left + side, top + line), ==, 0xffffff);
      /* In the margin it is as thick as its row. */
      for (gint pixel = first; pixel < first + count; pixel++)
        g_assert_cmphex (get_rgb (self, corner_x, top + pixel), ==, orange);
    }
}

/* What is selected in a row is selected in its cells alone. */
static void
test_selection_of_row (Fixture *self, gconstpointer data)
{
  guint32 orange = dg_colour_to_pixel (dg_palette_get_selection_colour ()), item = 21;
  gint side = self->geometry->side;

  dg_figure_select (self->figure, 1, &item, 1);
  paint (self, DG_FIGURE_ALL);
  for (guint c = 0; c < 4; c++)
    {
      gint left, top, n_orange = 0;

      find_image (self, c / 2, c % 2, &left, &top);
      for (gint i = 0; i < side; i++)
        for (gint j = 0; j < side; j++)
          n_orange += get_rgb (self, left + j, top + i) == orange;
      g_assert_cmpint (n_orange > 0, ==, c / 2 == 1);
    }
}

static void
test_current_cell (Fixture *self, gconstpointer data)
{
  gint left, top, side = self->geometry->side;

  self->figure->current_row = 1;
  self->figure->current_column = 0;
  paint (self, DG_FIGURE_ALL);

  for (guint c = 0; c < 4; c++)
    {
      find_image (self, c / 2, c % 2, &left, &top);
      for (gint i = -1; i <= side; i++)
        {
          guint32 expected = c == 2 ? BLUE : 0xffffff;

          g_assert_cmphex (get_rgb (self, left + i, top - 1), ==, expected);
          g_assert_cmphex (get_rgb (self, left + i, top + side), ==, expected);
          g_assert_cmphex (get_rgb (self, left - 1, top + i), ==, expected);
          g_assert_cmphex (get_rgb (self, left + side, top + i), ==, expected);
        }
      g_assert_cmphex (get_rgb (self, left, top), ==, get_expected (self, c / 2, c % 2, 0, 0));
    }
}

/* The layers one after another are the same picture as all at once: a window may keep them apart. */
static void
test_layers_add_up (Fixture *self, gconstpointer data)
{
  const DgFigureLayers order[] = { DG_FIGURE_PAPER, DG_FIGURE_IMAGES, DG_FIGURE_TEXT, DG_FIGURE_MARKS };
  gint side = lround (400 * self->geometry->scale);
  cairo_surface_t *apart = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cr = cairo_create (apart);
  guint32 sample = 5;

  self->figure->lit = TRUE;
  add_mark (self->figure, 9, 2, TRUE);
  dg_figure_select (self->figure, -1, &sample, 1);

  cairo_scale (cr, self->geometry->scale, self->geometry->scale);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    dg_figure_paint (self->figure, self->geometry, cr, order[i]);
  cairo_destroy (cr);
  cairo_surface_flush (apart);

  paint (self, DG_FIGURE_ALL);
  g_assert_cmpmem (cairo_image_surface_get_data (apart), side * cairo_image_surface_get_stride (apart),
                   cairo_image_surface_get_data (self->surface),
                   side * cairo_image_surface_get_stride (self->surface));
  cairo_surface_destroy (apart);
}

/* Cells painted one by one into their tiles, over paper with holes there, are the same picture. */
static void
test_tiles_add_up (Fixture *self, gconstpointer data)
{
  gint side = lround (400 * self->geometry->scale);
  cairo_surface_t *apart = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cr = cairo_create (apart);
  guint32 sample = 5;
  g_autoptr (DgMarks) marks = NULL;

  self->figure->lit = TRUE;
  self->figure->current_row = self->figure->current_column = 1;
  add_mark (self->figure, 9, 2, TRUE);
  dg_figure_select (self->figure, -1, &sample, 1);

  cairo_scale (cr, self->geometry->scale, self->geometry->scale);
  dg_figure_paint (self->figure, self->geometry, cr, DG_FIGURE_PAPER | DG_FIGURE_TEXT);
  marks = dg_marks_new (self->figure, self->geometry);
  for (guint i = 0; i < 4; i++)
    {
      double x, y, width, height;

      dg_geometry_get_tile (self->geometry, i / 2, i % 2, &x, &y, &width, &height);
      cairo_save (cr);
      cairo_rectangle (cr, x, y, width, height);
      cairo_clip (cr);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      dg_figure_paint_image (self->figure, self->geometry, i / 2, i % 2, cr);
      dg_marks_paint (marks, i / 2, i % 2, cr);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (apart);

  paint (self, DG_FIGURE_ALL);
  g_assert_cmpmem (cairo_image_surface_get_data (apart), side * cairo_image_surface_get_stride (apart),
                   cairo_image_surface_get_data (self->surface),
                   side * cairo_image_surface_get_stride (self->surface));
  cairo_surface_destroy (apart);
}

/* Nothing wide enough to see: one sample, all alike, more samples than pixels. */
static void
test_extremes (void)
{
  const gsize counts[] = { 1, 2, 3000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      Fixture fixture = { .figure = make_figure (1, 1, counts[i]) };
      guint32 sample = counts[i] - 1;
      gint left, top;

      fixture.geometry = dg_geometry_new (fixture.figure, 400, 400, 1);
      fixture.figure->lit = TRUE;
      add_mark (fixture.figure, sample, -1, TRUE);
      paint (&fixture, DG_FIGURE_ALL);
      find_image (&fixture, 0, 0, &left, &top);
      g_assert_cmphex (get_rgb (&fixture, left - fixture.geometry->spacing - fixture.geometry->margin,
                                top + fixture.geometry->side - 1), ==, 0x000000);
      tear_down (&fixture, NULL);
    }
}

/* Three samples on a line, whatever its length: two that are near each other, dark, and one far away, lightest. */
static void
check_scale (double scale, DgImageKind kind)
{
  const double places[] = { -3, -2.5, 3 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 3, 1 });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  g_autoptr (DgCell) cell = NULL;
  Fixture fixture = { .figure = dg_figure_new (1, 1) };
  guint32 darkest = dg_palette_get_pixel (fixture.figure->palette, 0);
  guint32 lightest = dg_palette_get_pixel (fixture.figure->palette, 255);
  gint left, top;

  for (guint i = 0; i < 3; i++)
    values->data[i] = (float) (places[i] * scale);
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  ivat = dg_ivat_new (vat);
  cell = dg_cell_new (kind, ivat, dissimilarity, NULL, NULL, NULL, NULL);
  dg_figure_set_cell (fixture.figure, 0, 0, cell);
  fixture.geometry = dg_geometry_new_for_cell (fixture.figure, 30, 1);
  paint (&fixture, DG_FIGURE_ALL);
  find_image (&fixture, 0, 0, &left, &top);
  g_assert_cmphex (get_rgb (&fixture, left + 5, top + 5), ==, darkest);
  g_assert_cmphex (get_rgb (&fixture, left + 15, top + 5) & 0xff, <, 0x80);
  g_assert_cmphex (get_rgb (&fixture, left + 25, top + 5), ==, lightest);
  tear_down (&fixture, NULL);
}

/* From the smallest floats to distances that are none. */
static void
test_scales (void)
{
  const double scales[] = { 1e-41, 1, 1e38 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    for (DgImageKind kind = DG_IMAGE_IVAT; kind <= DG_IMAGE_DISSIMILARITY; kind++)
      check_scale (scales[i], kind);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gint scale = 1; scale <= 2; scale++)
    {
      const struct
      {
        const char *name;
        void (*test) (Fixture *, gconstpointer);
      } tests[] = {
        { "images", test_images },
        { "blocks-are-dark", test_blocks_are_dark },
        { "diagonal-of-many", test_diagonal_of_many },
        { "one-image-alone", test_one_image_alone },
        { "paper-and-text", test_paper_and_text },
        { "absent-cell", test_absent_cell },
        { "ticks", test_ticks },
        { "lit", test_lit },
        { "selection", test_selection },
        { "selection-of-row", test_selection_of_row },
        { "current-cell", test_current_cell },
        { "layers-add-up", test_layers_add_up },
        { "tiles-add-up", test_tiles_add_up },
      };

      for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
        {
          g_autofree char *path = g_strdup_printf ("/painter/scale-%d/%s", scale, tests[i].name);

          g_test_add (path, Fixture, GINT_TO_POINTER (scale), set_up, tests[i].test, tear_down);
        }
    }
  g_test_add_func ("/painter/extremes", test_extremes);
  g_test_add_func ("/painter/scales", test_scales);

  return g_test_run ();
}
