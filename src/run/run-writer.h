/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/manifest.h"
#include "run/snapshot.h"

G_BEGIN_DECLS

/**
 * DgRunWriter:
 *
 * Writes finished epochs into a run folder on a thread of its own, so that training goes on while the disk
 * flushes.
 *
 * The order makes every moment safe to be killed in: snapshots, then metrics.csv, then the checkpoint, then
 * run.json. The checkpoint decides what is finished: whatever lies in the folder beyond it is written again
 * by resuming, and whatever should lie there before it does. Where training is faster than the disk, several
 * epochs share one metrics.csv, checkpoint and run.json.
 */
typedef struct _DgRunWriter DgRunWriter;

/* Called on the writer's thread each time run.json or metrics.csv has come to a new state. */
typedef void (*DgRunWriterFunc) (gpointer data);

/* Takes over @manifest and @metrics (of DgEpochMetrics). @manifest may be read meanwhile but for the saved
 * epochs. */
DgRunWriter *dg_run_writer_new (const char *folder, DgManifest *manifest, GArray *metrics);

/* To be set before the first epoch is added. */
void dg_run_writer_set_func (DgRunWriter *self, DgRunWriterFunc func, gpointer data);

/* Hands over a finished epoch: its metrics, the state after it (taken over) and its snapshot (taken over,
 * nullable). Waits only where a quarter of a gigabyte is not yet on disk. Returns FALSE as dg_run_writer_check()
 * does. */
gboolean dg_run_writer_add (DgRunWriter *self, const DgEpochMetrics *metrics, DgTrainerState *state,
                            DgSnapshot *snapshot, GError **error);

/* FALSE with the error once something could not be written; nothing is written after that. */
gboolean dg_run_writer_check (DgRunWriter *self, GError **error);

/* Waits until all is on disk. Returns as dg_run_writer_check() does. */
gboolean dg_run_writer_finish (DgRunWriter *self, GError **error);

/* Waits, then frees. */
void dg_run_writer_free (DgRunWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgRunWriter, dg_run_writer_free)

G_END_DECLS
