/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/reduction-trial.h"

G_BEGIN_DECLS

/* What the figures of a reduction mean. */

/* "mostly the same blocks, distances a little longer". Of an adjusted Rand index "the same blocks" from 0.9 on, "mostly
 * the same blocks" from 0.75, "some of the blocks" from 0.5, "other blocks"; of a mean difference of iVAT values
 * "distances kept" up to 0.1, "distances a little longer" to 0.25, "distances longer" to 0.5, "distances much longer". */
char *dg_reduction_words_agreement (const DgAgreement *agreement);

/* "at equal intervals", "by maximin sampling (20 clusters, seed 1)" */
char *dg_reduction_words_method (const DgReductionOptions *options);

/* "23.8 ms", "1.25 s" */
char *dg_reduction_words_time (double seconds);

G_END_DECLS
