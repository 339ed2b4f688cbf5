/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/draw.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "figure/ticks.h"

struct _DgMarks
{
  /* borrowed */
  const DgFigure *figure;
  const DgGeometry *geometry;

  /* owned */
  GArray *marks;  /* (element-type DgMark) by class */
  DgSpans *spans; /* nullable: of cells of as many samples as the last one drawn */
};

/* The cell that is being drawn. */
typedef struct
{
  DgCanvas *canvas;
  const DgCell *cell;
  gsize n;
  const GArray *selected; /* (element-type guint32) */
  const gint *pixels;     /* (marks->len) from dg_spans_locate() */
  gint x, y;              /* corner in device pixels */
  gint image_x, image_y;  /* of its image */
} Place;

static DgRect
make_rect (const DgMarks *self, gint x, gint y, gint width, gint height)
{
  double scale = self->geometry->scale;

  return (DgRect) { x / scale, y / scale, width / scale, height / scale };
}

DgColour
dg_figure_get_class_colour (const DgFigure *self, gint class_index)
{
  if (class_index < 0)
    return dg_colour_mix (self->foreground, self->background, 0.27);

  return dg_palette_get_class_colour_on (class_index, self->background);
}

/* The mark after the last one that has the class of mark @first. */
static guint
end_of_class (const DgMarks *self, guint first)
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
name_ticks (const DgMarks *self, const Place *place)
{
  char **names = g_new0 (char *, self->geometry->side);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const DgMark *mark = &g_array_index (self->marks, DgMark, i);
      gint first = place->pixels[i];

      if (first < 0)
        continue;
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
add_in_margins (const DgMarks *self, const Place *place, gint first, gint count, gint from, gint to,
                const char *title)
{
  const DgRect rects[] = {
    make_rect (self, place->x + from, place->image_y + first, to - from, count),
    make_rect (self, place->image_x + first, place->y + from, count, to - from),
  };

  place->canvas->methods->add_rects (place->canvas, rects, G_N_ELEMENTS (rects), title);
}

static gint
end_of_owner (const DgTicks *ticks, gint first)
{
  gint next = first + 1;

  while (next < ticks->side && ticks->owner[next] == ticks->owner[first])
    next++;

  return next;
}

static gboolean
is_shown (const DgTicks *ticks, const gboolean *shown, gint pixel)
{
  return pixel < ticks->side && ticks->owner[pixel] >= 0 && shown[ticks->owner[pixel]];
}

/* Fills, over the width @from … @to of the margins, the ticks that @shown has at their first pixel; without @names
 * those that touch are one. */
static void
draw_ticks (const DgMarks *self, const Place *place, const DgTicks *ticks, const gboolean *shown, char **names,
            DgColour colour, gint from, gint to)
{
  place->canvas->methods->begin_fill (place->canvas, colour, 1);
  for (gint first = 0, next; first < ticks->side; first = next)
    {
      next = end_of_owner (ticks, first);
      if (!is_shown (ticks, shown, first))
        continue;
      while (names == NULL && is_shown (ticks, shown, next))
        next++;
      add_in_margins (self, place, first, next - first, from, to, names != NULL ? names[ticks->owner[first]] : NULL);
    }
  place->canvas->methods->end_fill (place->canvas);
}

/* Ticks lie next to the image; those of misclassified samples go on to the margin's outer edge in the colour
 * of text. */
static void
draw_all_ticks (const DgMarks *self, const Place *place)
{
  gint margin = self->geometry->margin, tip = margin - dg_geometry_get_tick_length (self->geometry);
  g_autoptr (DgTicks) ticks = dg_ticks_new (self->spans, self->marks, place->pixels, floor (self->geometry->scale));
  g_autofree gboolean *shown = g_new (gboolean, ticks->side);
  char **names = place->canvas->takes_titles ? name_ticks (self, place) : NULL;
  gboolean any_wrong = FALSE;

  for (guint begin = 0; begin < self->marks->len; begin = end_of_class (self, begin))
    {
      gint class_index = g_array_index (self->marks, DgMark, begin).class_index;
      DgColour colour = dg_figure_get_class_colour (self->figure, class_index);
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

/* (side) which pixels of an image's side show marks @begin … @end − 1. Returns how many. */
static gint
cover (const DgMarks *self, const Place *place, guint begin, guint end, guint8 *pixels)
{
  gint n_covered = 0;

  memset (pixels, 0, self->spans->side);
  for (guint i = begin; i < end; i++)
    {
      gint first = place->pixels[i];

      if (first < 0 || pixels[first])
        continue;
      memset (pixels + first, 1, self->spans->count[first]);
      n_covered += self->spans->count[first];
    }

  return n_covered;
}

/* Lines over the image where @pixels are set: along rows, or along columns. */
static void
draw_lines (const DgMarks *self, const Place *place, const guint8 *pixels, gboolean along_rows, DgColour colour,
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

  place->canvas->methods->begin_fill (place->canvas, colour, alpha);
  place->canvas->methods->add_rects (place->canvas, (DgRect *) (gpointer) rects->data, rects->len, NULL);
  place->canvas->methods->end_fill (place->canvas);
}

/* Lines of lit marks; the more of the image they cover, the fainter, so that it stays readable under them.
 * Rows and columns are two fills: where they cross, at the blocks the marks form, colour is stronger. */
static void
draw_lit (const DgMarks *self, const Place *place)
{
  g_autofree guint8 *pixels = g_malloc (self->spans->side);
  double covered = (double) cover (self, place, 0, self->marks->len, pixels) / self->spans->side;
  double alpha = MAX (0.1, 0.7 / (1 + 9 * covered));

  for (guint begin = 0, end; begin < self->marks->len; begin = end)
    {
      gint class_index = g_array_index (self->marks, DgMark, begin).class_index;
      DgColour colour = dg_figure_get_class_colour (self->figure, class_index);

      end = end_of_class (self, begin);
      cover (self, place, begin, end, pixels);
      draw_lines (self, place, pixels, TRUE, colour, alpha);
      draw_lines (self, place, pixels, FALSE, colour, alpha);
    }
}

/* Lines through margins and image at a position, @thickness pixels thick around the middle of its span. */
static void
add_cross (const DgMarks *self, const Place *place, guint32 position, gint thickness, const char *title)
{
  const DgGeometry *geometry = self->geometry;
  gint length = place->image_x - place->x + geometry->side, first, count;
  DgRect rects[2];

  dg_geometry_get_span (geometry, place->n, position, &first, &count);
  first = CLAMP (first + (count - thickness) / 2, 0, MAX (0, geometry->side - thickness));
  thickness = MIN (thickness, geometry->side);
  rects[0] = make_rect (self, place->x, place->image_y + first, length, thickness);
  rects[1] = make_rect (self, place->image_x + first, place->y, thickness, length);
  place->canvas->methods->add_rects (place->canvas, rects, 2, title);
}

static char *
name_selected (const DgFigure *figure, guint32 item)
{
  if (figure->subject == DG_SUBJECT_WEIGHTS)
    return g_strdup_printf (_("unit %u"), item);

  return g_strdup_printf (_("sample %u"), item);
}

/* A crisp hairline from the outer edge of the margins over the whole image, in the margins as thick as its
 * row. A fainter one of the paper's colour beneath keeps it apart from greys as light as itself. */
static void
draw_selected (const DgMarks *self, const Place *place)
{
  const DgCanvasClass *methods = place->canvas->methods;
  const GArray *selected = place->selected;
  gint hairline = MAX (1, lround (self->geometry->scale)), edge = MAX (1, hairline / 2);

  methods->begin_fill (place->canvas, self->figure->background, 0.22);
  for (guint i = 0; i < selected->len; i++)
    {
      guint32 position = dg_cell_get_position (place->cell, g_array_index (selected, guint32, i));

      if (position != DG_CELL_ABSENT)
        add_cross (self, place, position, hairline + 2 * edge, NULL);
    }
  methods->end_fill (place->canvas);

  methods->begin_fill (place->canvas, dg_palette_get_selection_colour (), 1);
  for (guint i = 0; i < selected->len; i++)
    {
      guint32 sample = g_array_index (selected, guint32, i);
      guint32 position = dg_cell_get_position (place->cell, sample);
      g_autofree char *title = NULL;
      gint first, count;

      if (position == DG_CELL_ABSENT)
        continue;
      if (place->canvas->takes_titles)
        title = name_selected (self->figure, sample);
      add_cross (self, place, position, hairline, title);
      dg_geometry_get_span (self->geometry, place->n, position, &first, &count);
      if (count > hairline)
        add_in_margins (self, place, first, count, 0, self->geometry->margin, title);
    }
  methods->end_fill (place->canvas);
}

/* A frame around the image, in the space that is left free beside it. */
static void
draw_current (const DgMarks *self, const Place *place)
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

  place->canvas->methods->begin_fill (place->canvas, blue, 1);
  place->canvas->methods->add_rects (place->canvas, rects, G_N_ELEMENTS (rects), NULL);
  place->canvas->methods->end_fill (place->canvas);
}

/* Ticks, lines and selection over the image of a cell that has one. */
static void
draw_all (DgMarks *self, Place *place)
{
  g_autofree gint *pixels = NULL;

  if (self->spans == NULL || self->spans->n != place->n)
    {
      g_clear_pointer (&self->spans, dg_spans_free);
      self->spans = dg_spans_new (self->geometry, place->n);
    }
  place->pixels = pixels = dg_spans_locate (self->spans, place->cell, self->marks);
  if (self->figure->lit)
    draw_lit (self, place);
  draw_all_ticks (self, place);
  if (place->selected->len > 0)
    draw_selected (self, place);
}

DgMarks *
dg_marks_new (const DgFigure *figure, const DgGeometry *geometry)
{
  DgMarks *self = g_new0 (DgMarks, 1);

  self->figure = figure;
  self->geometry = geometry;
  self->marks = dg_ticks_sort_marks (figure->marks);
  return self;
}

void
dg_marks_free (DgMarks *self)
{
  g_clear_pointer (&self->spans, dg_spans_free);
  g_array_unref (self->marks);
  g_free (self);
}

void
dg_marks_draw (DgMarks *self, DgCanvas *canvas, guint row, guint column)
{
  const DgFigure *figure = self->figure;
  const DgCell *cell = dg_figure_get_cell (figure, row, column);
  g_autofree char *name = canvas->takes_titles ? dg_figure_name_cell (figure, row, column) : NULL;
  gint before = self->geometry->margin + self->geometry->spacing;
  Place place = { canvas, cell, cell != NULL ? dg_cell_get_n (cell) : 0, figure->selected[row] };

  dg_geometry_get_corner (self->geometry, row, column, &place.x, &place.y);
  place.image_x = place.x + before;
  place.image_y = place.y + before;

  canvas->methods->begin_group (canvas, name);
  if ((gint) row == figure->current_row && (gint) column == figure->current_column)
    draw_current (self, &place);
  if (place.n > 0)
    draw_all (self, &place);
  canvas->methods->end_group (canvas);
}

void
dg_figure_draw_swatch (const DgFigure *self, const DgKeyEntry *entry, DgCanvas *canvas)
{
  gboolean wrong = entry->class_index == DG_KEY_WRONG;
  DgColour colour = dg_figure_get_class_colour (self, wrong ? DG_MARK_NO_CLASS : entry->class_index);
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
