/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/canvas.h"

#include <math.h>

typedef struct
{
  DgCanvas parent;
  cairo_t *cr;         /* borrowed */
  PangoLayout *layout; /* NULL until text is drawn */
} CairoCanvas;

static void
begin_group (DgCanvas *canvas, const char *title)
{
}

static void
end_group (DgCanvas *canvas)
{
}

static void
begin_fill (DgCanvas *canvas, DgColour colour, double alpha)
{
  CairoCanvas *self = (CairoCanvas *) canvas;

  cairo_set_source_rgba (self->cr, colour.red, colour.green, colour.blue, alpha);
  cairo_new_path (self->cr);
}

static void
add_rects (DgCanvas *canvas, const DgRect *rects, guint n, const char *title)
{
  CairoCanvas *self = (CairoCanvas *) canvas;

  for (guint i = 0; i < n; i++)
    cairo_rectangle (self->cr, rects[i].x, rects[i].y, rects[i].width, rects[i].height);
}

static void
end_fill (DgCanvas *canvas)
{
  cairo_fill (((CairoCanvas *) canvas)->cr);
}

static void
draw_image (DgCanvas *canvas, const DgRect *rect, cairo_surface_t *image)
{
  CairoCanvas *self = (CairoCanvas *) canvas;
  int width = cairo_image_surface_get_width (image), height = cairo_image_surface_get_height (image);

  cairo_save (self->cr);
  cairo_translate (self->cr, rect->x, rect->y);
  cairo_scale (self->cr, rect->width / width, rect->height / height);
  cairo_set_source_surface (self->cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (self->cr, 0, 0, width, height);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
}

static void
draw_text (DgCanvas *canvas, const DgTextRun *run, DgColour colour)
{
  CairoCanvas *self = (CairoCanvas *) canvas;
  double left = run->x;

  if (self->layout == NULL)
    self->layout = dg_text_create_layout (self->cr);
  dg_text_set (self->layout, run->font, run->string);

  if (run->centred)
    {
      int width;

      pango_layout_get_size (self->layout, &width, NULL);
      left -= (double) width / PANGO_SCALE / 2;
    }
  cairo_set_source_rgb (self->cr, colour.red, colour.green, colour.blue);
  cairo_move_to (self->cr, left, run->baseline);
  pango_cairo_show_layout_line (self->cr, pango_layout_get_line_readonly (self->layout, 0));
}

static const DgCanvasClass methods = {
  begin_group, end_group, begin_fill, add_rects, end_fill, draw_image, draw_text,
};

/* Device pixels per point of an image surface; the surfaces of paper have none. */
static double
find_resolution (cairo_t *cr, double otherwise)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  double x = 1, y = 0, device_x, device_y;

  switch ((int) cairo_surface_get_type (surface))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return 0;

    case CAIRO_SURFACE_TYPE_IMAGE:
      cairo_user_to_device_distance (cr, &x, &y);
      cairo_surface_get_device_scale (surface, &device_x, &device_y);
      return MAX (hypot (x, y) * device_x, otherwise);

    default:
      return otherwise;
    }
}

DgCanvas *
dg_canvas_new_cairo (cairo_t *cr, double resolution)
{
  CairoCanvas *self = g_new0 (CairoCanvas, 1);

  self->parent.methods = &methods;
  self->parent.resolution = find_resolution (cr, resolution);
  self->cr = cr;

  return &self->parent;
}

void
dg_canvas_free_cairo (DgCanvas *canvas)
{
  CairoCanvas *self = (CairoCanvas *) canvas;

  g_clear_object (&self->layout);
  g_free (self);
}
