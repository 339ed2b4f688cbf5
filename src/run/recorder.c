/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/recorder.h"

#include "run/recorder-job.h"

struct _DgRecorder
{
  GObject parent_instance;

  DgRecorderJob *job;
  GThread *thread; /* NULL until started and once joined */
  DgRun *run;
  DgRecorderState state;
  gboolean paused; /* asked for while preparing */
  GError *error;
  char *warning; /* nullable: what was emitted last */
};

enum
{
  PROP_STATE = 1,
  PROP_RUN,
  N_PROPERTIES
};

enum
{
  PROGRESS,
  WARNED,
  ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (DgRecorderState, dg_recorder_state,
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_TRAINING, "training"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_STOPPING, "stopping"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_FINISHED, "finished"),
                    G_DEFINE_ENUM_VALUE (DG_RECORDER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (DgRecorder, dg_recorder, G_TYPE_OBJECT)

static void
set_state (DgRecorder *self, DgRecorderState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Events of the job */

static void
prepared_cb (gpointer data, DgRun *run)
{
  g_autoptr (DgRecorder) self = g_object_ref (data);

  self->run = run;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
  if (self->state == DG_RECORDER_PREPARING)
    set_state (self, self->paused ? DG_RECORDER_PAUSED : DG_RECORDER_TRAINING);
}

static void
progress_cb (gpointer data)
{
  g_signal_emit (data, signals[PROGRESS], 0);
}

/* @fault: (nullable): none (any more) */
static void
warn (DgRecorder *self, const GError *fault)
{
  gboolean again = fault != NULL && g_strcmp0 (fault->message, self->warning) == 0;

  if (again)
    return;
  g_free (self->warning);
  self->warning = fault != NULL ? g_strdup (fault->message) : NULL;
  if (fault != NULL)
    g_signal_emit (self, signals[WARNED], 0, fault->message);
}

static void
recorded_cb (gpointer data)
{
  g_autoptr (DgRecorder) self = g_object_ref (data);
  g_autoptr (GError) fault = NULL;

  if (self->error != NULL)
    return;
  if (!dg_run_refresh_epochs (self->run, &self->error))
    dg_recorder_stop (self);
  /* Others write it, and training does not need it. */
  dg_run_refresh_subset (self->run, &fault);
  warn (self, fault);
}

static void
live_cb (gpointer data, DgLiveEpoch *live)
{
  g_autoptr (DgRecorder) self = g_object_ref (data);

  dg_run_set_live_epoch (self->run, live);
}

static void
ended_cb (gpointer data, const GError *error)
{
  g_autoptr (DgRecorder) self = g_object_ref (data);
  DgRecorderState state = DG_RECORDER_FAILED;

  g_thread_join (g_steal_pointer (&self->thread));
  if (self->run != NULL)
    dg_run_set_live_epoch (self->run, NULL);
  g_signal_emit (self, signals[PROGRESS], 0);
  if (self->error == NULL && error == NULL)
    state = DG_RECORDER_FINISHED;
  else if (self->error == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    state = DG_RECORDER_STOPPED;
  else if (self->error == NULL)
    self->error = g_error_copy (error);
  set_state (self, state);
  g_signal_emit (self, signals[ENDED], 0);
}

static const DgRecorderEvents events = { prepared_cb, progress_cb, recorded_cb, live_cb, ended_cb };

/* Class */

static void
dg_recorder_dispose (GObject *object)
{
  DgRecorder *self = DG_RECORDER (object);

  if (self->job != NULL)
    {
      dg_recorder_job_disconnect (self->job);
      dg_recorder_job_stop (self->job);
    }
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->job, dg_recorder_job_unref);
  g_clear_object (&self->run);
  g_clear_error (&self->error);
  g_clear_pointer (&self->warning, g_free);
  G_OBJECT_CLASS (dg_recorder_parent_class)->dispose (object);
}

static void
dg_recorder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgRecorder *self = DG_RECORDER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_recorder_class_init (DgRecorderClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dg_recorder_dispose;
  object_class->get_property = dg_recorder_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, DG_TYPE_RECORDER_STATE, DG_RECORDER_IDLE,
                                              flags);
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, DG_TYPE_RUN, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[PROGRESS] = g_signal_new ("progress", DG_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[WARNED] = g_signal_new ("warned", DG_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", DG_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
dg_recorder_init (DgRecorder *self)
{
}

/* Public API */

static DgRecorder *
recorder_new (GFile *folder, const DgRunOptions *options, guint epochs)
{
  DgRecorder *self = g_object_new (DG_TYPE_RECORDER, NULL);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->job = dg_recorder_job_new (folder, options, epochs, context, &events, self);
  return self;
}

DgRecorder *
dg_recorder_new (GFile *folder, const DgRunOptions *options)
{
  return recorder_new (folder, options, 0);
}

DgRecorder *
dg_recorder_new_resume (GFile *folder, guint epochs)
{
  return recorder_new (folder, NULL, epochs);
}

void
dg_recorder_set_live (DgRecorder *self, gboolean live)
{
  g_return_if_fail (DG_IS_RECORDER (self));
  g_return_if_fail (self->state == DG_RECORDER_IDLE);

  dg_recorder_job_set_live (self->job, live);
}

void
dg_recorder_start (DgRecorder *self)
{
  g_return_if_fail (DG_IS_RECORDER (self));

  if (self->state == DG_RECORDER_IDLE)
    {
      self->thread = dg_recorder_job_start (self->job);
      set_state (self, DG_RECORDER_PREPARING);
    }
}

void
dg_recorder_pause (DgRecorder *self)
{
  g_return_if_fail (DG_IS_RECORDER (self));

  if (self->state != DG_RECORDER_PREPARING && self->state != DG_RECORDER_TRAINING)
    return;
  self->paused = TRUE;
  dg_recorder_job_set_paused (self->job, TRUE);
  if (self->state == DG_RECORDER_TRAINING)
    set_state (self, DG_RECORDER_PAUSED);
}

void
dg_recorder_continue (DgRecorder *self)
{
  g_return_if_fail (DG_IS_RECORDER (self));

  if (!self->paused)
    return;
  self->paused = FALSE;
  dg_recorder_job_set_paused (self->job, FALSE);
  if (self->state == DG_RECORDER_PAUSED)
    set_state (self, DG_RECORDER_TRAINING);
}

void
dg_recorder_stop (DgRecorder *self)
{
  g_return_if_fail (DG_IS_RECORDER (self));

  if (self->state != DG_RECORDER_PREPARING && self->state != DG_RECORDER_TRAINING &&
      self->state != DG_RECORDER_PAUSED)
    return;
  dg_recorder_job_stop (self->job);
  set_state (self, DG_RECORDER_STOPPING);
}

DgRecorderState
dg_recorder_get_state (DgRecorder *self)
{
  return self->state;
}

DgRun *
dg_recorder_get_run (DgRecorder *self)
{
  return self->run;
}

const GError *
dg_recorder_get_error (DgRecorder *self)
{
  return self->error;
}

DgRecorderProgress
dg_recorder_get_progress (DgRecorder *self)
{
  return dg_recorder_job_get_progress (self->job);
}
