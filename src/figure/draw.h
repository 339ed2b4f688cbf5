/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/canvas.h"
#include "figure/painter.h"

G_BEGIN_DECLS

/* The painter behind screen and paper: draws @layers of the figure on any canvas. */
void dg_figure_draw (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas,
                     DgFigureLayers layers);

/* The heat map of one cell, or its empty frame. */
void dg_figure_draw_image (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, guint row,
                           guint column);

/* The colour of text. */
DgColour dg_figure_get_tone (const DgFigure *self, DgTextTone tone);

/* What a dissimilarity plot has on and beside its heat map: borders and names of groups, silhouettes. */
void dg_figure_draw_groups (const DgFigure *self, const DgGeometry *geometry, DgCanvas *canvas, guint row,
                            guint column);

/* Its part that moves: ticks, lines of lit marks, selection, and the frame of the current cell. */
void dg_marks_draw (DgMarks *self, DgCanvas *canvas, guint row, guint column);

/* "R3, epoch 2", or NULL where neither has a name. */
char *dg_figure_name_cell (const DgFigure *self, guint row, guint column);

/* The colour of a class on the figure's paper; of DG_MARK_NO_CLASS a grey. */
DgColour dg_figure_get_class_colour (const DgFigure *self, gint class_index);

/* The swatch of an entry of the class key: a tick, and for DG_KEY_WRONG one with its tip. */
void dg_figure_draw_swatch (const DgFigure *self, const DgKeyEntry *entry, DgCanvas *canvas);

G_END_DECLS
