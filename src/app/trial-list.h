/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/reduction-trial.h"

G_BEGIN_DECLS

#define DG_TYPE_TRIAL_LIST (dg_trial_list_get_type ())
/* What was tried, a row each, with figures to compare. */
G_DECLARE_FINAL_TYPE (DgTrialList, dg_trial_list, DG, TRIAL_LIST, GtkBox)

/**
 * DgTrialList::chosen:
 * @place: of the trial whose row was chosen by hand
 */

/* @trials: (element-type DgReductionTrial) those it had before, and perhaps more; @shown: the place of the one that
 * is marked, or −1 */
void dg_trial_list_set_trials (DgTrialList *self, const GPtrArray *trials, gint shown);

G_END_DECLS
