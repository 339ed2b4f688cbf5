/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-image.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgGrid:
 *
 * Which epochs (columns) and layers (rows) of a run are shown as which image, and the cells for them: taken
 * from a cache or computed in the background, the newest epoch first. Belongs to the main context it was made
 * in.
 */
typedef struct _DgGrid DgGrid;

/**
 * DgGridListener:
 * @ready: one more cell can be drawn
 * @failed: a cell could not be computed; it is not tried again
 */
typedef struct
{
  void (*ready) (guint row, guint column, gpointer data);
  void (*failed) (const char *message, gpointer data);
} DgGridListener;

DgGrid *dg_grid_new (const DgGridListener *listener, gpointer data);
void dg_grid_free (DgGrid *self);

/* Another run (nullable) with default columns and rows; the image stays. */
void dg_grid_set_run (DgGrid *self, DgRun *run);

/* NULL goes back to the defaults of layout.h, which then follow the run. DG_ERROR_NAME lists what exists. */
gboolean dg_grid_set_epochs (DgGrid *self, const guint *epochs, gsize n, GError **error);
gboolean dg_grid_set_layers (DgGrid *self, const char *const *layers, GError **error);

/* After an epoch was added to the run or removed: chosen columns that it has no longer go. Returns
 * whether the columns are others now. */
gboolean dg_grid_follow_run (DgGrid *self);

/* The samples shown are those of the run's subset, (nullable): all. After it has changed, all cells are computed
 * anew. */
DgSubset *dg_grid_get_subset (DgGrid *self);
void dg_grid_follow_subset (DgGrid *self);

/* With another subject the rows are those that were shown of it last, or its default ones. */
void dg_grid_set_image (DgGrid *self, const DgCellImage *image);

/* The cell that is computed before all others; -1, -1: none. */
void dg_grid_set_urgent (DgGrid *self, gint row, gint column);

const guint *dg_grid_get_epochs (DgGrid *self, gsize *n);
const char *const *dg_grid_get_layers (DgGrid *self);
guint dg_grid_get_n_rows (DgGrid *self);
guint dg_grid_get_n_columns (DgGrid *self);
const DgCellImage *dg_grid_get_image (DgGrid *self);

/* (transfer none) (nullable); NULL also outside of the grid */
DgCell *dg_grid_get_cell (DgGrid *self, guint row, guint column);
guint dg_grid_get_n_pending (DgGrid *self); /* cells that are still being computed */

/* Row of a layer, -1 where not shown. */
gint dg_grid_find_layer (DgGrid *self, const char *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgGrid, dg_grid_free)

G_END_DECLS
