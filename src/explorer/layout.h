/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"
#include "tendency/group-rule.h"

G_BEGIN_DECLS

/* Which epochs and layers of a run are shown where nobody chose, and what its layers are called. */

#define DG_LAYOUT_MAX_EPOCHS 5
#define DG_LAYOUT_MAX_LAYERS 4

/**
 * dg_layout_choose_epochs:
 * @saved: (n_saved) ascending
 *
 * All of them, or the first, the last and those nearest to even steps between in log scale.
 *
 * Returns: (transfer full) (n) ascending; at most DG_LAYOUT_MAX_EPOCHS
 */
guint *dg_layout_choose_epochs (const guint *saved, gsize n_saved, gsize *n);

/* P1:0, R3, R4 and the last layer, as in Satoh's Figure 2, where at least two of the three exist; else at
 * most DG_LAYOUT_MAX_LAYERS spread evenly over the network, the last among them. (transfer full) */
char **dg_layout_choose_layers (DgRun *run);

/* Every layer of the run, in the network's order. (transfer full) */
char **dg_layout_list_layers (DgRun *run);

/* Label, else prediction, else ten blocks: the first that the run has. */
DgGroupRule dg_layout_choose_group (DgRun *run);

/* Name and note of a row: "P1" and "channel 0 · 144", "R3" and "120". */
void dg_layout_name_row (DgRun *run, const char *name, char **row_name, char **row_note);

/* "epoch 10" */
char *dg_layout_name_column (guint epoch);

G_END_DECLS
