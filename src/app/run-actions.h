/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/error-bar.h"
#include "app/session.h"
#include "app/training-guard.h"

G_BEGIN_DECLS

/**
 * DgRunActions:
 *
 * The window's actions that open runs, train them, and stop.
 *
 *     open: asks        open-folder s: path of a run    cancel-opening
 *     new-run: asks     start-run a{sv}: as run-request.h; in a new folder unless one is named
 *     pause b: state    stop    resume
 */
typedef struct _DgRunActions DgRunActions;

/* Adds the actions to @window, which is freed after them as all the others are. @settings: (nullable) */
DgRunActions *dg_run_actions_new (GtkApplicationWindow *window, DgSession *session, GSettings *settings,
                                  DgTrainingGuard *guard, DgErrorBar *error_bar);
void dg_run_actions_free (DgRunActions *self);

/* Which of them can be used. Called after every change of the session. */
void dg_run_actions_update (DgRunActions *self);

/* Shows the run in @folder, or says what is wrong with it. While training it asks before it stops. */
void dg_run_actions_open (DgRunActions *self, GFile *folder);

/* Trains a network in @folder, which must not exist yet. While training it asks before it stops. */
void dg_run_actions_start (DgRunActions *self, GFile *folder, const DgRunOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgRunActions, dg_run_actions_free)

G_END_DECLS
