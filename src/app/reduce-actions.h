/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/error-bar.h"
#include "explorer/explorer.h"

G_BEGIN_DECLS

/**
 * DgReduceActions:
 *
 * The window's actions that choose which samples of a run are looked at.
 *
 *     reduce: asks      show-all-samples: of a run of which only some are shown
 */
typedef struct _DgReduceActions DgReduceActions;

/* Adds the actions to @window, which is freed after them as all the others are. */
DgReduceActions *dg_reduce_actions_new (GtkApplicationWindow *window, DgExplorer *explorer, DgErrorBar *error_bar);
void dg_reduce_actions_free (DgReduceActions *self);

/* Which of them can be used. Called after every change of the explorer. */
void dg_reduce_actions_update (DgReduceActions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgReduceActions, dg_reduce_actions_free)

G_END_DECLS
