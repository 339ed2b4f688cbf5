/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/geometry.h"

#include <math.h>

#include "figure/fit.h"
#include "figure/geometry-private.h"
#include "figure/ticks.h"

static void
clear_run (gpointer data)
{
  g_free (((DgTextRun *) data)->string);
}

static void
clear_key (gpointer data)
{
  clear_run (&((DgKeyEntry *) data)->run);
}

static DgGeometry *
create_geometry (void)
{
  DgGeometry *self = g_new0 (DgGeometry, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (DgTextRun));
  g_array_set_clear_func (self->runs, clear_run);
  self->keys = g_array_new (FALSE, FALSE, sizeof (DgKeyEntry));
  g_array_set_clear_func (self->keys, clear_key);

  return self;
}

/* Moves everything by whole device pixels. */
static void
translate (DgGeometry *self, gint right, gint down)
{
  double x = right / self->scale, y = down / self->scale;

  self->left += right;
  self->top += down;
  self->names_left += x;
  self->names_top += y;
  self->gradient.x += x;
  self->gradient.y += y;
  for (guint i = 0; i < self->runs->len; i++)
    {
      DgTextRun *run = &g_array_index (self->runs, DgTextRun, i);

      run->x += x;
      run->baseline += y;
    }
  for (guint i = 0; i < self->keys->len; i++)
    {
      DgKeyEntry *entry = &g_array_index (self->keys, DgKeyEntry, i);

      entry->swatch.x += x;
      entry->swatch.y += y;
      entry->run.x += x;
      entry->run.baseline += y;
    }
}

/* Larger figures have larger text, but less than in proportion. */
static double
choose_unit (double extent)
{
  return CLAMP (sqrt (extent / 900), 1, 1.8);
}

/* The largest image side in device pixels that fits; 1 if none does. */
static gint
find_side (DgFit *fit, double width, double height, double scale)
{
  DgGeometry tried = { 0 };
  gint fits = 1, fails = floor (MIN (width, height) * scale) + 1;

  while (fails - fits > 1)
    {
      gint middle = fits + (fails - fits) / 2;

      dg_fit_place (fit, middle, width, FALSE, &tried);
      if (tried.width <= width && tried.height <= height)
        fits = middle;
      else
        fails = middle;
    }

  return fits;
}

static DgGeometry *
fit_into (const DgFigure *figure, double width, double height, double scale, gboolean at_top)
{
  double unit = choose_unit (MIN (width, height));
  /* Each with the smallest image, in points, for whose sake nothing more is left out. */
  const struct
  {
    DgFitStyle style;
    double least;
  } choices[] = {
    { { unit, 0.075, TRUE, TRUE }, 48 },
    { { 0.85 * unit, 0.05, TRUE, TRUE }, 32 },
    { { 0.75 * unit, 0.04, TRUE, FALSE }, 16 },
    { { 0.3, 0.03, FALSE, FALSE }, 0 },
  };
  DgGeometry *self = create_geometry ();

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (DgFit) fit = dg_fit_new (figure, &choices[i].style, scale);
      gint side = find_side (fit, width, height, scale);

      if (side < choices[i].least * scale)
        continue;

      dg_fit_place (fit, side, width, TRUE, self);
      break;
    }

  translate (self, MAX (0, floor ((width - self->width) / 2 * scale)),
             at_top ? 0 : MAX (0, floor ((height - self->height) / 2 * scale)));
  self->width = width;
  self->height = height;

  return self;
}

DgGeometry *
dg_geometry_new (const DgFigure *figure, double width, double height, double scale)
{
  return fit_into (figure, width, height, scale, FALSE);
}

DgGeometry *
dg_geometry_new_at_top (const DgFigure *figure, double width, double height, double scale)
{
  return fit_into (figure, width, height, scale, TRUE);
}

DgGeometry *
dg_geometry_new_for_cell (const DgFigure *figure, double cell, double scale)
{
  double unit = choose_unit (1.1 * cell * MIN (figure->n_rows, figure->n_columns));
  DgFitStyle style = { unit, 0.075, TRUE, TRUE };
  g_autoptr (DgFit) fit = dg_fit_new (figure, &style, scale);
  DgGeometry *self = create_geometry ();

  dg_fit_place (fit, MAX (1, lround (cell * scale)), G_MAXDOUBLE, TRUE, self);
  self->width = ceil (self->width);
  self->height = ceil (self->height);

  return self;
}

void
dg_geometry_free (DgGeometry *self)
{
  g_array_unref (self->runs);
  g_array_unref (self->keys);
  g_free (self);
}

void
dg_geometry_get_size (const DgGeometry *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

gint
dg_geometry_get_beside (const DgGeometry *self)
{
  return (self->bars > 0 ? self->spacing + self->bars : 0) + (self->groups > 0 ? self->spacing + self->groups : 0);
}

/* Device pixels from one cell to that below it. */
static gint
get_pitch_down (const DgGeometry *self)
{
  return self->side + self->margin + self->spacing + self->gap;
}

gint
dg_geometry_get_pitch (const DgGeometry *self)
{
  return get_pitch_down (self) + dg_geometry_get_beside (self);
}

void
dg_geometry_get_corner (const DgGeometry *self, guint row, guint column, gint *x, gint *y)
{
  *x = self->left + (gint) column * dg_geometry_get_pitch (self);
  *y = self->top + (gint) row * get_pitch_down (self);
}

void
dg_geometry_get_painted (const DgGeometry *self, guint row, guint column, double *x, double *y, double *width,
                         double *height)
{
  gint above = self->bars > 0 ? self->margin + self->spacing : 0;

  dg_geometry_get_image (self, row, column, x, y, width);
  *height = *width + above / self->scale;
  *width += dg_geometry_get_beside (self) / self->scale;
  *y -= above / self->scale;
}

void
dg_geometry_get_image (const DgGeometry *self, guint row, guint column, double *x, double *y, double *side)
{
  gint corner_x, corner_y;

  dg_geometry_get_corner (self, row, column, &corner_x, &corner_y);
  *x = (corner_x + self->margin + self->spacing) / self->scale;
  *y = (corner_y + self->margin + self->spacing) / self->scale;
  *side = self->side / self->scale;
}

void
dg_geometry_get_tile (const DgGeometry *self, guint row, guint column, double *x, double *y, double *width,
                      double *height)
{
  gint beside = MAX (self->spacing, dg_geometry_get_beside (self));
  gint corner_x, corner_y;

  dg_geometry_get_corner (self, row, column, &corner_x, &corner_y);
  *x = corner_x / self->scale;
  *y = corner_y / self->scale;
  *width = (self->margin + self->spacing + self->side + beside) / self->scale;
  *height = (self->margin + self->side + 2 * self->spacing) / self->scale;
}

gsize
dg_geometry_get_position (const DgGeometry *self, gsize n, gint pixel)
{
  return (2 * (gsize) pixel + 1) * n / (2 * (gsize) self->side);
}

/* The first pixel whose middle, (pixel + ½)·n/side, is not before @position. */
static gint
find_first_pixel (const DgGeometry *self, gsize n, gsize position)
{
  gsize twice = 2 * position * self->side;

  return twice <= n ? 0 : (twice - n + 2 * n - 1) / (2 * n);
}

void
dg_geometry_get_span (const DgGeometry *self, gsize n, gsize position, gint *first, gint *count)
{
  *first = find_first_pixel (self, n, position);
  *count = find_first_pixel (self, n, position + 1) - *first;
  if (*count > 0)
    return;

  /* No pixel shows it: the one it lies in. */
  *first = position * self->side / n;
  *count = 1;
}

gint
dg_geometry_get_tick_length (const DgGeometry *self)
{
  return MAX (1, lround (0.68 * self->margin));
}

/* Index along one axis of the grid, of cells @pitch apart, and the pixel from the cell's corner, or -1 in a gap
 * or outside. */
static gint
find_cell (const DgGeometry *self, gint pixel, gint pitch, guint n, gint *within)
{
  if (pixel < 0 || pixel / pitch >= (gint) n || pixel % pitch >= pitch - self->gap)
    return -1;

  *within = pixel % pitch;
  return pixel / pitch;
}

/* In a margin: the position of the tick drawn at @pixel, where there is one. Of samples that share it, the
 * first of the class it is coloured by; at the @tip of a misclassified one, the first such. */
static gint64
find_tick (const DgGeometry *self, const DgFigure *figure, const DgCell *cell, gint pixel, gboolean tip)
{
  g_autoptr (GArray) marks = dg_ticks_sort_marks (figure->marks);
  g_autoptr (DgSpans) spans = dg_spans_new (self, dg_cell_get_n (cell));
  g_autofree gint *pixels = dg_spans_locate (spans, cell, marks);
  g_autoptr (DgTicks) ticks = dg_ticks_new (spans, marks, pixels, floor (self->scale));
  gint owner = ticks->owner[pixel];

  for (guint i = 0; owner >= 0 && i < marks->len; i++)
    {
      const DgMark *mark = &g_array_index (marks, DgMark, i);

      if (pixels[i] == owner && (tip && ticks->wrong[owner] ? mark->wrong
                                                            : mark->class_index == ticks->class_index[owner]))
        return dg_cell_get_position (cell, mark->sample);
    }

  return dg_geometry_get_position (self, spans->n, pixel);
}

static void
pick_in_cell (const DgGeometry *self, const DgFigure *figure, gint x, gint y, DgPick *pick)
{
  const DgCell *cell = dg_figure_get_cell (figure, pick->row, pick->column);
  gint before = self->margin + self->spacing;
  gint tip = self->margin - dg_geometry_get_tick_length (self);

  if (cell == NULL || dg_cell_get_n (cell) == 0)
    return;

  if (x >= before + self->side)
    {
      if (y >= before)
        pick->i = dg_geometry_get_position (self, dg_cell_get_n (cell), y - before);
    }
  else if (x >= before && y >= before)
    {
      pick->i = dg_geometry_get_position (self, dg_cell_get_n (cell), y - before);
      pick->j = dg_geometry_get_position (self, dg_cell_get_n (cell), x - before);
    }
  else if (y >= before)
    {
      pick->i = find_tick (self, figure, cell, y - before, x < tip);
    }
  else if (x >= before)
    {
      pick->j = find_tick (self, figure, cell, x - before, y < tip);
    }
}

DgPick
dg_geometry_pick (const DgGeometry *self, const DgFigure *figure, double x, double y)
{
  DgPick pick = { .row = -1, .column = -1, .i = -1, .j = -1 };
  /* A whole pixel, divided by the scale and multiplied again, must stay what it was. */
  gint pixel_x = floor (x * self->scale + 1e-6) - self->left;
  gint pixel_y = floor (y * self->scale + 1e-6) - self->top;
  gint within_x = 0, within_y = 0;
  gint column = find_cell (self, pixel_x, dg_geometry_get_pitch (self), self->n_columns, &within_x);
  gint row = find_cell (self, pixel_y, get_pitch_down (self), self->n_rows, &within_y);

  if (row >= 0 && column >= 0)
    {
      pick.row = row;
      pick.column = column;
      pick_in_cell (self, figure, within_x, within_y, &pick);
    }
  else if (row >= 0 && x >= self->names_left && x < self->names_left + self->names_width)
    {
      pick.row = row;
      pick.row_name = TRUE;
    }
  else if (column >= 0 && y >= self->names_top && y < self->names_top + self->names_height)
    {
      pick.column = column;
      pick.column_name = TRUE;
    }

  return pick;
}
