/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session.h"

#include "app/open-run.h"
#include "base/error.h"
#include "run/run-watch.h"

#define AWAIT_SECONDS 2
#define N_FAULTS 6 /* in ten seconds */

struct _DgSession
{
  GObject parent_instance;

  /* owned */
  DgExplorer *explorer;
  DgRecorder *recorder; /* nullable */
  GSignalGroup *signals;
  DgRunWatch *watch;         /* nullable: the run is trained here, or there is none */
  GFile *opening;            /* nullable: no folder is being opened */
  GCancellable *cancellable; /* nullable likewise */
  gboolean reopening;        /* it is that of the run that is shown, which has outgrown what was opened */
  GFile *awaited;            /* nullable: no run is waited for */
  guint await_source;        /* 0 likewise */
  char *await_fault;         /* nullable: what is wrong with what is in the awaited or reopened folder */
  guint n_faults;            /* how many times in a row it was */
};

enum
{
  CHANGED,
  ENDED,
  FAILED,
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgSession, dg_session, G_TYPE_OBJECT)

static void
emit_changed (DgSession *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_watching (DgSession *self)
{
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
}

static gboolean
is_shown (DgSession *self, DgRun *run)
{
  DgRun *shown = dg_session_get_run (self);

  return shown != NULL && g_file_equal (dg_run_get_folder (shown), dg_run_get_folder (run))
         && dg_run_get_n_samples (shown) == dg_run_get_n_samples (run);
}

/* Until there is a run, which there is not where training cannot even begin, the one before is shown and watched. */
static void
run_cb (DgSession *self)
{
  DgRun *run = dg_recorder_get_run (self->recorder);

  if (run != NULL)
    {
      stop_watching (self);
      if (is_shown (self, run))
        dg_explorer_set_run_again (self->explorer, run);
      else
        dg_explorer_set_run (self->explorer, run);
    }
  emit_changed (self);
  if (run != NULL)
    g_signal_emit (self, signals[OPENED], 0, dg_run_get_folder (run));
}

static void
ended_cb (DgSession *self)
{
  const GError *error = dg_recorder_get_error (self->recorder);

  emit_changed (self);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  g_signal_emit (self, signals[ENDED], 0);
}

/* Of a watch, and of a recorder that trains on. */
static void
warned_cb (DgSession *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void begin_opening (DgSession *self, GFile *folder, gboolean reopening);

static void
outgrown_cb (DgSession *self, DgRun *run)
{
  if (self->opening == NULL)
    begin_opening (self, dg_run_get_folder (run), TRUE);
}

/* What is written into the folder of the opened run elsewhere comes to be seen. */
static void
watch (DgSession *self, DgRun *run)
{
  stop_watching (self);
  self->watch = dg_run_watch_new (run);
  g_signal_connect_swapped (self->watch, "failed", G_CALLBACK (warned_cb), self);
  g_signal_connect_object (run, "epoch-added", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "metrics-changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "outgrown", G_CALLBACK (outgrown_cb), self, G_CONNECT_SWAPPED);
}

static void
set_recorder (DgSession *self, DgRecorder *recorder)
{
  g_signal_group_set_target (self->signals, recorder);
  g_clear_object (&self->recorder);
  self->recorder = recorder;
}

static void
stop_awaiting (DgSession *self)
{
  g_clear_handle_id (&self->await_source, g_source_remove);
  g_clear_object (&self->awaited);
  g_clear_pointer (&self->await_fault, g_free);
}

/* Returns whether there was anything to stop. */
static gboolean
stop_opening (DgSession *self)
{
  if (self->opening == NULL)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opening);
  return TRUE;
}

static void
dg_session_dispose (GObject *object)
{
  DgSession *self = DG_SESSION (object);

  stop_opening (self);
  stop_awaiting (self);
  stop_watching (self);
  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->recorder);
  g_clear_object (&self->explorer);
  G_OBJECT_CLASS (dg_session_parent_class)->dispose (object);
}

static void
dg_session_class_init (DgSessionClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_session_dispose;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_FILE);
}

static void
dg_session_init (DgSession *self)
{
  self->explorer = dg_explorer_new ();
  self->signals = g_signal_group_new (DG_TYPE_RECORDER);
  g_signal_group_connect_swapped (self->signals, "notify::run", G_CALLBACK (run_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (emit_changed), self);
  g_signal_group_connect_swapped (self->signals, "progress", G_CALLBACK (emit_changed), self);
  g_signal_group_connect_swapped (self->signals, "warned", G_CALLBACK (warned_cb), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (ended_cb), self);
}

DgSession *
dg_session_new (void)
{
  return g_object_new (DG_TYPE_SESSION, NULL);
}

DgExplorer *
dg_session_get_explorer (DgSession *self)
{
  return self->explorer;
}

DgRun *
dg_session_get_run (DgSession *self)
{
  return dg_explorer_get_run (self->explorer);
}

static gboolean
await_cb (gpointer data)
{
  DgSession *self = data;
  g_autoptr (GFile) folder = g_object_ref (self->awaited);

  if (self->opening == NULL && dg_run_is_at (folder))
    dg_session_open (self, folder);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_awaited (DgSession *self, GFile *folder)
{
  return self->awaited != NULL && g_file_equal (self->awaited, folder);
}

/* A training job may yet write what was not there, or not whole. Returns whether that is waited for. */
static gboolean
await (DgSession *self, GFile *folder, const GError *error)
{
  if (dg_session_get_run (self) != NULL || !g_error_matches (error, DG_ERROR, DG_ERROR_FORMAT) ||
      g_file_query_file_type (folder, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
    return FALSE;
  if (!is_awaited (self, folder))
    {
      stop_awaiting (self);
      self->awaited = g_object_ref (folder);
      self->await_source = g_timeout_add_seconds (AWAIT_SECONDS, await_cb, self);
    }
  return TRUE;
}

/* Returns TRUE once, when what is awaited, or opened anew, has been wrong for long enough to be no file in the making. */
static gboolean
stays_broken (DgSession *self, const GError *error)
{
  if (g_strcmp0 (self->await_fault, error->message) != 0)
    {
      g_free (self->await_fault);
      self->await_fault = g_strdup (error->message);
      self->n_faults = 0;
    }
  return ++self->n_faults == N_FAULTS;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DgSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = dg_open_run_finish (result, &error);
  g_autoptr (GFile) folder = NULL;
  gboolean reopened = self->reopening, awaited, awaits;

  /* Cancelled, and perhaps another is on its way. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  folder = g_object_ref (self->opening);
  stop_opening (self);
  awaited = reopened || is_awaited (self, folder);
  awaits = run == NULL && (reopened || await (self, folder, error));
  if (!awaits)
    stop_awaiting (self);
  if (run != NULL)
    {
      set_recorder (self, NULL);
      dg_explorer_set_run (self->explorer, run);
      watch (self, run);
    }
  emit_changed (self);
  if (run != NULL && reopened)
    return;
  if (run != NULL)
    g_signal_emit (self, signals[OPENED], 0, folder);
  else if (!awaited || !awaits || stays_broken (self, error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
begin_opening (DgSession *self, GFile *folder, gboolean reopening)
{
  self->opening = g_object_ref (folder);
  self->reopening = reopening;
  self->cancellable = g_cancellable_new ();
  dg_open_run_async (folder, self->cancellable, opened_cb, g_object_ref (self));
  emit_changed (self);
}

void
dg_session_open (DgSession *self, GFile *folder)
{
  g_return_if_fail (!dg_session_is_training (self));

  stop_opening (self);
  if (!is_awaited (self, folder))
    stop_awaiting (self);
  begin_opening (self, folder, FALSE);
}

GFile *
dg_session_get_opening (DgSession *self)
{
  return self->opening;
}

GFile *
dg_session_get_awaited (DgSession *self)
{
  return self->awaited;
}

void
dg_session_cancel_opening (DgSession *self)
{
  /* Else it would be opened again in a moment. */
  if (self->opening != NULL && is_awaited (self, self->opening))
    stop_awaiting (self);
  if (stop_opening (self))
    emit_changed (self);
}

static void
start (DgSession *self, DgRecorder *recorder)
{
  stop_opening (self);
  stop_awaiting (self);
  set_recorder (self, recorder);
  dg_recorder_set_live (recorder, TRUE);
  dg_recorder_start (recorder);
  emit_changed (self);
}

void
dg_session_start (DgSession *self, GFile *folder, const DgRunOptions *options)
{
  g_return_if_fail (!dg_session_is_training (self));

  start (self, dg_recorder_new (folder, options));
}

void
dg_session_resume (DgSession *self)
{
  g_return_if_fail (dg_session_can_resume (self));

  start (self, dg_recorder_new_resume (dg_run_get_folder (dg_session_get_run (self)), 0));
}

gboolean
dg_session_can_resume (DgSession *self)
{
  DgRun *run = dg_session_get_run (self);
  const DgRunOptions *options = run != NULL ? dg_run_get_options (run) : NULL;
  const DgEpochMetrics *metrics;
  gsize n;

  if (options == NULL || dg_session_is_training (self))
    return FALSE;
  metrics = dg_run_get_metrics (run, &n);
  return n == 0 || metrics[n - 1].epoch < options->epochs;
}

gboolean
dg_session_is_training (DgSession *self)
{
  switch (dg_session_get_state (self))
    {
    case DG_RECORDER_PREPARING:
    case DG_RECORDER_TRAINING:
    case DG_RECORDER_PAUSED:
    case DG_RECORDER_STOPPING:
      return TRUE;
    case DG_RECORDER_IDLE:
    case DG_RECORDER_STOPPED:
    case DG_RECORDER_FINISHED:
    case DG_RECORDER_FAILED:
    default:
      return FALSE;
    }
}

gboolean
dg_session_is_paused (DgSession *self)
{
  return dg_session_get_state (self) == DG_RECORDER_PAUSED;
}

void
dg_session_set_paused (DgSession *self, gboolean paused)
{
  if (!dg_session_is_training (self))
    return;
  if (paused)
    dg_recorder_pause (self->recorder);
  else
    dg_recorder_continue (self->recorder);
}

void
dg_session_stop (DgSession *self)
{
  if (dg_session_is_training (self))
    dg_recorder_stop (self->recorder);
}

DgRecorderState
dg_session_get_state (DgSession *self)
{
  return self->recorder != NULL ? dg_recorder_get_state (self->recorder) : DG_RECORDER_IDLE;
}

DgRecorderProgress
dg_session_get_progress (DgSession *self)
{
  DgRecorderProgress none = { .seconds_left = -1 };

  return self->recorder != NULL ? dg_recorder_get_progress (self->recorder) : none;
}
