/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"
#include "figure/geometry.h"

G_BEGIN_DECLS

/**
 * DgGridPointer:
 *
 * What pointer and fingers do over a figure of the explorer: hairlines and words for what lies under them, clicks and
 * pinches that become actions of the window.
 */
typedef struct _DgGridPointer DgGridPointer;

/* What lies at a point of @widget; row -1: nothing that the explorer knows. */
typedef DgPick (*DgGridPointerPick) (GtkWidget *widget, double x, double y);

/* Adds its controllers to @widget, which owns it and has a property "readout" to be notified. */
DgGridPointer *dg_grid_pointer_new (GtkWidget *widget, DgGridPointerPick pick);
void dg_grid_pointer_free (DgGridPointer *self);

/* @explorer: (nullable): borrowed until the next one */
void dg_grid_pointer_set_explorer (DgGridPointer *self, DgExplorer *explorer);

/* What was under the pointer is elsewhere now. */
void dg_grid_pointer_forget (DgGridPointer *self);

/* (nullable): what lies under the pointer, in words */
const char *dg_grid_pointer_get_readout (const DgGridPointer *self);

/* Hairlines through the pointer. @above: how far the figure's top lies above the widget's */
void dg_grid_pointer_snapshot (const DgGridPointer *self, GtkSnapshot *snapshot, const DgGeometry *geometry,
                               double above);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgGridPointer, dg_grid_pointer_free)

G_END_DECLS
