/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/reduction-trial.h"

G_BEGIN_DECLS

/* What `diagonal reduce` prints. @trials: (n_trials) of @base in one way */

/* A heading, a row for all samples and one for each trial: how many were kept, how far the images agree, what they
 * took, and what that means. */
char *dg_cli_format_reduction (const DgReductionBase *base, DgReductionTrial *const *trials, guint n_trials);

/* The same for programs. @accepted: (nullable) */
char *dg_cli_format_reduction_json (DgRun *run, const DgReductionBase *base, DgReductionTrial *const *trials,
                                    guint n_trials, const DgSubset *accepted);

G_END_DECLS
