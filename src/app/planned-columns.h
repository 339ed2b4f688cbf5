/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/figure.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * dg_planned_columns_list:
 * @n: (out): how many
 *
 * The epochs that @run is to save next, as many as fit beside those that it has where columns are not chosen.
 * The live epoch has the place of the first.
 *
 * Returns: (transfer full) (n) ascending
 */
guint *dg_planned_columns_list (DgRun *run, gsize *n);

/* Keeps the first @n_kept columns of @figure, at most as many as it has, and has an empty one follow for each
 * of the epochs (n). */
void dg_planned_columns_append (DgFigure *figure, guint n_kept, const guint *epochs, gsize n);

G_END_DECLS
