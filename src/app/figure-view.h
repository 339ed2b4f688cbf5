/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure/painter.h"

G_BEGIN_DECLS

/**
 * DgFigureView:
 *
 * A figure at one size, kept as nodes of device pixels: one for paper and text, one for each cell with its marks. What
 * has not changed is not drawn again.
 */
typedef struct _DgFigureView DgFigureView;

DgFigureView *dg_figure_view_new (void);
void dg_figure_view_free (DgFigureView *self);

/* Takes @figure and @geometry over. Images of cells that were there before at the same size are kept. */
void dg_figure_view_set_figure (DgFigureView *self, DgFigure *figure, DgGeometry *geometry, double scale);

/* Takes over @figure, which differs from the one before in its marks, selection and current cell alone. */
void dg_figure_view_set_marks (DgFigureView *self, DgFigure *figure);

/* One more cell is there. */
void dg_figure_view_set_cell (DgFigureView *self, guint row, guint column, DgCell *cell);

const DgFigure *dg_figure_view_get_figure (const DgFigureView *self);     /* nullable */
const DgGeometry *dg_figure_view_get_geometry (const DgFigureView *self); /* nullable */

void dg_figure_view_snapshot (DgFigureView *self, GtkSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFigureView, dg_figure_view_free)

G_END_DECLS
