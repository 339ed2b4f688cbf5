/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "figure/geometry-private.h"

G_BEGIN_DECLS

/**
 * DgCanvas:
 *
 * The few things a figure is made of: rectangles, images and lines of text. cairo's SVG surface turns text
 * into glyph outlines and cannot title anything, so the painter draws on this; one implementation hands on
 * to cairo (screen, PNG, PDF), the other writes SVG. Everything is in points.
 */
typedef struct _DgCanvas DgCanvas;

typedef struct
{
  /* A named part of the figure, such as the marks of one cell. @title (nullable) */
  void (*begin_group) (DgCanvas *self, const char *title);
  void (*end_group) (DgCanvas *self);

  /* Rectangles of one colour between begin and end; what overlaps is filled once. @title (nullable) names a
   * call's rectangles. */
  void (*begin_fill) (DgCanvas *self, DgColour colour, double alpha);
  void (*add_rects) (DgCanvas *self, const DgRect *rects, guint n, const char *title);
  void (*end_fill) (DgCanvas *self);

  /* @image: RGB24, stretched without interpolation */
  void (*draw_image) (DgCanvas *self, const DgRect *rect, cairo_surface_t *image);

  void (*draw_text) (DgCanvas *self, const DgTextRun *run, DgColour colour);
} DgCanvasClass;

/**
 * @resolution: device pixels per point that images are made for; 0: none, the picture may be enlarged later
 * @takes_titles: whether titles are worth making
 */
struct _DgCanvas
{
  const DgCanvasClass *methods;
  double resolution;
  gboolean takes_titles;
};

/* Draws on @cr. @resolution: as above, for surfaces that do not know theirs. */
DgCanvas *dg_canvas_new_cairo (cairo_t *cr, double resolution);
void dg_canvas_free_cairo (DgCanvas *self);

/* A canvas that writes an SVG document of @width × @height points: text as text, images embedded as PNG,
 * titles as <title>. @title, @description: (nullable): of the whole. */
DgCanvas *dg_canvas_new_svg (double width, double height, const char *title, const char *description);

/* Ends the document and frees the canvas. @status: of the images' encoding. */
GString *dg_canvas_finish_svg (DgCanvas *self, cairo_status_t *status);

G_END_DECLS
