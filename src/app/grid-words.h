/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"

G_BEGIN_DECLS

/* What the window says about its grid. */

/* "lenet5-mnist", with the current cell where there is one: "lenet5-mnist: R3, epoch 10". */
char *dg_grid_words_name (DgExplorer *explorer);

/* A pair of positions of a cell: "R3 · epoch 10 · samples 247 (4) × 93 (9) · 0.83", of weights "C1 · epoch 10 ·
 * filters 3 × 5 · 0.83"; @i or @j below 0: a single one. On a dissimilarity plot "group 4 × group 9 on average 1.2" below the diagonal, silhouettes above it, and "sample
 * 247 (4) in group 4 · silhouette 0.31" beside it. */
char *dg_grid_words_read_out (DgExplorer *explorer, guint row, guint column, DgCell *cell, gint64 i,
                              gint64 j);

/* What is lit: "class 4: 110 rows · 1 sample", of weights "C1 filters 0, 3". Empty without a selection. */
char *dg_grid_words_summarise (DgExplorer *explorer);

G_END_DECLS
