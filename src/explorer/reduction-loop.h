/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/reduction-trial.h"

G_BEGIN_DECLS

#define DG_TYPE_REDUCTION_LOOP (dg_reduction_loop_get_type ())
/* Satoh's loop (3.2) of one run: fewer samples are tried in the background, one way after the other, what was tried
 * stays to be compared and gone back to, and one of them is accepted. Belongs to the main context. */
G_DECLARE_FINAL_TYPE (DgReductionLoop, dg_reduction_loop, DG, REDUCTION_LOOP, GObject)

/**
 * DgReductionLoop::changed: a trial has begun, ended or been cancelled, or another is shown
 *
 * DgReductionLoop::failed:
 * @message: why a trial could not be made
 */

DgReductionLoop *dg_reduction_loop_new (DgRun *run, DgOrder order);
DgRun *dg_reduction_loop_get_run (DgReductionLoop *self);

/* Tries it and shows it once it is there; what was tried before is shown again at once. A trial under way is
 * cancelled. */
void dg_reduction_loop_try (DgReductionLoop *self, const char *layer, guint epoch, const DgReductionOptions *options);
void dg_reduction_loop_cancel (DgReductionLoop *self);
gboolean dg_reduction_loop_is_busy (DgReductionLoop *self);

/* (element-type DgReductionTrial) in the order in which they were made. Borrowed until the next change. */
const GPtrArray *dg_reduction_loop_get_trials (DgReductionLoop *self);

/* The place of the trial that is shown, −1: none yet. */
gint dg_reduction_loop_get_shown (DgReductionLoop *self);
void dg_reduction_loop_show (DgReductionLoop *self, gint place);
DgReductionTrial *dg_reduction_loop_get_shown_trial (DgReductionLoop *self); /* (nullable) */

/* Makes the samples of the trial shown those of the run. Errors: those of dg_run_accept_subset(). */
gboolean dg_reduction_loop_accept (DgReductionLoop *self, GError **error);

G_END_DECLS
