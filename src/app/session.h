/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"
#include "run/recorder.h"

G_BEGIN_DECLS

#define DG_TYPE_SESSION (dg_session_get_type ())
/* What a window works on: the explorer, and the recorder while a network is trained. Shows the run that is
 * opened or trained in the explorer. */
G_DECLARE_FINAL_TYPE (DgSession, dg_session, DG, SESSION, GObject)

/**
 * DgSession::changed: state or progress of the training, another run, or a folder being opened or no longer
 * DgSession::ended: training has ended, for whatever reason
 * DgSession::opened: (folder) the run in it is shown, also one that training has just begun
 * DgSession::failed: (message) training has ended with an error or met one that it goes on with, or a folder could not be
 * opened or, as it is followed, read
 */

DgSession *dg_session_new (void);
DgExplorer *dg_session_get_explorer (DgSession *self);
DgRun *dg_session_get_run (DgSession *self); /* nullable */

/* Opens a folder in the background, in place of any other being opened; until then the run shown stays. Not
 * while training. */
void dg_session_open (DgSession *self, GFile *folder);
GFile *dg_session_get_opening (DgSession *self); /* nullable: none is being opened */
void dg_session_cancel_opening (DgSession *self); /* nor is the folder waited for any more */

/* (nullable) a folder in which there was no run, or none that is whole, when it was to be opened while none was shown: it
 * is opened as soon as there is, unless something else is opened or trained first. */
GFile *dg_session_get_awaited (DgSession *self);

/* These give up what is being opened. Not while training. */
void dg_session_start (DgSession *self, GFile *folder, const DgRunOptions *options);
void dg_session_resume (DgSession *self); /* where dg_session_can_resume() */

/* The run shown has been trained less far than it was made for. */
gboolean dg_session_can_resume (DgSession *self);

/* From dg_session_start() or _resume() on until the thread has ended, also in a pause. */
gboolean dg_session_is_training (DgSession *self);
gboolean dg_session_is_paused (DgSession *self);
void dg_session_set_paused (DgSession *self, gboolean paused);
void dg_session_stop (DgSession *self);

/* The state of the training under way, or of the last one of this run. */
DgRecorderState dg_session_get_state (DgSession *self);
DgRecorderProgress dg_session_get_progress (DgSession *self);

G_END_DECLS
