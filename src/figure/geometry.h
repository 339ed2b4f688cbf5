/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/figure.h"

G_BEGIN_DECLS

/**
 * DgGeometry:
 *
 * Where things lie, in points, for one figure at one size. Painting and picking both read it. All cells are
 * squares of whole device pixels at @scale, so that no seams appear.
 */
typedef struct _DgGeometry DgGeometry;

/* Fits the figure into @width × @height points; @scale: device pixels per point (1, 2, or of the export). */
DgGeometry *dg_geometry_new (const DgFigure *figure, double width, double height, double scale);

/* The same at the top of the space instead of in its middle, beneath what belongs to the columns. */
DgGeometry *dg_geometry_new_at_top (const DgFigure *figure, double width, double height, double scale);

/* The other way round: chooses the size so that each image is @cell × @cell points. */
DgGeometry *dg_geometry_new_for_cell (const DgFigure *figure, double cell, double scale);

void dg_geometry_free (DgGeometry *self);
void dg_geometry_get_size (const DgGeometry *self, double *width, double *height);

/* The image square of a cell, without its margins, in points. */
void dg_geometry_get_image (const DgGeometry *self, guint row, guint column, double *x, double *y,
                            double *side);

/* A cell with its margins, the space around its image and what lies beside that, all that it and its marks may cover,
 * in points. It meets no other cell's. */
void dg_geometry_get_tile (const DgGeometry *self, guint row, guint column, double *x, double *y, double *width,
                           double *height);

/* The part of it that dg_figure_paint_image() may paint on: the image and, of a dissimilarity plot, what lies beside
 * and above. */
void dg_geometry_get_painted (const DgGeometry *self, guint row, guint column, double *x, double *y,
                              double *width, double *height);

/**
 * DgPick:
 * @row, @column: the cell; -1 outside of all
 * @i, @j: positions (vertical, horizontal) under the pointer, -1 outside of the image; in the left margin
 *   and beside the image only i, in the top margin only j is set
 * @row_name, @column_name: TRUE where the pointer is on the name of @row or @column
 */
typedef struct
{
  gint row, column;
  gint64 i, j;
  gboolean row_name, column_name;
} DgPick;

DgPick dg_geometry_pick (const DgGeometry *self, const DgFigure *figure, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgGeometry, dg_geometry_free)

G_END_DECLS
