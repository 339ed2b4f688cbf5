/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_THUMBNAIL_GRID (dg_thumbnail_grid_get_type ())
/**
 * DgListedSample:
 * @label, @said: of a misclassified one
 * @error: of a reconstructed one; of a misclassified one NAN
 */
typedef struct
{
  guint32 sample;
  guint8 label, said;
  double error;
} DgListedSample;

/* Samples as thumbnails in lines, in a GtkScrolledWindow. As many widgets as are seen are kept and have
 * their samples changed: another list makes no widget, and asks for no other size. A click and the keys of a list
 * select by win.select-sample; with Ctrl more than one. */
G_DECLARE_FINAL_TYPE (DgThumbnailGrid, dg_thumbnail_grid, DG, THUMBNAIL_GRID, GtkWidget)

/* @run: (nullable) whose samples they are; @items: (transfer none) (element-type DgListedSample) */
void dg_thumbnail_grid_set_items (DgThumbnailGrid *self, DgRun *run, GArray *items);

/* (n) samples, listed or not. */
void dg_thumbnail_grid_set_selected (DgThumbnailGrid *self, const guint32 *samples, gsize n);

G_END_DECLS
