/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/text.h"

#include <string.h>

/* A stretch of text that is not broken: up to the next place where a line may end. */
typedef struct
{
  gsize begin, end;        /* bytes */
  double width, ink_width; /* with and without the space at its end */
  gboolean ends_line;      /* whether a new line follows in any case */
} Piece;

struct _DgText
{
  char *string;
  DgFont font;
  GArray *pieces; /* (element-type Piece) */
  double width;
  gboolean is_name; /* it is shortened in its middle */
};

PangoLayout *
dg_text_create_layout (cairo_t *cr)
{
  PangoContext *context;
  PangoLayout *layout;
  cairo_font_options_t *options = cairo_font_options_create ();

  if (cr != NULL)
    context = pango_cairo_create_context (cr);
  else
    context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  layout = pango_layout_new (context);
  g_object_unref (context);

  return layout;
}

void
dg_text_set (PangoLayout *layout, DgFont font, const char *string)
{
  PangoFontDescription *description = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (description, font.size * PANGO_SCALE);
  pango_font_description_set_weight (description, font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, string, -1);
  pango_font_description_free (description);
}

static double
measure (PangoLayout *layout, DgFont font, const char *string)
{
  int width;

  dg_text_set (layout, font, string);
  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

char *
dg_text_clean (const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\n')
        g_string_append_c (clean, '\n');
      else if (g_unichar_isspace (character) && character < 0x80)
        g_string_append_c (clean, ' ');
      else if (g_unichar_iscntrl (character) || character == 0x2028 || character == 0x2029
               || character == 0xfffe || character == 0xffff)
        g_string_append_unichar (clean, 0xfffd);
      else
        g_string_append_unichar (clean, character);
    }

  return g_string_free (clean, FALSE);
}

static void
cut_pieces (DgText *self, PangoLayout *layout)
{
  glong n_characters = g_utf8_strlen (self->string, -1);
  g_autofree PangoLogAttr *attributes = g_new0 (PangoLogAttr, n_characters + 1);
  const char *begin = self->string, *at = self->string;

  pango_get_log_attrs (self->string, -1, -1, pango_language_get_default (), attributes, n_characters + 1);
  for (glong i = 1; i <= n_characters; i++)
    {
      at = g_utf8_next_char (at);
      if (i == n_characters || attributes[i].is_line_break)
        {
          g_autofree char *whole = g_strndup (begin, at - begin);
          g_autofree char *ink = g_strchomp (g_strdup (whole));
          Piece piece = { begin - self->string, at - self->string,
                          measure (layout, self->font, whole), measure (layout, self->font, ink),
                          g_str_has_suffix (whole, "\n") };

          g_array_append_val (self->pieces, piece);
          begin = at;
        }
    }
}

DgText *
dg_text_new (PangoLayout *layout, DgFont font, const char *string)
{
  DgText *self = g_new0 (DgText, 1);

  self->string = g_strstrip (dg_text_clean (string != NULL ? string : ""));
  self->font = font;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->width = measure (layout, font, self->string);
  cut_pieces (self, layout);

  return self;
}

DgText *
dg_text_new_name (PangoLayout *layout, DgFont font, const char *string)
{
  DgText *self = dg_text_new (layout, font, string);

  self->is_name = TRUE;
  return self;
}

void
dg_text_free (DgText *self)
{
  g_array_unref (self->pieces);
  g_free (self->string);
  g_free (self);
}

DgFont
dg_text_get_font (const DgText *self)
{
  return self->font;
}

const char *
dg_text_get_string (const DgText *self)
{
  return self->string;
}

gboolean
dg_text_is_empty (const DgText *self)
{
  return *self->string == '\0';
}

double
dg_text_get_width (const DgText *self)
{
  return self->width;
}

/* The piece after the last one on the line that starts at piece @first: at least one, as many as fit. */
static guint
end_line (const DgText *self, guint first, double width)
{
  double used = 0;
  guint next = first;

  while (next < self->pieces->len)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, next);

      if (next > first && used + piece->ink_width > width)
        break;
      used += piece->width;
      next++;
      if (piece->ends_line)
        break;
    }

  return next;
}

guint
dg_text_count_lines (const DgText *self, double width, guint max_lines)
{
  guint n_lines = 0;

  for (guint next = 0; next < self->pieces->len && n_lines < max_lines; n_lines++)
    next = end_line (self, next, width);

  return n_lines;
}

/* @kept of the @length characters of @string: its beginning, of a name twice as much of its end, where names of parts of
 * parts differ. */
static char *
leave_out (const char *string, glong length, glong kept, gboolean is_name)
{
  glong n_end = is_name ? kept * 2 / 3 : 0;
  g_autofree char *start = g_utf8_substring (string, 0, kept - n_end);

  return g_strconcat (g_strchomp (start), "…", g_utf8_offset_to_pointer (string, length - n_end), NULL);
}

/* @string, or as much of it as fits with "…" for the rest. */
static char *
shorten (PangoLayout *layout, DgFont font, const char *string, gboolean is_name, double width)
{
  glong length = g_utf8_strlen (string, -1), fits = 0, fails = length;
  g_autofree char *shortened = g_strdup ("");

  if (measure (layout, font, string) <= width)
    return g_strdup (string);

  while (fails - fits > 1)
    {
      glong middle = (fits + fails) / 2;
      g_autofree char *tried = leave_out (string, length, middle, is_name);

      if (measure (layout, font, tried) <= width)
        {
          fits = middle;
          g_free (shortened);
          shortened = g_steal_pointer (&tried);
        }
      else
        {
          fails = middle;
        }
    }

  return g_steal_pointer (&shortened);
}

GPtrArray *
dg_text_wrap (const DgText *self, PangoLayout *layout, double width, guint max_lines)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint first = 0;

  while (first < self->pieces->len && lines->len < max_lines)
    {
      guint next = end_line (self, first, width);
      gsize begin = g_array_index (self->pieces, Piece, first).begin;
      gsize end = g_array_index (self->pieces, Piece, next - 1).end;
      gboolean cut = lines->len + 1 == max_lines && next < self->pieces->len;
      g_autofree char *line = g_strndup (self->string + begin, (cut ? strlen (self->string) : end) - begin);

      g_strdelimit (g_strchomp (line), "\n", ' ');
      g_ptr_array_add (lines, shorten (layout, self->font, line, self->is_name, width));
      first = next;
    }

  return lines;
}
