/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dg_step_name_split:
 * @name: e.g. "fc1_epoch_3" or "step-200/fc1"
 * @rest: (out): the name without the step, "fc1"; without blanks, "-", "_", ":", "." and "/" at its ends
 * @step: (out)
 *
 * Finds the step of a training that a name tells: digits behind "epoch", "step", "global_step", "iteration", "iter" or
 * "checkpoint" in any case, with or without a "-", "_", "=", ":" or blank between; where there are several, the first.
 *
 * Returns: FALSE where the name tells none; then @rest is not set
 */
gboolean dg_step_name_split (const char *name, char **rest, guint *step);

/* Whether @name is but digits that a step can be. */
gboolean dg_step_name_parse (const char *name, guint *step);

G_END_DECLS
