/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/recorder-job.h"

#include <glib/gi18n-lib.h>

#include "run/training.h"

/* Microseconds between two events of progress. */
#define PROGRESS_INTERVAL 100000

/* Microseconds between two live epochs of up to LIVE_SAMPLES samples. Their images take time with the square
 * of the samples, and should have been seen before the next ones are due. */
#define LIVE_INTERVAL 400000
#define LIVE_SAMPLES 1000.0

/* Microseconds of training before the time left is estimated. */
#define ESTIMATE_AFTER 500000

struct _DgRecorderJob
{
  gatomicrefcount ref_count;
  GFile *folder;
  DgRunOptions *options; /* NULL resumes */
  guint epochs;
  gboolean live; /* epochs that are not saved are handed over */
  GMainContext *context;
  GCancellable *cancellable; /* cancelled is the order to stop */

  const DgRecorderEvents *events; /* the main context; NULL once disconnected */
  gpointer data;

  GMutex lock; /* over what follows */
  GCond changed;
  gboolean paused;
  DgRecorderProgress progress;

  /* the training thread */
  DgTraining *training;
  gint64 last_event; /* of progress */
  gint recorded_posted; /* atomic: an event that has not been dispatched yet */
  gint64 last_live;
  gint64 begin; /* of training, moved on by pauses */
  gsize n_batches; /* trained since */
};

static DgRecorderJob *
job_ref (DgRecorderJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_recorder_job_unref (DgRecorderJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->folder);
  g_clear_pointer (&self->options, dg_run_options_free);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Events. Not g_main_context_invoke(), which calls in this thread where nobody is running the context just
 * now. */

typedef struct
{
  DgRecorderJob *job;
  void (*dispatch) (DgRecorderJob *job, gpointer payload);
  gpointer payload;
  GDestroyNotify free_payload;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  if (event->payload != NULL)
    event->free_payload (event->payload);
  dg_recorder_job_unref (event->job);
  g_free (event);
}

static gboolean
dispatch_cb (gpointer data)
{
  Event *event = data;

  if (event->job->events != NULL)
    event->dispatch (event->job, event->payload);
  return G_SOURCE_REMOVE;
}

static void
post (DgRecorderJob *self, void (*dispatch) (DgRecorderJob *, gpointer), gpointer payload,
      GDestroyNotify free_payload)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Event *event = g_new (Event, 1);

  *event = (Event) { job_ref (self), dispatch, payload, free_payload };
  /* After input and frames of a window: many short epochs must not hold them up. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_static_name (source, "DgRecorder event");
  g_source_set_callback (source, dispatch_cb, event, event_free);
  g_source_attach (source, self->context);
}

static void
dispatch_prepared (DgRecorderJob *self, gpointer payload)
{
  self->events->prepared (self->data, g_object_ref (payload));
}

static void
dispatch_progress (DgRecorderJob *self, gpointer payload)
{
  self->events->progress (self->data);
}

static void
dispatch_recorded (DgRecorderJob *self, gpointer payload)
{
  g_atomic_int_set (&self->recorded_posted, FALSE);
  self->events->recorded (self->data);
}

static void
dispatch_live (DgRecorderJob *self, gpointer payload)
{
  self->events->live (self->data, payload);
}

static void
dispatch_ended (DgRecorderJob *self, gpointer payload)
{
  self->events->ended (self->data, payload);
}

/* The training thread */

static void
recorded_cb (gpointer data)
{
  DgRecorderJob *self = data;

  /* One reading of the folder takes in all that has come to it, however many epochs that is. */
  if (g_atomic_int_compare_and_exchange (&self->recorded_posted, FALSE, TRUE))
    post (self, dispatch_recorded, NULL, NULL);
}

static double
estimate_seconds_left (DgRecorderJob *self, const DgTrainerProgress *at, gint64 now)
{
  gsize n_left = at->n_batches - at->batch + (gsize) (self->progress.epochs - at->epoch) * at->n_batches;

  if (now - self->begin < ESTIMATE_AFTER)
    return -1;
  return (now - self->begin) * 1e-6 * n_left / self->n_batches;
}

/* With the lock held: waits for the end of a pause, which does not count as time spent. */
static void
wait_while_paused (DgRecorderJob *self)
{
  gint64 begin = g_get_monotonic_time ();

  if (!self->paused)
    return;
  while (self->paused && !g_cancellable_is_cancelled (self->cancellable))
    g_cond_wait (&self->changed, &self->lock);
  self->begin += g_get_monotonic_time () - begin;
}

static gboolean
progress_cb (const DgTrainerProgress *progress, gpointer data)
{
  DgRecorderJob *self = data;
  gint64 now = g_get_monotonic_time ();

  self->n_batches++;
  g_mutex_lock (&self->lock);
  self->progress.trainer = *progress;
  self->progress.seconds_left = estimate_seconds_left (self, progress, now);
  g_mutex_unlock (&self->lock);
  if (now - self->last_event >= PROGRESS_INTERVAL)
    {
      self->last_event = now;
      post (self, dispatch_progress, NULL, NULL);
    }
  g_mutex_lock (&self->lock);
  wait_while_paused (self);
  g_mutex_unlock (&self->lock);
  return !g_cancellable_is_cancelled (self->cancellable) &&
         dg_run_writer_check (dg_training_get_writer (self->training), NULL);
}

static gboolean
prepare (DgRecorderJob *self, GError **error)
{
  g_autofree char *path = g_file_get_path (self->folder);
  DgRun *run;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (self->folder);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("%s: is not on this machine's file system"), uri);
      return FALSE;
    }
  if (self->options != NULL)
    self->training = dg_training_new (path, self->options, self->cancellable, error);
  else
    self->training = dg_training_resume (path, self->epochs, self->cancellable, error);
  if (self->training == NULL)
    return FALSE;
  run = dg_run_open (self->folder, self->cancellable, error);
  if (run == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  self->progress.epochs = dg_training_get_n_epochs (self->training);
  self->progress.trainer.epoch = dg_training_get_n_finished (self->training);
  g_mutex_unlock (&self->lock);
  dg_run_writer_set_func (dg_training_get_writer (self->training), recorded_cb, self);
  post (self, dispatch_prepared, run, g_object_unref);
  return TRUE;
}

/* Hands over the epoch that has just ended, unless the last one was a moment ago. */
static gboolean
share_epoch (DgRecorderJob *self, GError **error)
{
  double growth = MAX (1, dg_training_get_n_samples (self->training) / LIVE_SAMPLES);
  gint64 now = g_get_monotonic_time ();
  DgLiveEpoch *live;

  if (now - self->last_live < LIVE_INTERVAL * growth * growth)
    return TRUE;
  if (!dg_training_share_epoch (self->training, &live, error))
    return FALSE;
  if (live != NULL)
    {
      self->last_live = now;
      post (self, dispatch_live, live, (GDestroyNotify) dg_live_epoch_unref);
    }
  return TRUE;
}

static gboolean
train (DgRecorderJob *self, GError **error)
{
  DgTraining *training = self->training;

  self->begin = g_get_monotonic_time ();
  while (dg_training_get_n_finished (training) < dg_training_get_n_epochs (training))
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !dg_training_run_epoch (training, progress_cb, self, error) ||
        (self->live && !share_epoch (self, error)))
      return FALSE;
  return TRUE;
}

/* Waits for the disk. An error of the writer is why training was left, whatever that said. */
static void
finish (DgRecorderJob *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (dg_run_writer_finish (dg_training_get_writer (self->training), &local_error))
    return;
  g_clear_error (error);
  *error = g_steal_pointer (&local_error);
}

static gpointer
thread_cb (gpointer data)
{
  g_autoptr (DgRecorderJob) self = data;
  GError *error = NULL;

  if (prepare (self, &error))
    {
      train (self, &error);
      finish (self, &error);
    }
  g_clear_pointer (&self->training, dg_training_free);
  post (self, dispatch_ended, error, (GDestroyNotify) g_error_free);
  return NULL;
}

/* The main context */

DgRecorderJob *
dg_recorder_job_new (GFile *folder, const DgRunOptions *options, guint epochs, GMainContext *context,
                     const DgRecorderEvents *events, gpointer data)
{
  DgRecorderJob *self = g_new0 (DgRecorderJob, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_object_ref (folder);
  self->options = options != NULL ? dg_run_options_copy (options) : NULL;
  self->epochs = epochs;
  self->context = g_main_context_ref (context);
  self->cancellable = g_cancellable_new ();
  self->events = events;
  self->data = data;
  self->last_live = G_MININT64 / 2; /* long ago */
  self->progress.seconds_left = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

void
dg_recorder_job_disconnect (DgRecorderJob *self)
{
  self->events = NULL;
  self->data = NULL;
}

void
dg_recorder_job_set_live (DgRecorderJob *self, gboolean live)
{
  self->live = live;
}

GThread *
dg_recorder_job_start (DgRecorderJob *self)
{
  return g_thread_new ("recorder", thread_cb, job_ref (self));
}

void
dg_recorder_job_set_paused (DgRecorderJob *self, gboolean paused)
{
  g_mutex_lock (&self->lock);
  self->paused = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
dg_recorder_job_stop (DgRecorderJob *self)
{
  g_mutex_lock (&self->lock);
  g_cancellable_cancel (self->cancellable);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

DgRecorderProgress
dg_recorder_job_get_progress (DgRecorderJob *self)
{
  DgRecorderProgress progress;

  g_mutex_lock (&self->lock);
  progress = self->progress;
  g_mutex_unlock (&self->lock);
  return progress;
}
