/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* What is said of units and of figures of weights. */

/* "6 filters", "120 units". */
char *dg_unit_words_count (const DgUnits *units);

/* "filter 3", "unit 7". */
char *dg_unit_words_name (const DgUnits *units, guint32 unit);

/* "filters 0, 3"; @numbers: (n) */
char *dg_unit_words_list (const DgUnits *units, const guint32 *numbers, gsize n);

/* What one unit weighs: "1 × 5 × 5", "120". */
char *dg_unit_words_shape (const DgUnits *units);

/* One of them: "channel 2, row 3, column 4: −0.031", "feature 7: 0.2", from 0. @at: below the fan-in */
char *dg_unit_words_weight (const DgUnits *units, gsize at, double weight);

/* The chosen units (element-type DgUnitId) by modules: "C1 filters 0, 3 · F3 unit 7". NULL where there are none. */
char *dg_unit_words_selection (DgRun *run, const GArray *chosen);

/* The footer of a figure of weights: as dg_words_join(), with the chosen units. */
char *dg_unit_words_join (DgRun *run, const char *image, gboolean silhouettes, const GArray *chosen);

G_END_DECLS
