/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/painter.h"

#include "figure/draw.h"

void
dg_figure_paint (const DgFigure *self, const DgGeometry *geometry, cairo_t *cr, DgFigureLayers layers)
{
  DgCanvas *canvas = dg_canvas_new_cairo (cr, geometry->scale);

  dg_figure_draw (self, geometry, canvas, layers);
  dg_canvas_free_cairo (canvas);
}

void
dg_figure_paint_image (const DgFigure *self, const DgGeometry *geometry, guint row, guint column, cairo_t *cr)
{
  DgCanvas *canvas = dg_canvas_new_cairo (cr, geometry->scale);

  dg_figure_draw_image (self, geometry, canvas, row, column);
  dg_canvas_free_cairo (canvas);
}

void
dg_marks_paint (DgMarks *self, guint row, guint column, cairo_t *cr)
{
  DgCanvas *canvas = dg_canvas_new_cairo (cr, 0);

  dg_marks_draw (self, canvas, row, column);
  dg_canvas_free_cairo (canvas);
}
