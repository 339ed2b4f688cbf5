/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/subset.h"
#include "tendency/focus.h"

G_BEGIN_DECLS

/**
 * dg_subset_focus_apply:
 * @subset: (nullable): samples to choose among; NULL: all
 * @subject: what is known of all samples
 *
 * What a rule chooses of a subset: the largest and the least are the largest and the least of it. Errors: those of
 * dg_focus_rule_apply(); DG_ERROR_VALUE for a sample that is named and not of the subset.
 *
 * Returns: (transfer full) (element-type DgMark) ascending rows of the analysis set
 */
GArray *dg_subset_focus_apply (const DgSubset *subset, const DgFocusRule *rule, const DgFocusSubject *subject,
                               GError **error);

G_END_DECLS
