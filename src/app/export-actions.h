/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/error-bar.h"
#include "app/grid-view.h"
#include "app/status-line.h"

G_BEGIN_DECLS

/**
 * DgExportActions:
 *
 * The window's actions that save the figure: its rows, columns and marks, with images as large as they are
 * seen; on white paper, with the title, the class key and the line on what was left out that the window shows
 * around it.
 *
 *     export: asks      export-to s: path of a PNG, SVG or PDF
 */
typedef struct _DgExportActions DgExportActions;

/* Adds the actions to @window, which is freed after them as all the others are. */
DgExportActions *dg_export_actions_new (GtkApplicationWindow *window, DgExplorer *explorer,
                                        DgGridView *grid_view, DgErrorBar *error_bar,
                                        DgStatusLine *status_line);
void dg_export_actions_free (DgExportActions *self);

/* Which of them can be used. Called after every change of the session. */
void dg_export_actions_update (DgExportActions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgExportActions, dg_export_actions_free)

G_END_DECLS
