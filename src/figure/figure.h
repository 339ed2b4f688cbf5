/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/cell.h"
#include "figure/palette.h"
#include "figure/subject.h"
#include "tendency/focus.h"

G_BEGIN_DECLS

/**
 * DgFigure:
 * @title, @footer: (nullable): above and below the grid; the footer states n of N, metric, image kind,
 *   scale, seed
 * @row_names, @row_notes, @column_names: (n_rows), (n_rows), (n_columns) strings, each (nullable)
 * @subject: what the rows and columns of the images are
 * @cells: (n_rows, n_columns); NULL is drawn as a quiet empty frame: not there yet
 * @marks: (element-type DgMark): ticks in class colour in the margins of every cell
 * @lit: whether the marks also get translucent lines across the images
 * @selected: (n_rows) (element-type guint32): samples, or units of the layer, whose rows and columns get full lines in
 *   the selection colour in all cells of that row
 * @class_names: (n_classes) names for the class key, each (nullable): left out of it; NULL: no key
 * @current_row, @current_column: the cell drawn with a focus frame; -1: none
 * @palette: of the images
 * @colour_key: whether the key from similar to dissimilar is drawn
 * @silhouettes: whether there is room at the right of each cell for silhouettes and names of groups: for
 *   dissimilarity plots
 * @foreground, @background: of text and paper, so that a dark window is drawn by the same code
 *
 * What is drawn, without sizes. A plain value, of one thread at a time.
 */
typedef struct
{
  guint n_rows, n_columns;
  char *title, *footer;
  char **row_names, **row_notes, **column_names;
  DgSubject subject;
  DgCell **cells;
  GArray *marks;
  gboolean lit;
  GArray **selected;
  guint n_classes;
  char **class_names;
  gint current_row, current_column;
  const DgPalette *palette;
  gboolean colour_key;
  gboolean silhouettes;
  DgColour foreground, background;
} DgFigure;

/* An empty figure: no names, no cells, no marks, grey palette, black on white. */
DgFigure *dg_figure_new (guint n_rows, guint n_columns);
void dg_figure_free (DgFigure *self);

/* Takes a reference to @cell (nullable). */
void dg_figure_set_cell (DgFigure *self, guint row, guint column, DgCell *cell);
DgCell *dg_figure_get_cell (const DgFigure *self, guint row, guint column);

/* Adds @items, (n), to what is selected in the cells of @row; -1: of all rows. */
void dg_figure_select (DgFigure *self, gint row, const guint32 *items, gsize n);

/* What the figure shows, in words, valid UTF-8: for the accessible description and SVG's <desc>. */
char *dg_figure_describe (const DgFigure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFigure, dg_figure_free)

G_END_DECLS
