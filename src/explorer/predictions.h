/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* What each epoch of a run said about the samples; loaded when first asked for, kept. One thread. */
typedef struct _DgPredictions DgPredictions;

/**
 * DgPrediction:
 * @log_likelihood: (nullable): (n, n_classes)
 * @said: (n) the predicted classes
 * @fault: (nullable): why they cannot be read, seen by dg_predictions_explain() alone
 */
typedef struct
{
  DgTensor *log_likelihood;
  guint8 *said;
  GError *fault;
} DgPrediction;

DgPredictions *dg_predictions_new (DgRun *run);
void dg_predictions_free (DgPredictions *self);

/* Forgets the epochs that the run has no longer. */
void dg_predictions_prune (DgPredictions *self);

/* Borrowed until dg_predictions_prune() forgets the epoch; NULL where the run has no such epoch, or it does not say what
 * was predicted. */
const DgPrediction *dg_predictions_get (DgPredictions *self, guint epoch);

/* Replaces an error that comes of dg_predictions_get() having returned NULL by the reason for that, where the run has
 * predictions that cannot be read. */
void dg_predictions_explain (DgPredictions *self, guint epoch, GError **error);

/* The log-likelihood of what is said of a sample: how sure the network is of it; 0 where it is not known. */
float dg_prediction_get_confidence (const DgPrediction *self, guint32 sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgPredictions, dg_predictions_free)

G_END_DECLS
