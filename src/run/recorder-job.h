/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/live-epoch.h"
#include "run/recorder.h"

G_BEGIN_DECLS

/**
 * DgRecorderJob:
 *
 * What a recorder shares with its training thread: orders go in, progress and events come out.
 * Reference-counted; the thread never touches the recorder itself, so the recorder may be given up at any
 * time.
 */
typedef struct _DgRecorderJob DgRecorderJob;

/**
 * DgRecorderEvents:
 * @prepared: the folder is a run; @run is taken over
 * @progress: at most ten a second
 * @recorded: run.json or metrics.csv has changed
 * @live: an epoch that is not saved has ended; the shortest time between two grows with the cost of their
 *   images. Only where dg_recorder_job_set_live() asked for it
 * @ended: the last event; @error is NULL where the job finished, G_IO_ERROR_CANCELLED where it was stopped
 *
 * Called in the job's main context, @data being what dg_recorder_job_new() was given; not after
 * dg_recorder_job_disconnect().
 */
typedef struct
{
  void (*prepared) (gpointer data, DgRun *run);
  void (*progress) (gpointer data);
  void (*recorded) (gpointer data);
  void (*live) (gpointer data, DgLiveEpoch *live);
  void (*ended) (gpointer data, const GError *error);
} DgRecorderEvents;

/* @options: NULL resumes the run in @folder, to @epochs in all (0: as many as it was made for). */
DgRecorderJob *dg_recorder_job_new (GFile *folder, const DgRunOptions *options, guint epochs,
                                    GMainContext *context, const DgRecorderEvents *events, gpointer data);
void dg_recorder_job_unref (DgRecorderJob *self);

/* No event comes any more. In the job's main context. */
void dg_recorder_job_disconnect (DgRecorderJob *self);

/* Before the start. */
void dg_recorder_job_set_live (DgRecorderJob *self, gboolean live);

/* Starts the thread, which is to be joined. */
GThread *dg_recorder_job_start (DgRecorderJob *self);

void dg_recorder_job_set_paused (DgRecorderJob *self, gboolean paused);
void dg_recorder_job_stop (DgRecorderJob *self);

DgRecorderProgress dg_recorder_job_get_progress (DgRecorderJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgRecorderJob, dg_recorder_job_unref)

G_END_DECLS
