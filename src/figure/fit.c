/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/fit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TITLE_SIZE 14
#define NAME_SIZE 12
#define NOTE_SIZE 10
#define KEY_SIZE 10.5
#define GROUP_SIZE 8.5  /* beside small images; larger beside large ones */
#define GROUP_SIZE_MAX 11
#define GROUP_SHARE 0.025
#define GROUPS_MIN 22   /* width of the names of groups: of a mean below zero, where the image is not much smaller */
#define GROUPS_MAX 70
#define PADDING 14
#define NAMES_MAX 110   /* width of the column of row names */
#define NOTE_MAX 88     /* notes are wrapped to this, if no name is wider */
#define TEXT_MIN 320    /* title, keys and footer take at least this width where there is room */
#define SWATCH 8
#define GRADIENT 96
#define SLACK 0.5       /* widths of pieces need not add up to the width of a line */
#define TITLE_LINES 3
#define NOTE_LINES 2
#define FOOTER_LINES 8

struct _DgFit
{
  const DgFigure *figure; /* borrowed */
  DgFitStyle style;
  double scale;
  PangoLayout *layout;
  DgText *title, *footer;
  DgText **row_names, **row_notes; /* (n_rows) */
  DgText **column_names;           /* (n_columns) */
  DgText **short_names;            /* (n_columns) without the words all have in front, or NULL */
  DgText *prefix;                  /* those words, or NULL */
  DgText **classes;                /* (n_classes) or NULL */
  DgText *wrong, *similar, *dissimilar;
};

static DgText **
measure_names (const DgFit *self, DgFont font, char **strings, guint n)
{
  DgText **texts = g_new (DgText *, n);

  for (guint i = 0; i < n; i++)
    texts[i] = dg_text_new_name (self->layout, font, strings != NULL ? strings[i] : NULL);

  return texts;
}

static void
free_names (DgText **texts, guint n)
{
  for (guint i = 0; texts != NULL && i < n; i++)
    dg_text_free (texts[i]);
  g_free (texts);
}

/* Bytes of the whole words that all names begin with, at least one character remaining of each. */
static gsize
find_common_words (DgText **names, guint n)
{
  const char *first = dg_text_get_string (names[0]);
  gsize common = 0;

  for (gsize length = 1; first[length - 1] != '\0'; length++)
    {
      for (guint i = 0; i < n; i++)
        if (strncmp (first, dg_text_get_string (names[i]), length) != 0
            || dg_text_get_string (names[i])[length] == '\0')
          return common;
      if (first[length - 1] == ' ')
        common = length;
    }

  return common;
}

/* "epoch 1", "epoch 2" → "epoch" and "1", "2". */
static void
measure_short_names (DgFit *self, DgFont font)
{
  guint n = self->figure->n_columns;
  gsize common = n > 1 ? find_common_words (self->column_names, n) : 0;
  g_autofree char *prefix = NULL;

  if (common == 0)
    return;

  prefix = g_strndup (dg_text_get_string (self->column_names[0]), common);
  self->prefix = dg_text_new (self->layout, (DgFont) { NOTE_SIZE * self->style.unit, FALSE }, prefix);
  self->short_names = g_new (DgText *, n);
  for (guint i = 0; i < n; i++)
    {
      const char *name = dg_text_get_string (self->column_names[i]);

      self->short_names[i] = dg_text_new_name (self->layout, font, name + common);
    }
}

DgFit *
dg_fit_new (const DgFigure *figure, const DgFitStyle *style, double scale)
{
  DgFit *self = g_new0 (DgFit, 1);
  gboolean text = style->text, extras = style->extras;
  DgFont title = { TITLE_SIZE * style->unit, TRUE };
  DgFont name = { NAME_SIZE * style->unit, TRUE };
  DgFont note = { NOTE_SIZE * style->unit, FALSE };
  DgFont key = { KEY_SIZE * style->unit, FALSE };

  self->figure = figure;
  self->style = *style;
  self->scale = scale;
  self->layout = dg_text_create_layout (NULL);
  self->title = dg_text_new (self->layout, title, extras ? figure->title : NULL);
  self->footer = dg_text_new (self->layout, note, text ? figure->footer : NULL);
  self->row_names = measure_names (self, name, text ? figure->row_names : NULL, figure->n_rows);
  self->row_notes = measure_names (self, note, extras ? figure->row_notes : NULL, figure->n_rows);
  self->column_names = measure_names (self, name, text ? figure->column_names : NULL, figure->n_columns);
  measure_short_names (self, name);
  if (extras && figure->class_names != NULL)
    self->classes = measure_names (self, key, figure->class_names, figure->n_classes);
  self->wrong = dg_text_new (self->layout, key, _("misclassified"));
  self->similar = dg_text_new (self->layout, key, _("similar"));
  self->dissimilar = dg_text_new (self->layout, key, _("dissimilar"));

  return self;
}

void
dg_fit_free (DgFit *self)
{
  dg_text_free (self->title);
  dg_text_free (self->footer);
  free_names (self->row_names, self->figure->n_rows);
  free_names (self->row_notes, self->figure->n_rows);
  free_names (self->column_names, self->figure->n_columns);
  free_names (self->short_names, self->figure->n_columns);
  g_clear_pointer (&self->prefix, dg_text_free);
  free_names (self->classes, self->figure->n_classes);
  dg_text_free (self->wrong);
  dg_text_free (self->similar);
  dg_text_free (self->dissimilar);
  g_object_unref (self->layout);
  g_free (self);
}

static double
get_line (const DgText *text)
{
  return DG_FONT_LINE * dg_text_get_font (text).size;
}

/* Baselines are on whole device pixels. */
static DgTextRun
make_run (const DgFit *self, const char *string, DgFont font, DgTextTone tone, gboolean centred, double x,
          double top)
{
  double baseline = round ((top + DG_FONT_BASELINE * font.size) * self->scale) / self->scale;

  return (DgTextRun) { g_strdup (string), font, tone, centred, x, baseline };
}

/* Adds the lines of @text below @top. */
static void
add_lines (DgFit *self, DgGeometry *geometry, const DgText *text, DgTextTone tone, gboolean centred, double x,
           double top, double width, guint max_lines)
{
  g_autoptr (GPtrArray) lines = dg_text_wrap (text, self->layout, width + SLACK, max_lines);

  for (guint i = 0; i < lines->len; i++)
    {
      DgTextRun run = make_run (self, g_ptr_array_index (lines, i), dg_text_get_font (text), tone, centred, x,
                                top + i * get_line (text));

      g_array_append_val (geometry->runs, run);
    }
}

static gint
to_pixels (double value, double least, double most)
{
  return MAX (1, lround (CLAMP (value, least, most)));
}

/* Pixels of a cell, all in proportion to its image. */
static void
size_cells (const DgFit *self, gint side, DgGeometry *geometry)
{
  double scale = self->scale, unit = self->style.unit;

  geometry->n_rows = self->figure->n_rows;
  geometry->n_columns = self->figure->n_columns;
  geometry->scale = scale;
  geometry->side = side;
  geometry->margin = to_pixels (0.07 * side, 2.5 * scale, 26 * scale);
  geometry->spacing = to_pixels (0.012 * side, scale, 2 * scale);
  geometry->gap = geometry->spacing + to_pixels (self->style.gap * side, scale, 18 * unit * scale);
  if (!self->figure->silhouettes)
    return;

  geometry->bars = to_pixels (0.22 * side, 4 * scale, 110 * scale);
  geometry->group_font = (DgFont) { CLAMP (GROUP_SHARE * side / scale, GROUP_SIZE, GROUP_SIZE_MAX) * unit, FALSE };
  if (self->style.text)
    geometry->groups = to_pixels (MAX (0.15 * side, MIN (0.22 * side, GROUPS_MIN * unit * scale)), scale,
                                  GROUPS_MAX * unit * scale);
}

static double
get_names_width (const DgFit *self)
{
  double unit = self->style.unit, width = 0;

  for (guint i = 0; i < self->figure->n_rows; i++)
    {
      width = MAX (width, dg_text_get_width (self->row_names[i]));
      width = MAX (width, MIN (dg_text_get_width (self->row_notes[i]), NOTE_MAX * unit));
    }
  if (width > 0 && self->prefix != NULL)
    width = MAX (width, dg_text_get_width (self->prefix));

  return ceil (MIN (width, NAMES_MAX * unit));
}

/* Names that do not fit the height of a row leave their notes out, then themselves. */
static void
write_row_names (DgFit *self, DgGeometry *geometry)
{
  double pitch = (geometry->side + geometry->margin + geometry->spacing + geometry->gap) / self->scale;

  for (guint row = 0; row < geometry->n_rows; row++)
    {
      const DgText *name = self->row_names[row], *note = self->row_notes[row];
      guint n_notes = dg_text_count_lines (note, geometry->names_width + SLACK, NOTE_LINES);
      double name_height = dg_text_is_empty (name) ? 0 : get_line (name);
      double height, top;
      gint x, y;

      while (n_notes > 0 && name_height + n_notes * get_line (note) > pitch)
        n_notes--;
      height = name_height + n_notes * get_line (note);
      if (height > pitch)
        continue;

      dg_geometry_get_corner (geometry, row, 0, &x, &y);
      top = (y + geometry->margin + geometry->spacing + geometry->side / 2.0) / self->scale - height / 2;
      add_lines (self, geometry, name, DG_TEXT_NORMAL, FALSE, geometry->names_left, top,
                 geometry->names_width, 1);
      add_lines (self, geometry, note, DG_TEXT_QUIET, FALSE, geometry->names_left, top + name_height,
                 geometry->names_width, n_notes);
    }
}

static void
write_column_names (DgFit *self, DgGeometry *geometry)
{
  double unit = self->style.unit, widest = 0;
  double side = geometry->side / self->scale;
  double pitch = dg_geometry_get_pitch (geometry) / self->scale;
  double room = MIN (pitch - 6 * unit, side + 1.6 * PADDING * unit);
  DgText **names = self->column_names;

  for (guint column = 0; column < geometry->n_columns; column++)
    widest = MAX (widest, dg_text_get_width (names[column]));

  if (widest > room && self->short_names != NULL)
    {
      names = self->short_names;
      if (dg_text_get_width (self->prefix) <= geometry->names_width)
        add_lines (self, geometry, self->prefix, DG_TEXT_QUIET, FALSE, geometry->names_left,
                   geometry->names_top + unit * (NAME_SIZE - NOTE_SIZE) * DG_FONT_BASELINE,
                   geometry->names_width, 1);
    }

  for (guint column = 0; column < geometry->n_columns; column++)
    {
      gint x, y;

      dg_geometry_get_corner (geometry, 0, column, &x, &y);
      x += geometry->margin + geometry->spacing;
      add_lines (self, geometry, names[column], DG_TEXT_NORMAL, TRUE,
                 (x + geometry->side / 2.0) / self->scale, geometry->names_top, room, 1);
    }
}

/* A place in the lines of keys. */
typedef struct
{
  double left, width; /* of the lines */
  double x, top;      /* x from @left, behind what is already there */
} Flow;

/* Moves on by @width, to the next line where it does not fit. */
static double
flow_on (Flow *flow, double width, double line)
{
  double x;

  if (flow->x > 0 && flow->x + width > flow->width)
    {
      flow->x = 0;
      flow->top += line;
    }
  x = flow->left + flow->x;
  flow->x += width;

  return x;
}

static void
place_key (DgFit *self, gint class_index, const DgText *text, Flow *flow, gboolean write,
           DgGeometry *geometry)
{
  double unit = self->style.unit, line = 1.15 * get_line (text);
  double space = 14 * unit, swatch = SWATCH * unit * (class_index == DG_KEY_WRONG ? 1.5 : 1);
  double room = MIN (dg_text_get_width (text), flow->width - swatch - 5 * unit);
  double x = flow_on (flow, swatch + 5 * unit + room, line);
  g_autoptr (GPtrArray) lines = NULL;
  DgKeyEntry entry;

  flow->x += space;
  if (!write)
    return;

  lines = dg_text_wrap (text, self->layout, room + SLACK, 1);
  entry.class_index = class_index;
  entry.swatch = (DgRect) { x, flow->top + (get_line (text) - SWATCH * unit) / 2, swatch, SWATCH * unit };
  entry.run = make_run (self, g_ptr_array_index (lines, 0), dg_text_get_font (text), DG_TEXT_NORMAL, FALSE,
                        x + swatch + 5 * unit, flow->top);
  g_array_append_val (geometry->keys, entry);
}

/* Right-aligned on the last line of the class key where there is room, else on its own at the left. */
static void
place_gradient (DgFit *self, Flow *flow, gboolean write, DgGeometry *geometry)
{
  double unit = self->style.unit, before = dg_text_get_width (self->similar) + 6 * unit;
  double width = before + GRADIENT * unit + 6 * unit + dg_text_get_width (self->dissimilar);
  gboolean alone = flow->x == 0;
  double x = flow_on (flow, width, 1.15 * get_line (self->similar));

  if (!write)
    return;

  if (!alone && flow->x > width)
    x = flow->left + flow->width - width;
  geometry->gradient = (DgRect) { x + before, flow->top + (get_line (self->similar) - SWATCH * unit) / 2,
                                  GRADIENT * unit, SWATCH * unit };
  add_lines (self, geometry, self->similar, DG_TEXT_NORMAL, FALSE, x, flow->top, before, 1);
  add_lines (self, geometry, self->dissimilar, DG_TEXT_NORMAL, FALSE, x + before + (GRADIENT + 6) * unit,
             flow->top, dg_text_get_width (self->dissimilar), 1);
}

/* Class key and colour key below @top. Returns: their lower end. */
static double
place_keys (DgFit *self, double left, double top, double width, gboolean write, DgGeometry *geometry)
{
  Flow flow = { left, width, 0, top + 9 * self->style.unit };
  gboolean any = FALSE;

  for (guint i = 0; self->classes != NULL && i < self->figure->n_classes; i++)
    if (!dg_text_is_empty (self->classes[i]))
      {
        place_key (self, i, self->classes[i], &flow, write, geometry);
        any = TRUE;
      }
  if (any)
    place_key (self, DG_KEY_WRONG, self->wrong, &flow, write, geometry);
  if (self->style.extras && self->figure->colour_key)
    {
      place_gradient (self, &flow, write, geometry);
      any = TRUE;
    }

  return any ? flow.top + get_line (self->similar) : top;
}

/* A paragraph of the figure's width. Returns: its lower end. */
static double
place_paragraph (DgFit *self, const DgText *text, DgTextTone tone, double left, double top, double width,
                 guint max_lines, gboolean write, DgGeometry *geometry)
{
  if (write)
    add_lines (self, geometry, text, tone, FALSE, left, top, width, max_lines);

  return top + dg_text_count_lines (text, width + SLACK, max_lines) * get_line (text);
}

static gboolean
has_text (DgText **texts, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!dg_text_is_empty (texts[i]))
      return TRUE;

  return FALSE;
}

void
dg_fit_place (DgFit *self, gint side, double max_width, gboolean write, DgGeometry *geometry)
{
  double unit = self->style.unit, scale = self->scale, padding = PADDING * unit;
  double x = padding, y = padding, left, right, width;
  gint cell, pixels_across, pixels_down;

  size_cells (self, side, geometry);
  cell = side + geometry->margin + geometry->spacing;
  pixels_across = (gint) geometry->n_columns * dg_geometry_get_pitch (geometry) - geometry->gap;
  pixels_down = (gint) geometry->n_rows * (cell + geometry->gap) - geometry->gap;

  geometry->names_width = get_names_width (self);
  geometry->names_left = x;
  if (geometry->names_width > 0)
    x += geometry->names_width + 11 * unit;
  geometry->left = ceil (x * scale);
  left = (geometry->left + geometry->margin + geometry->spacing) / scale;
  right = (geometry->left + pixels_across) / scale;
  width = MAX (right - left, MIN (TEXT_MIN * unit, max_width - padding - left));

  if (!dg_text_is_empty (self->title))
    {
      y = place_paragraph (self, self->title, DG_TEXT_NORMAL, left, y, width, TITLE_LINES, write, geometry);
      y += 8 * unit;
    }

  geometry->names_top = y;
  geometry->names_height = 0;
  if (has_text (self->column_names, geometry->n_columns))
    {
      geometry->names_height = get_line (self->column_names[0]);
      y += geometry->names_height + 2 * unit;
    }
  geometry->top = ceil (y * scale);
  y = (geometry->top + pixels_down) / scale;

  if (write)
    {
      write_row_names (self, geometry);
      write_column_names (self, geometry);
    }

  y = place_keys (self, left, y, width, write, geometry);
  if (!dg_text_is_empty (self->footer))
    y = place_paragraph (self, self->footer, DG_TEXT_QUIET, left, y + 7 * unit, width, FOOTER_LINES, write,
                         geometry);

  geometry->width = (y > (geometry->top + pixels_down) / scale ? MAX (right, left + width) : right) + padding;
  geometry->height = y + padding;
}
