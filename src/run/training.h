/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/live-epoch.h"
#include "run/run.h"
#include "run/run-writer.h"

G_BEGIN_DECLS

/* A network in training and the run folder it is recorded in, which is locked. Belongs to one thread. */
typedef struct _DgTraining DgTraining;

/* Makes a new run in @folder, which is created where it is not there. Errors: G_IO_ERROR_EXISTS where it
 * holds a run, G_IO_ERROR_BUSY where it is being written, or what datasets, networks, options err with. */
DgTraining *dg_training_new (const char *folder, const DgRunOptions *options, GCancellable *cancellable,
                             GError **error);

/* Takes the run in @folder up again after its last finished epoch, to @epochs in all (0: as many as it was
 * made for). Errors: also DG_ERROR_MISMATCH where the dataset has changed, DG_ERROR_VALUE where more epochs
 * have ended. */
DgTraining *dg_training_resume (const char *folder, guint epochs, GCancellable *cancellable, GError **error);

/* Waits until all is on disk. */
void dg_training_free (DgTraining *self);

guint dg_training_get_n_finished (const DgTraining *self);
guint dg_training_get_n_epochs (const DgTraining *self);

gsize dg_training_get_n_samples (const DgTraining *self); /* of the analysis set */

DgRunWriter *dg_training_get_writer (DgTraining *self);

/* Trains one epoch and hands it to the writer. Errors: as dg_trainer_run_epoch() and dg_run_writer_add(). */
gboolean dg_training_run_epoch (DgTraining *self, DgTrainerProgressFunc progress, gpointer data,
                                GError **error);

/**
 * dg_training_share_epoch:
 * @live: (out) (nullable): the last finished epoch, its outputs and parameters; NULL where it is saved anyway or holds
 *   values that are not finite
 *
 * Writes nothing. Errors: those of dg_network_compute_outputs().
 */
gboolean dg_training_share_epoch (DgTraining *self, DgLiveEpoch **live, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTraining, dg_training_free)

G_END_DECLS
