/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/subject.h"
#include "run/run.h"
#include "tendency/group-rule.h"

G_BEGIN_DECLS

/* Which epochs and layers of a run are shown where nobody chose, and what its layers are called. Rows of outputs are
 * layers or one channel of one; rows of weights are modules that have weights. */

#define DG_LAYOUT_MAX_EPOCHS 5
#define DG_LAYOUT_MAX_LAYERS 4
#define DG_LAYOUT_MAX_MODULES 5

/**
 * dg_layout_choose_epochs:
 * @saved: (n_saved) ascending
 *
 * All of them, or the first, the last and those nearest to even steps between in log scale.
 *
 * Returns: (transfer full) (n) ascending; at most DG_LAYOUT_MAX_EPOCHS
 */
guint *dg_layout_choose_epochs (const guint *saved, gsize n_saved, gsize *n);

/**
 * dg_layout_choose_layers:
 *
 * Of outputs: P1:0, R3, R4 and the last layer, as in Satoh's Figure 2, where at least two of the three exist; else at
 * most DG_LAYOUT_MAX_LAYERS spread evenly over the network, the last among them; where images are reconstructed, over the
 * part that ends with the narrowest layer, the code, and the last layer of all. Of weights: at most
 * DG_LAYOUT_MAX_MODULES with several units, spread as evenly.
 *
 * Returns: (transfer full) names of rows, none where the run has none
 */
char **dg_layout_choose_layers (DgRun *run, DgSubject subject);

/* Every layer of the run, or module that has weights, in the network's order. (transfer full) */
char **dg_layout_list_layers (DgRun *run, DgSubject subject);

/* Whether the run has a row of that name. DG_ERROR_NAME lists those it has, or says why there are none. */
gboolean dg_layout_check_layer (DgRun *run, DgSubject subject, const char *name, GError **error);

/* Label, else prediction, else blocks: the first that the rows have. */
DgGroupRule dg_layout_choose_group (DgRun *run, DgSubject subject);

/* Name and note of a row: "P1" and "channel 0 · 144", "R3" and "120"; of weights "C1" and "6 filters". */
void dg_layout_name_row (DgRun *run, DgSubject subject, const char *name, char **row_name, char **row_note);

/* "epoch 10" */
char *dg_layout_name_column (guint epoch);

G_END_DECLS
