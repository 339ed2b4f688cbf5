/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/grid.h"
#include "figure/figure.h"

G_BEGIN_DECLS

/* Cells and names of what @grid shows of @run (nullable): all of it, with the cell @row, @column marked as current
 * (-1: none), or, @enlarged, that cell alone. A grid without rows or columns gives an empty frame for one. */
DgFigure *dg_grid_figure_new (DgGrid *grid, DgRun *run, gint row, gint column, gboolean enlarged);

G_END_DECLS
