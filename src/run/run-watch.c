/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run-watch.h"

/* What is written in several steps comes as several events. */
#define DELAY_MS 200
#define POLL_SECONDS 5

struct _DgRunWatch
{
  GObject parent_instance;

  DgRun *run;
  GFileMonitor *monitor; /* nullable: the file system has none */
  guint delay;           /* source, 0: nothing has changed */
  guint poll;            /* source */
  char *failure;         /* nullable: what was emitted last */
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgRunWatch, dg_run_watch, G_TYPE_OBJECT)

static void
refresh (DgRunWatch *self)
{
  g_autoptr (DgRunWatch) guard = g_object_ref (self);
  g_autoptr (DgRun) run = g_object_ref (self->run);
  g_autoptr (GError) error = NULL;
  gboolean again;

  dg_run_refresh (run, &error);
  again = error != NULL && g_strcmp0 (error->message, self->failure) == 0;
  g_free (self->failure);
  self->failure = error != NULL ? g_strdup (error->message) : NULL;
  if (error != NULL && !again)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static gboolean
delay_cb (gpointer data)
{
  DgRunWatch *self = data;

  self->delay = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* A file that is written all the time must not put off the others: the delay is not begun anew. */
static void
changed_cb (DgRunWatch *self)
{
  if (self->delay == 0)
    self->delay = g_timeout_add (DELAY_MS, delay_cb, self);
}

static gboolean
poll_cb (gpointer data)
{
  refresh (data);
  return G_SOURCE_CONTINUE;
}

static void
dg_run_watch_dispose (GObject *object)
{
  DgRunWatch *self = DG_RUN_WATCH (object);

  g_clear_handle_id (&self->delay, g_source_remove);
  g_clear_handle_id (&self->poll, g_source_remove);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_run_watch_parent_class)->dispose (object);
}

static void
dg_run_watch_finalize (GObject *object)
{
  g_free (DG_RUN_WATCH (object)->failure);
  G_OBJECT_CLASS (dg_run_watch_parent_class)->finalize (object);
}

static void
dg_run_watch_class_init (DgRunWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dg_run_watch_dispose;
  object_class->finalize = dg_run_watch_finalize;

  signals[FAILED] = g_signal_new ("failed", DG_TYPE_RUN_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dg_run_watch_init (DgRunWatch *self)
{
}

DgRunWatch *
dg_run_watch_new (DgRun *run)
{
  DgRunWatch *self = g_object_new (DG_TYPE_RUN_WATCH, NULL);

  self->run = g_object_ref (run);
  self->monitor = g_file_monitor_directory (dg_run_get_folder (run), G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (changed_cb), self);
  self->poll = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  return self;
}
