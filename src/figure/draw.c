/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/draw.h"

#include <math.h>

/* Where the picture may be enlarged: images show every position up to this many, and have this many pixels to
 * the point beyond. */
#define LOSSLESS_SIDE 2048
#define PAPER_RESOLUTION 4

char *
dg_figure_name_cell (const DgFigure *self, guint row, guint column)
{
  const char *row_name = self->row_names[row], *column_name = self->column_names[column];

  if (row_name != NULL && column_name != NULL)
    return g_strdup_printf ("%s, %s", row_name, column_name);

  return g_strdup (row_name != NULL ? row_name : column_name);
}

/* Pixels along one side of a cell's image. Without a resolution every position takes the same whole number of
 * pixels as long as there are not too many; more of them than LOSSLESS_SIDE show nothing but the same again. */
static gsize
choose_size (const DgCell *cell, double side, double resolution)
{
  gsize n = dg_cell_get_n (cell), wanted;

  if (resolution > 0)
    return MAX (1, lround (side * resolution));

  wanted = MAX (1, ceil (side * PAPER_RESOLUTION));
  if (n <= MAX (wanted, LOSSLESS_SIDE))
    return n * ((MIN (wanted, LOSSLESS_SIDE) + n - 1) / n);

  return MAX (wanted, LOSSLESS_SIDE);
}

/* A pixel of the diagonal that stands for several samples shows how near they are to each other, not that each is at 0
 * from itself: (size, size) @values take there the smallest of the pixels beside it. A dissimilarity plot has averages
 * there. */
static void
fill_diagonal (float *values, gsize size)
{
  for (gsize k = 0; k < size; k++)
    {
      const float *row = values + k * size;
      float before = k > 0 ? row[k - 1] : G_MAXFLOAT, after = k + 1 < size ? row[k + 1] : G_MAXFLOAT;

      values[k * size + k] = size > 1 ? MIN (before, after) : 0;
    }
}

/* The heat map: values from 0 to the cell's own maximum through the palette. */
static cairo_surface_t *
render_cell (const DgCell *cell, const DgPalette *palette, gsize size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  float maximum = dg_cell_get_maximum (cell);
  double factor = maximum > 0 ? 255.0 / maximum : 0; /* beyond floats where the maximum is very small */
  g_autofree float *values = NULL;
  guint32 pixels[256];
  guchar *data;
  int stride;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;

  for (guint level = 0; level < 256; level++)
    pixels[level] = dg_palette_get_pixel (palette, level);

  values = g_new (float, size * size);
  dg_cell_render (cell, 0, dg_cell_get_n (cell), size, values);
  if (size < dg_cell_get_n (cell) && dg_cell_get_dissplot (cell) == NULL)
    fill_diagonal (values, size);

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (gsize y = 0; y < size; y++)
    {
      guint32 *line = (guint32 *) (gpointer) (data + y * stride);
      const float *row = values + y * size;

      for (gsize x = 0; x < size; x++)
        {
          double level = row[x] * factor + 0.5;

          line[x] = pixels[level < 255 ? (guint8) level : 255];
        }
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

/* A cell that is not there yet: a pale square with an edge. */
static void
draw_empty (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, const DgRect *rect)
{
  double edge = MAX (1, floor (geometry->scale)) / geometry->scale;
  DgRect inside = { rect->x + edge, rect->y + edge, rect->width - 2 * edge, rect->height - 2 * edge };

  canvas->methods->begin_fill (canvas, dg_colour_mix (self->background, self->foreground, 0.12), 1);
  canvas->methods->add_rects (canvas, rect, 1, NULL);
  canvas->methods->end_fill (canvas);
  if (inside.width <= 0)
    return;

  canvas->methods->begin_fill (canvas, dg_colour_mix (self->background, self->foreground, 0.03), 1);
  canvas->methods->add_rects (canvas, &inside, 1, NULL);
  canvas->methods->end_fill (canvas);
}

void
dg_figure_draw_image (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, guint row,
                      guint column)
{
  DgCell *cell = dg_figure_get_cell (self, row, column);
  g_autofree char *name = canvas->takes_titles ? dg_figure_name_cell (self, row, column) : NULL;
  cairo_surface_t *image;
  DgRect rect;

  dg_geometry_get_image (geometry, row, column, &rect.x, &rect.y, &rect.width);
  rect.height = rect.width;

  canvas->methods->begin_group (canvas, name);
  if (cell == NULL || dg_cell_get_n (cell) == 0)
    {
      draw_empty (self, geometry, canvas, &rect);
    }
  else
    {
      image = render_cell (cell, self->palette, choose_size (cell, rect.width, canvas->resolution));
      canvas->methods->draw_image (canvas, &rect, image);
      cairo_surface_destroy (image);
      if (dg_cell_get_dissplot (cell) != NULL)
        dg_figure_draw_groups (self, geometry, canvas, row, column);
    }
  canvas->methods->end_group (canvas);
}

static void
draw_gradient (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas)
{
  double resolution = canvas->resolution > 0 ? canvas->resolution : PAPER_RESOLUTION;
  gsize width = MAX (1, lround (geometry->gradient.width * resolution));
  cairo_surface_t *image;
  guint32 *line;

  if (geometry->gradient.width <= 0)
    return;

  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, 1);
  line = (guint32 *) (gpointer) cairo_image_surface_get_data (image);
  for (gsize x = 0; x < width; x++)
    line[x] = dg_palette_get_pixel (self->palette, 255 * (2 * x + 1) / (2 * width));
  cairo_surface_mark_dirty (image);
  canvas->methods->draw_image (canvas, &geometry->gradient, image);
  cairo_surface_destroy (image);
}

/* What no tick belongs to is named paler; without misclassified ones their entry, the last, is not there. */
static void
draw_key (const DgFigure *self, const DgKeyEntry *entry, DgCanvas *canvas, DgColour quiet)
{
  gboolean used = FALSE;

  for (guint i = 0; !used && i < self->marks->len; i++)
    {
      const DgMark *mark = &g_array_index (self->marks, DgMark, i);

      used = entry->class_index == DG_KEY_WRONG ? mark->wrong : mark->class_index == entry->class_index;
    }
  if (!used && entry->class_index == DG_KEY_WRONG)
    return;

  dg_figure_draw_swatch (self, entry, canvas);
  canvas->methods->draw_text (canvas, &entry->run, used ? self->foreground : quiet);
}

DgColour
dg_figure_get_tone (const DgFigure *self, DgTextTone tone)
{
  return tone == DG_TEXT_QUIET ? dg_colour_mix (self->foreground, self->background, 0.42) : self->foreground;
}

static void
draw_texts (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas)
{
  for (guint i = 0; i < geometry->runs->len; i++)
    {
      const DgTextRun *run = &g_array_index (geometry->runs, DgTextRun, i);

      canvas->methods->draw_text (canvas, run, dg_figure_get_tone (self, run->tone));
    }
  for (guint i = 0; i < geometry->keys->len; i++)
    draw_key (self, &g_array_index (geometry->keys, DgKeyEntry, i), canvas, dg_figure_get_tone (self, DG_TEXT_QUIET));
  draw_gradient (self, geometry, canvas);
}

static void
draw_marks (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas)
{
  g_autoptr (DgMarks) marks = dg_marks_new (self, geometry);

  for (guint row = 0; row < self->n_rows; row++)
    for (guint column = 0; column < self->n_columns; column++)
      dg_marks_draw (marks, canvas, row, column);
}

void
dg_figure_draw (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, DgFigureLayers layers)
{
  g_assert (self->n_rows == geometry->n_rows && self->n_columns == geometry->n_columns);

  if (layers & DG_FIGURE_PAPER)
    {
      DgRect paper = { 0, 0, geometry->width, geometry->height };

      canvas->methods->begin_fill (canvas, self->background, 1);
      canvas->methods->add_rects (canvas, &paper, 1, NULL);
      canvas->methods->end_fill (canvas);
    }

  for (guint row = 0; layers & DG_FIGURE_IMAGES && row < self->n_rows; row++)
    for (guint column = 0; column < self->n_columns; column++)
      dg_figure_draw_image (self, geometry, canvas, row, column);

  if (layers & DG_FIGURE_TEXT)
    draw_texts (self, geometry, canvas);
  if (layers & DG_FIGURE_MARKS)
    draw_marks (self, geometry, canvas);
}
