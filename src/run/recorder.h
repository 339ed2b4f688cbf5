/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

typedef enum
{
  DG_RECORDER_IDLE,
  DG_RECORDER_PREPARING, /* opening the dataset, drawing the analysis set */
  DG_RECORDER_TRAINING,
  DG_RECORDER_PAUSED,
  DG_RECORDER_STOPPING,
  DG_RECORDER_STOPPED, /* asked to; the run can be resumed from its last finished epoch */
  DG_RECORDER_FINISHED,
  DG_RECORDER_FAILED,
} DgRecorderState;

#define DG_TYPE_RECORDER_STATE (dg_recorder_state_get_type ())
GType dg_recorder_state_get_type (void);

#define DG_TYPE_RECORDER (dg_recorder_get_type ())
/* Trains a network on a thread of its own and writes the run folder as it goes. All calls, properties and
 * signals belong to the main context the recorder was made in. */
G_DECLARE_FINAL_TYPE (DgRecorder, dg_recorder, DG, RECORDER, GObject)

/**
 * DgRecorder:state: a DgRecorderState
 * DgRecorder:run: (nullable): the DgRun being written, from the end of PREPARING on; it emits its signals as
 * epochs end
 *
 * DgRecorder::progress: throttled to ten a second; read with dg_recorder_get_progress()
 * DgRecorder::warned: @message: what is wrong with the run's folder, though not with what training needs; it goes on.
 * Emitted once for each cause, however often it is met
 * DgRecorder::ended: the thread has ended; the state is STOPPED, FINISHED or FAILED
 */

/* A new run in @folder, which must not hold one yet. */
DgRecorder *dg_recorder_new (GFile *folder, const DgRunOptions *options);

/* Goes on from the last finished epoch of the run in @folder, to @epochs in all (0: as many as it was made
 * for). Continues bit-identically. */
DgRecorder *dg_recorder_new_resume (GFile *folder, guint epochs);

/* Whether epochs that are not saved become the run's live epoch, as soon as they end and until training does.
 * Before the start; off where not set. */
void dg_recorder_set_live (DgRecorder *self, gboolean live);

void dg_recorder_start (DgRecorder *self);
void dg_recorder_pause (DgRecorder *self);
void dg_recorder_continue (DgRecorder *self);
void dg_recorder_stop (DgRecorder *self); /* at the next mini-batch; also from a pause */

DgRecorderState dg_recorder_get_state (DgRecorder *self);
DgRun *dg_recorder_get_run (DgRecorder *self);
const GError *dg_recorder_get_error (DgRecorder *self); /* non-NULL once FAILED */

/**
 * DgRecorderProgress:
 * @epochs: to train in all
 * @seconds_left: estimate for all epochs; negative while unknown
 */
typedef struct
{
  DgTrainerProgress trainer;
  guint epochs;
  double seconds_left;
} DgRecorderProgress;

DgRecorderProgress dg_recorder_get_progress (DgRecorder *self);

G_END_DECLS
