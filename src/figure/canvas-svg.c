/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/canvas.h"

#include <string.h>

typedef struct
{
  DgCanvas parent;
  GString *out;
  cairo_status_t status; /* the first failure */
} SvgCanvas;

/* Up to four decimals, in C's notation whatever the locale. */
static void
append_number (GString *out, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  g_ascii_formatd (digits, sizeof digits, "%.4f", value);
  end = digits + strlen (digits);
  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;
  *end = '\0';
  g_string_append (out, g_str_equal (digits, "-0") ? "0" : digits);
}

static void
append_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_number (out, value);
  g_string_append_c (out, '"');
}

static void
append_colour (GString *out, const char *name, DgColour colour)
{
  g_string_append_printf (out, " %s=\"#%06x\"", name, dg_colour_to_pixel (colour));
}

static void
append_escaped (GString *out, const char *string)
{
  g_autofree char *clean = dg_text_clean (string);
  g_autofree char *escaped = g_markup_escape_text (clean, -1);

  g_string_append (out, escaped);
}

static void
append_element (GString *out, const char *name, const char *content)
{
  if (content == NULL)
    return;

  g_string_append_printf (out, "<%s>", name);
  append_escaped (out, content);
  g_string_append_printf (out, "</%s>\n", name);
}

static void
begin_group (DgCanvas *canvas, const char *title)
{
  SvgCanvas *self = (SvgCanvas *) canvas;

  g_string_append (self->out, "<g>\n");
  append_element (self->out, "title", title);
}

static void
end_group (DgCanvas *canvas)
{
  g_string_append (((SvgCanvas *) canvas)->out, "</g>\n");
}

static void
begin_fill (DgCanvas *canvas, DgColour colour, double alpha)
{
  SvgCanvas *self = (SvgCanvas *) canvas;

  g_string_append (self->out, "<g");
  append_colour (self->out, "fill", colour);
  if (alpha < 1)
    append_attribute (self->out, "fill-opacity", alpha);
  g_string_append (self->out, ">\n");
}

static void
add_rects (DgCanvas *canvas, const DgRect *rects, guint n, const char *title)
{
  GString *out = ((SvgCanvas *) canvas)->out;

  g_string_append (out, "<path d=\"");
  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (out, 'M');
      append_number (out, rects[i].x);
      g_string_append_c (out, ' ');
      append_number (out, rects[i].y);
      g_string_append_c (out, 'h');
      append_number (out, rects[i].width);
      g_string_append_c (out, 'v');
      append_number (out, rects[i].height);
      g_string_append_c (out, 'h');
      append_number (out, -rects[i].width);
      g_string_append_c (out, 'z');
    }
  if (title == NULL)
    {
      g_string_append (out, "\"/>\n");
      return;
    }

  g_string_append (out, "\"><title>");
  append_escaped (out, title);
  g_string_append (out, "</title></path>\n");
}

static void
end_fill (DgCanvas *canvas)
{
  g_string_append (((SvgCanvas *) canvas)->out, "</g>\n");
}

static cairo_status_t
collect_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Viewers that know "pixelated" keep the pixels apart; the older word is for the others. */
static void
draw_image (DgCanvas *canvas, const DgRect *rect, cairo_surface_t *image)
{
  SvgCanvas *self = (SvgCanvas *) canvas;
  GString *out = self->out;
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autofree char *encoded = NULL;
  cairo_status_t status = cairo_surface_write_to_png_stream (image, collect_cb, png);

  if (self->status == CAIRO_STATUS_SUCCESS)
    self->status = status;
  encoded = g_base64_encode (png->data, png->len);

  g_string_append (out, "<image");
  append_attribute (out, "x", rect->x);
  append_attribute (out, "y", rect->y);
  append_attribute (out, "width", rect->width);
  append_attribute (out, "height", rect->height);
  g_string_append (out, " preserveAspectRatio=\"none\" style=\"image-rendering:optimizeSpeed;"
                        "image-rendering:pixelated\" xlink:href=\"data:image/png;base64,");
  g_string_append (out, encoded);
  g_string_append (out, "\"/>\n");
}

static void
draw_text (DgCanvas *canvas, const DgTextRun *run, DgColour colour)
{
  GString *out = ((SvgCanvas *) canvas)->out;

  g_string_append (out, "<text");
  append_attribute (out, "x", run->x);
  append_attribute (out, "y", run->baseline);
  append_attribute (out, "font-size", run->font.size);
  if (run->font.bold)
    g_string_append (out, " font-weight=\"bold\"");
  if (run->centred)
    g_string_append (out, " text-anchor=\"middle\"");
  append_colour (out, "fill", colour);
  g_string_append_c (out, '>');
  append_escaped (out, run->string);
  g_string_append (out, "</text>\n");
}

static const DgCanvasClass methods = {
  begin_group, end_group, begin_fill, add_rects, end_fill, draw_image, draw_text,
};

DgCanvas *
dg_canvas_new_svg (double width, double height, const char *title, const char *description)
{
  SvgCanvas *self = g_new0 (SvgCanvas, 1);

  self->parent.methods = &methods;
  self->parent.takes_titles = TRUE;
  self->out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"");
  append_number (self->out, width);
  g_string_append (self->out, "pt\" height=\"");
  append_number (self->out, height);
  g_string_append (self->out, "pt\" viewBox=\"0 0 ");
  append_number (self->out, width);
  g_string_append_c (self->out, ' ');
  append_number (self->out, height);
  g_string_append (self->out, "\" font-family=\"sans-serif\">\n");
  append_element (self->out, "title", title);
  append_element (self->out, "desc", description);

  return &self->parent;
}

GString *
dg_canvas_finish_svg (DgCanvas *canvas, cairo_status_t *status)
{
  SvgCanvas *self = (SvgCanvas *) canvas;
  GString *out = g_steal_pointer (&self->out);

  *status = self->status;
  g_string_append (out, "</svg>\n");
  g_free (self);

  return out;
}
