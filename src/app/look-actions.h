/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"

G_BEGIN_DECLS

/**
 * DgLookActions:
 *
 * The actions that change what an explorer shows: whatever can be pointed at has one, so that it has keys,
 * tests, and a name on the bus.
 *
 *     focus-class (ub) class, extend      select-sample (ub) sample, extend     clear-selection
 *     focus-rule s                        reference-epoch i, -1 the newest
 *     show-epochs s, show-layers s: lists, '' the default
 *     image-kind s, group s, order s, palette s: with state; a group, as "blocks:10", asks for dissimilarity plots
 *     move-current (ii), set-current (ii): rows, columns
 *     enlarge-cell                        back: from the enlarged cell, else as clear-selection
 */
typedef struct _DgLookActions DgLookActions;

/* Told of what could not be done, such as an epoch that does not exist. */
typedef void (*DgLookActionsFailed) (const char *message, gpointer data);

/* Adds the actions to @map, which must not outlive them, as @explorer must not. */
DgLookActions *dg_look_actions_new (GActionMap *map, DgExplorer *explorer, DgLookActionsFailed failed,
                                    gpointer data);
void dg_look_actions_free (DgLookActions *self);

/* The one place that decides which of them can be used, and what their states are. Called after every change
 * of the explorer. */
void dg_look_actions_update (DgLookActions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgLookActions, dg_look_actions_free)

G_END_DECLS
