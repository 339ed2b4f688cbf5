/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define DG_TYPE_WINDOW (dg_window_get_type ())
/* The explorer's window. Its actions are those of look-actions.h, run-actions.h and export-actions.h. */
G_DECLARE_FINAL_TYPE (DgWindow, dg_window, DG, WINDOW, GtkApplicationWindow)

/* @settings: (nullable) */
DgWindow *dg_window_new (GtkApplication *application, GSettings *settings);

DgSession *dg_window_get_session (DgWindow *self);

/* As dg_run_actions_open() and dg_run_actions_start(). */
void dg_window_open_run (DgWindow *self, GFile *folder);
void dg_window_start_run (DgWindow *self, GFile *folder, const DgRunOptions *options);

/* Closes without a question; what is trained stops first, and can be resumed. */
void dg_window_stop_and_close (DgWindow *self);

G_END_DECLS
