/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/draw.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "figure/ticks.h"

/* A figure's marks on one canvas. */
typedef struct
{
  const DgFigure *figure;
  const DgGeometry *geometry;
  DgCanvas *canvas;
  const GArray *marks; /* (element-type DgMark) by class */
} Marks;

/* The cell that is being drawn. */
typedef struct
{
  const DgCell *cell;
  gsize n;
  gint x, y;             /* corner in device pixels */
  gint image_x, image_y; /* of its image */
} Place;

static DgRect
make_rect (const Marks *self, gint x, gint y, gint width, gint height)
{
  double scale = self->geometry->scale;

  return (DgRect) { x / scale, y / scale, width / scale, height / scale };
}

static DgColour
get_class_colour (const DgFigure *figure, gint class_index)
{
  if (class_index < 0)
    return dg_colour_mix (figure->foreground, figure->background, 0.27);

  return dg_palette_get_class_colour_on (class_index, figure->background);
}

/* The mark after the last one that has the class of mark @first. */
static guint
end_of_class (const Marks *self, guint first)
{
  gint class_index = g_array_index (self->marks, DgMark, first).class_index;
  guint next = first + 1;

  while (next < self->marks->len && g_array_index (self->marks, DgMark, next).class_index == class_index)
    next++;

  return next;
}

static char *
name_mark (const DgFigure *figure, const DgMark *mark)
{
  g_autofree char *number = g_strdup_printf ("%d", mark->class_index);
  const char *class_name = number;

  if (mark->class_index < 0)
    return g_strdup_printf (_("sample %u"), mark->sample);

  if (figure->class_names != NULL && mark->class_index < (gint) figure->n_classes
      && figure->class_names[mark->class_index] != NULL)
    class_name = figure->class_names[mark->class_index];

  if (mark->wrong)
    return g_strdup_printf (_("sample %u (%s), misclassified"), mark->sample, class_name);

  return g_strdup_printf (_("sample %u (%s)"), mark->sample, class_name);
}

/* (side) what each tick stands for, at the first pixel of its span: "sample 17 (4); sample 42 (4)". */
static char **
name_ticks (const Marks *self, const Place *place)
{
  char **names = g_new0 (char *, self->geometry->side);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const DgMark *mark = &g_array_index (self->marks, DgMark, i);
      guint32 position = dg_cell_get_position (place->cell, mark->sample);
      gint first, count;

      if (position == DG_CELL_ABSENT)
        continue;
      dg_geometry_get_span (self->geometry, place->n, position, &first, &count);
      if (names[first] == NULL)
        {
          names[first] = name_mark (self->figure, mark);
        }
      else
        {
          g_autofree char *before = names[first];
          g_autofree char *name = name_mark (self->figure, mark);

          names[first] = g_strconcat (before, "; ", name, NULL);
        }
    }

  return names;
}

/* Adds @count pixels of both margins, from @from to @to of their width. */
static void
add_in_margins (const Marks *self, const Place *place, gint first, gint count, gint from, gint to,
                const char *title)
{
  const DgRect rects[] = {
    make_rect (self, place->x + from, place->image_y + first, to - from, count),
    make_rect (self, place->image_x + first, place->y + from, count, to - from),
  };

  self->canvas->methods->add_rects (self->canvas, rects, G_N_ELEMENTS (rects), title);
}

/* Fills, over the width @from … @to of the margins, the ticks that @shown has at their first pixel. */
static void
draw_ticks (const Marks *self, const Place *place, const DgTicks *ticks, const gboolean *shown, char **names,
            DgColour colour, gint from, gint to)
{
  self->canvas->methods->begin_fill (self->canvas, colour, 1);
  for (gint first = 0, next; first < ticks->side; first = next)
    {
      gint owner = ticks->owner[first];

      for (next = first + 1; next < ticks->side && ticks->owner[next] == owner; next++)
        ;
      if (owner >= 0 && shown[owner])
        add_in_margins (self, place, first, next - first, from, to, names != NULL ? names[owner] : NULL);
    }
  self->canvas->methods->end_fill (self->canvas);
}

/* Ticks lie next to the image; those of misclassified samples go on to the margin's outer edge in the colour
 * of text. */
static void
draw_all_ticks (const Marks *self, const Place *place)
{
  gint margin = self->geometry->margin, tip = margin - dg_geometry_get_tick_length (self->geometry);
  g_autoptr (DgTicks) ticks = dg_ticks_new (self->geometry, place->cell, self->marks);
  g_autofree gboolean *shown = g_new (gboolean, ticks->side);
  char **names = self->canvas->takes_titles ? name_ticks (self, place) : NULL;
  gboolean any_wrong = FALSE;

  for (guint begin = 0; begin < self->marks->len; begin = end_of_class (self, begin))
    {
      gint class_index = g_array_index (self->marks, DgMark, begin).class_index;
      DgColour colour = get_class_colour (self->figure, class_index);
      gboolean any = FALSE;

      for (gint pixel = 0; pixel < ticks->side; pixel++)
        {
          shown[pixel] = ticks->owner[pixel] == pixel && ticks->class_index[pixel] == class_index;
          any |= shown[pixel];
        }
      if (any)
        draw_ticks (self, place, ticks, shown, names, colour, tip, margin);
    }

  for (gint pixel = 0; pixel < ticks->side; pixel++)
    any_wrong |= ticks->wrong[pixel];
  if (any_wrong && tip > 0)
    draw_ticks (self, place, ticks, ticks->wrong, names, self->figure->foreground, 0, tip);

  for (gint pixel = 0; names != NULL && pixel < ticks->side; pixel++)
    g_free (names[pixel]);
  g_free (names);
}

/* Sets the pixels of an image's side that show marks @begin … @end − 1. Returns: how many of them are new in
 * @all. */
static gint
cover (const Marks *self, const Place *place, guint begin, guint end, guint8 *pixels, guint8 *all)
{
  gint n_new = 0;

  for (guint i = begin; i < end; i++)
    {
      guint32 position = dg_cell_get_position (place->cell, g_array_index (self->marks, DgMark, i).sample);
      gint first, count;

      if (position == DG_CELL_ABSENT)
        continue;
      dg_geometry_get_span (self->geometry, place->n, position, &first, &count);
      memset (pixels + first, 1, count);
      for (gint pixel = first; pixel < first + count; pixel++)
        {
          n_new += !all[pixel];
          all[pixel] = 1;
        }
    }

  return n_new;
}

/* Lines over the image where @pixels are set: along rows, or along columns. */
static void
draw_lines (const Marks *self, const Place *place, const guint8 *pixels, gboolean along_rows, DgColour colour,
            double alpha)
{
  gint side = self->geometry->side;
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (DgRect));

  for (gint first = 0, next; first < side; first = next)
    {
      DgRect rect;

      for (next = first + 1; next < side && pixels[next] == pixels[first]; next++)
        ;
      if (!pixels[first])
        continue;
      if (along_rows)
        rect = make_rect (self, place->image_x, place->image_y + first, side, next - first);
      else
        rect = make_rect (self, place->image_x + first, place->image_y, next - first, side);
      g_array_append_val (rects, rect);
    }
  if (rects->len == 0)
    return;

  self->canvas->methods->begin_fill (self->canvas, colour, alpha);
  self->canvas->methods->add_rects (self->canvas, (DgRect *) (gpointer) rects->data, rects->len, NULL);
  self->canvas->methods->end_fill (self->canvas);
}

/* Lines of lit marks; the more of the image they cover, the fainter, so that it stays readable under them.
 * Rows and columns are two fills: where they cross, at the blocks the marks form, colour is stronger. */
static void
draw_lit (const Marks *self, const Place *place)
{
  gint side = self->geometry->side, n_covered;
  g_autofree guint8 *pixels = g_malloc (side);
  g_autofree guint8 *all = g_malloc0 (side);
  double alpha;

  memset (pixels, 0, side);
  n_covered = cover (self, place, 0, self->marks->len, pixels, all);
  alpha = MAX (0.1, 0.7 / (1 + 9.0 * n_covered / side));

  for (guint begin = 0, end; begin < self->marks->len; begin = end)
    {
      gint class_index = g_array_index (self->marks, DgMark, begin).class_index;
      DgColour colour = get_class_colour (self->figure, class_index);

      end = end_of_class (self, begin);
      memset (pixels, 0, side);
      cover (self, place, begin, end, pixels, all);
      draw_lines (self, place, pixels, TRUE, colour, alpha);
      draw_lines (self, place, pixels, FALSE, colour, alpha);
    }
}

/* Lines through margins and image at a position, @thickness pixels thick around the middle of its span. */
static void
add_cross (const Marks *self, const Place *place, guint32 position, gint thickness, const char *title)
{
  const DgGeometry *geometry = self->geometry;
  gint length = place->image_x - place->x + geometry->side, first, count;
  DgRect rects[2];

  dg_geometry_get_span (geometry, place->n, position, &first, &count);
  first = CLAMP (first + (count - thickness) / 2, 0, MAX (0, geometry->side - thickness));
  thickness = MIN (thickness, geometry->side);
  rects[0] = make_rect (self, place->x, place->image_y + first, length, thickness);
  rects[1] = make_rect (self, place->image_x + first, place->y, thickness, length);
  self->canvas->methods->add_rects (self->canvas, rects, 2, title);
}

/* A crisp hairline from the outer edge of the margins over the whole image, in the margins as thick as its
 * row. A fainter one of the paper's colour beneath keeps it apart from greys as light as itself. */
static void
draw_selected (const Marks *self, const Place *place)
{
  const DgCanvasClass *methods = self->canvas->methods;
  const GArray *selected = self->figure->selected;
  gint hairline = MAX (1, lround (self->geometry->scale)), edge = MAX (1, hairline / 2);

  methods->begin_fill (self->canvas, self->figure->background, 0.22);
  for (guint i = 0; i < selected->len; i++)
    {
      guint32 position = dg_cell_get_position (place->cell, g_array_index (selected, guint32, i));

      if (position != DG_CELL_ABSENT)
        add_cross (self, place, position, hairline + 2 * edge, NULL);
    }
  methods->end_fill (self->canvas);

  methods->begin_fill (self->canvas, dg_palette_get_selection_colour (), 1);
  for (guint i = 0; i < selected->len; i++)
    {
      guint32 sample = g_array_index (selected, guint32, i);
      guint32 position = dg_cell_get_position (place->cell, sample);
      g_autofree char *title = NULL;
      gint first, count;

      if (position == DG_CELL_ABSENT)
        continue;
      if (self->canvas->takes_titles)
        title = g_strdup_printf (_("sample %u"), sample);
      add_cross (self, place, position, hairline, title);
      dg_geometry_get_span (self->geometry, place->n, position, &first, &count);
      if (count > hairline)
        add_in_margins (self, place, first, count, 0, self->geometry->margin, title);
    }
  methods->end_fill (self->canvas);
}

/* A frame around the image, in the space that is left free beside it. */
static void
draw_current (const Marks *self, const Place *place)
{
  const DgColour blue = { 0x35 / 255.0, 0x84 / 255.0, 0xe4 / 255.0 };
  gint width = self->geometry->spacing, side = self->geometry->side;
  gint x = place->image_x - width, y = place->image_y - width, outside = side + 2 * width;
  const DgRect rects[] = {
    make_rect (self, x, y, outside, width),
    make_rect (self, x, y + outside - width, outside, width),
    make_rect (self, x, y + width, width, side),
    make_rect (self, x + outside - width, y + width, width, side),
  };

  self->canvas->methods->begin_fill (self->canvas, blue, 1);
  self->canvas->methods->add_rects (self->canvas, rects, G_N_ELEMENTS (rects), NULL);
  self->canvas->methods->end_fill (self->canvas);
}

static void
draw_cell (const Marks *self, guint row, guint column)
{
  const DgFigure *figure = self->figure;
  const DgCell *cell = dg_figure_get_cell (figure, row, column);
  g_autofree char *name = self->canvas->takes_titles ? dg_figure_name_cell (figure, row, column) : NULL;
  gint before = self->geometry->margin + self->geometry->spacing;
  Place place = { cell, cell != NULL ? dg_cell_get_n (cell) : 0 };

  dg_geometry_get_corner (self->geometry, row, column, &place.x, &place.y);
  place.image_x = place.x + before;
  place.image_y = place.y + before;

  self->canvas->methods->begin_group (self->canvas, name);
  if ((gint) row == figure->current_row && (gint) column == figure->current_column)
    draw_current (self, &place);
  if (place.n > 0)
    {
      if (figure->lit)
        draw_lit (self, &place);
      draw_all_ticks (self, &place);
      if (figure->selected->len > 0)
        draw_selected (self, &place);
    }
  self->canvas->methods->end_group (self->canvas);
}

void
dg_figure_draw_marks (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas)
{
  g_autoptr (GArray) marks = dg_ticks_sort_marks (self->marks);
  Marks drawn = { self, geometry, canvas, marks };

  for (guint row = 0; row < self->n_rows; row++)
    for (guint column = 0; column < self->n_columns; column++)
      draw_cell (&drawn, row, column);
}

void
dg_figure_draw_swatch (const DgFigure *self, const DgKeyEntry *entry, DgCanvas *canvas)
{
  gboolean wrong = entry->class_index == DG_KEY_WRONG;
  DgColour colour = get_class_colour (self, wrong ? DG_MARK_NO_CLASS : entry->class_index);
  DgRect rect = entry->swatch;
  double tip = wrong ? 0.32 * rect.width : 0;

  if (wrong)
    {
      DgRect outer = { rect.x, rect.y + rect.height / 2 - 1, tip, 2 };

      rect = (DgRect) { rect.x + tip, outer.y, rect.width - tip, 2 };
      colour = dg_colour_mix (self->foreground, self->background, 0.6);
      canvas->methods->begin_fill (canvas, self->foreground, 1);
      canvas->methods->add_rects (canvas, &outer, 1, NULL);
      canvas->methods->end_fill (canvas);
    }
  canvas->methods->begin_fill (canvas, colour, 1);
  canvas->methods->add_rects (canvas, &rect, 1, NULL);
  canvas->methods->end_fill (canvas);
}
