/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "figure/geometry.h"

G_BEGIN_DECLS

/**
 * DgFigureLayers:
 *
 * What to paint: a window keeps paper and images and repaints only what moves.
 */
typedef enum
{
  DG_FIGURE_PAPER = 1 << 0,  /* background */
  DG_FIGURE_IMAGES = 1 << 1, /* heat maps and empty frames */
  DG_FIGURE_TEXT = 1 << 2,   /* title, names, footer, keys */
  DG_FIGURE_MARKS = 1 << 3,  /* ticks, lines of lit marks, selection, current cell */
  DG_FIGURE_ALL = DG_FIGURE_PAPER | DG_FIGURE_IMAGES | DG_FIGURE_TEXT | DG_FIGURE_MARKS,
} DgFigureLayers;

/* The only painter: screen and paper. @cr is in points with the origin at the figure's top left corner. */
void dg_figure_paint (const DgFigure *self, const DgGeometry *geometry, cairo_t *cr, DgFigureLayers layers);

/* Its part that is the image, or empty frame, of one cell: for views that keep each as it is finished. */
void dg_figure_paint_image (const DgFigure *self, const DgGeometry *geometry, guint row, guint column,
                            cairo_t *cr);

/* What the marks of all cells have in common, made once for all of them. */
typedef struct _DgMarks DgMarks;

/* Borrows @figure and @geometry, which stay as they are meanwhile. */
DgMarks *dg_marks_new (const DgFigure *figure, const DgGeometry *geometry);
void dg_marks_free (DgMarks *self);

/* The part of the painter that are the marks of one cell; they stay within dg_geometry_get_tile(). */
void dg_marks_paint (DgMarks *self, guint row, guint column, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgMarks, dg_marks_free)

G_END_DECLS
