/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_GRID_VIEW (dg_grid_view_get_type ())
/* The figure of DgGridView:explorer: the grid of cells, or the enlarged one. Clicks and keys become actions
 * of the window. */
G_DECLARE_FINAL_TYPE (DgGridView, dg_grid_view, DG, GRID_VIEW, GtkWidget)

/**
 * DgGridView:explorer: what is shown
 * DgGridView:readout: (nullable): what lies under the pointer, in words
 *
 * DgGridView::laid-out: images lie elsewhere now
 */

const char *dg_grid_view_get_readout (DgGridView *self);

/* Epochs (n) that are still to be saved: empty columns behind those that are there keep their places, so that
 * nothing moves while a network is trained. */
void dg_grid_view_set_planned (DgGridView *self, const guint *epochs, gsize n);

/* Where the image of a cell lies, in the widget's coordinates. Returns FALSE where it is not shown. */
gboolean dg_grid_view_get_image (DgGridView *self, guint row, guint column, graphene_rect_t *image);

G_END_DECLS
