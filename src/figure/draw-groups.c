/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/draw.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* A name is left out where its group is lower than this share of a line. */
#define LEAST_NAME 0.8

/* Its mean stands below the name where the group has the height of so many lines. */
#define LEAST_MEAN 2.2

/* Share of the paper's colour in bars that reach to the extremes of samples which share a pixel. */
#define EXTREME_ALPHA 0.35

/* A dissimilarity plot that is being drawn. */
typedef struct
{
  const DgFigure *figure;
  const DgGeometry *geometry;
  DgCanvas *canvas;
  const DgCell *cell;
  const DgDissplot *plot;
  gint image_x, image_y; /* device pixels */
  gint hairline;
} Place;

static DgRect
make_rect (const Place *self, double x, double y, double width, double height)
{
  double scale = self->geometry->scale;

  return (DgRect) { x / scale, y / scale, width / scale, height / scale };
}

static void
fill (const Place *self, const DgRect *rects, guint n, DgColour colour, double alpha, const char *title)
{
  self->canvas->methods->begin_fill (self->canvas, colour, alpha);
  self->canvas->methods->add_rects (self->canvas, rects, n, title);
  self->canvas->methods->end_fill (self->canvas);
}

static gboolean
is_rest (const Place *self, gsize group)
{
  return self->plot->has_rest && group + 1 == self->plot->n_groups;
}

/* The first pixel of a group along the image; of the one after the last, the image's end. */
static gint
find_begin (const Place *self, gsize group)
{
  gint first, count;

  if (group == self->plot->n_groups)
    return self->geometry->side;
  dg_geometry_get_span (self->geometry, self->plot->n, self->plot->begin[group], &first, &count);
  return first;
}

/* Across the image before every group but the first, light beside dark, to be seen on any colour. */
static void
draw_borders (const Place *self)
{
  gint side = self->geometry->side, width = self->hairline;
  g_autofree DgRect *light = g_new (DgRect, 2 * self->plot->n_groups);
  g_autofree DgRect *dark = g_new (DgRect, 2 * self->plot->n_groups);
  guint n = 0;

  for (gsize group = 1; group < self->plot->n_groups; group++)
    {
      gint at = find_begin (self, group);
      gint before = MAX (at - width, 0);

      light[n] = make_rect (self, self->image_x, self->image_y + before, side, width);
      dark[n++] = make_rect (self, self->image_x, self->image_y + before + width, side, width);
      light[n] = make_rect (self, self->image_x + before, self->image_y, width, side);
      dark[n++] = make_rect (self, self->image_x + before + width, self->image_y, width, side);
    }
  if (n == 0)
    return;
  fill (self, light, n, (DgColour) { 1, 1, 1 }, 0.55, NULL);
  fill (self, dark, n, (DgColour) { 0, 0, 0 }, 0.45, NULL);
}

/* Device pixel of a silhouette width; −1 and 1 are the ends of the bars. */
static double
find_width (const Place *self, double width)
{
  double half = 0.5 * self->geometry->bars;

  return self->image_x + self->geometry->side + self->geometry->spacing + half + width * half;
}

/* A bar of the pixels @first … @first + @count - 1 from zero to @width, or from there on to @further. */
static void
add_bar (const Place *self, GArray *bars, gint first, gint count, double width, double further)
{
  double from = find_width (self, MIN (width, further)), to = find_width (self, MAX (width, further));
  DgRect rect = make_rect (self, from, self->image_y + first, to - from, count);

  if (to > from)
    g_array_append_val (bars, rect);
}

/* The first of the samples whose bars are drawn at @pixel: all that lie in it, or the one whose row of the image it is
 * where a sample has more than one pixel. */
static gsize
find_first_sample (const Place *self, gint pixel)
{
  gsize n = self->plot->n, side = self->geometry->side;

  return n < side ? dg_geometry_get_position (self->geometry, n, pixel) : (gsize) pixel * n / side;
}

/* The bars of the pixels @begin … @end - 1: @means to the mean of the samples that share a pixel, @extremes
 * from there to the smallest and to the largest. */
static void
collect_bars (const Place *self, gint begin, gint end, GArray *means, GArray *extremes)
{
  gsize n = self->plot->n, side = self->geometry->side;

  for (gint pixel = begin, next; pixel < end; pixel = next)
    {
      gsize first = find_first_sample (self, pixel), after;
      double least = INFINITY, most = -INFINITY, mean = 0;

      for (next = pixel + 1; n < side && next < end && find_first_sample (self, next) == first; next++)
        ;
      after = n < side ? first + 1 : find_first_sample (self, pixel + 1);
      for (gsize k = first; k < after; k++)
        {
          least = MIN (least, self->plot->width[k]);
          most = MAX (most, self->plot->width[k]);
          mean += self->plot->width[k] / (double) (after - first);
        }
      add_bar (self, means, pixel, next - pixel, mean, 0);
      add_bar (self, extremes, pixel, next - pixel, mean, MAX (most, MAX (mean, 0)));
      add_bar (self, extremes, pixel, next - pixel, mean, MIN (least, MIN (mean, 0)));
    }
}

/* "4: 98 samples, mean silhouette width 0.62, on average 1.37 apart" */
static char *
describe_group (const Place *self, gsize group)
{
  const DgDissplot *plot = self->plot;
  guint count = (guint) (plot->begin[group + 1] - plot->begin[group]);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%s: %u sample, mean silhouette width %.2f, on average %.3g apart",
                                       "%s: %u samples, mean silhouette width %.2f, on average %.3g apart",
                                       count),
                          dg_cell_get_group_name (self->cell, group), count, plot->group_width[group],
                          plot->average[group * plot->n_groups + group]);
}

static void
draw_silhouettes (const Place *self, gsize group)
{
  DgColour colour = dg_figure_get_class_colour (self->figure, dg_cell_get_group_class (self->cell, group));
  g_autoptr (GArray) means = g_array_new (FALSE, FALSE, sizeof (DgRect));
  g_autoptr (GArray) extremes = g_array_new (FALSE, FALSE, sizeof (DgRect));
  g_autofree char *title = self->canvas->takes_titles ? describe_group (self, group) : NULL;
  gint begin = find_begin (self, group), end = find_begin (self, group + 1);
  DgRect mean;

  collect_bars (self, begin, end, means, extremes);
  fill (self, (DgRect *) (gpointer) extremes->data, extremes->len, colour, EXTREME_ALPHA, title);
  fill (self, (DgRect *) (gpointer) means->data, means->len, colour, 1, title);
  if (is_rest (self, group))
    return;

  mean = make_rect (self, round (find_width (self, self->plot->group_width[group])), self->image_y + begin,
                    self->hairline, end - begin);
  fill (self, &mean, 1, self->figure->foreground, 1, title);
}

static void
draw_axis (const Place *self)
{
  DgRect rect = make_rect (self, round (find_width (self, 0)), self->image_y, self->hairline, self->geometry->side);

  fill (self, &rect, 1, dg_colour_mix (self->figure->background, self->figure->foreground, 0.45), 1, NULL);
}

/* One line with its middle at @y, cut to @width; device pixels. */
static void
draw_line (const Place *self, PangoLayout *layout, const char *string, DgTextTone tone, double x, double y,
           double width, gboolean centred)
{
  DgFont font = self->geometry->group_font;
  double scale = self->geometry->scale;
  g_autoptr (DgText) text = dg_text_new (layout, font, string);
  g_autoptr (GPtrArray) lines = dg_text_wrap (text, layout, width / scale, 1);
  DgTextRun run = { .font = font, .tone = tone, .centred = centred, .x = x / scale };

  if (lines->len == 0)
    return;
  run.string = g_ptr_array_index (lines, 0);
  run.baseline = round (y + 0.36 * font.size * scale) / scale;
  self->canvas->methods->draw_text (self->canvas, &run, dg_figure_get_tone (self->figure, tone));
}

/* A number that is cut is another one. */
static gboolean
has_room (const Place *self, PangoLayout *layout, const char *number)
{
  g_autoptr (DgText) text = dg_text_new (layout, self->geometry->group_font, number);

  return dg_text_get_width (text) <= self->geometry->groups / self->geometry->scale;
}

/* In the middle of the group's bars its name, and its mean below where there is room. */
static void
draw_name (const Place *self, PangoLayout *layout, gsize group, double left, double line)
{
  gint begin = find_begin (self, group), end = find_begin (self, group + 1);
  double middle = self->image_y + (begin + end) / 2.0;
  g_autofree char *mean = g_strdup_printf ("%.2f", self->plot->group_width[group]);
  gboolean has_mean =
    end - begin >= LEAST_MEAN * line && !is_rest (self, group) && has_room (self, layout, mean);

  if (end - begin < LEAST_NAME * line)
    return;
  draw_line (self, layout, dg_cell_get_group_name (self->cell, group), DG_TEXT_NORMAL, left,
             middle - (has_mean ? line / 2 : 0), self->geometry->groups, FALSE);
  if (has_mean)
    draw_line (self, layout, mean, DG_TEXT_QUIET, left, middle + line / 2, self->geometry->groups, FALSE);
}

/* The names of groups beside the bars, and above these the mean over all samples. */
static void
draw_names (const Place *self)
{
  const DgGeometry *geometry = self->geometry;
  double line = DG_FONT_LINE * geometry->group_font.size * geometry->scale;
  double left = self->image_x + geometry->side + 2 * geometry->spacing + geometry->bars;
  PangoLayout *layout = dg_text_create_layout (NULL);

  for (gsize group = 0; group < self->plot->n_groups; group++)
    draw_name (self, layout, group, left, line);
  if (geometry->margin >= LEAST_NAME * line)
    {
      g_autofree char *mean = g_strdup_printf ("%.2f", self->plot->mean_width);

      draw_line (self, layout, mean, DG_TEXT_NORMAL, find_width (self, 0),
                 self->image_y - geometry->spacing - geometry->margin / 2.0, geometry->bars + geometry->groups, TRUE);
    }
  g_object_unref (layout);
}

void
dg_figure_draw_groups (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, guint row,
                       guint column)
{
  const DgCell *cell = dg_figure_get_cell (self, row, column);
  Place place = { .figure = self, .geometry = geometry, .canvas = canvas, .cell = cell };

  place.plot = dg_cell_get_dissplot (cell);
  place.hairline = MAX (1, lround (0.5 * geometry->scale));
  dg_geometry_get_corner (geometry, row, column, &place.image_x, &place.image_y);
  place.image_x += geometry->margin + geometry->spacing;
  place.image_y += geometry->margin + geometry->spacing;

  draw_borders (&place);
  if (geometry->bars == 0)
    return;
  for (gsize group = 0; group < place.plot->n_groups; group++)
    draw_silhouettes (&place, group);
  draw_axis (&place);
  if (geometry->groups > 0)
    draw_names (&place);
}
