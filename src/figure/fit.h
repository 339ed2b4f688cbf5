/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/geometry-private.h"

G_BEGIN_DECLS

/* How much room things take and which of them are drawn: the smaller the figure, the less. */
typedef struct
{
  double unit;     /* size of text and of the space around it, 1 for 12-point names */
  double gap;      /* between cells, of an image's side */
  gboolean text;   /* names of rows and columns, footer */
  gboolean extras; /* title, notes, keys */
} DgFitStyle;

/* The figure's texts, measured once. */
typedef struct _DgFit DgFit;

DgFit *dg_fit_new (const DgFigure *figure, const DgFitStyle *style, double scale);
void dg_fit_free (DgFit *self);

/* Lays the figure out with images of @side device pixels in at most @max_width points; width and height of
 * the geometry come from it. Without @write no text is made, only its room: for trying sizes. */
void dg_fit_place (DgFit *self, gint side, double max_width, gboolean write, DgGeometry *geometry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFit, dg_fit_free)

G_END_DECLS
