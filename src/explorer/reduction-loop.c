/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reduction-loop.h"

struct _DgReductionLoop
{
  GObject parent_instance;

  DgRun *run;
  DgOrder order;
  DgReductionBase *base;     /* nullable: of the trial before */
  GPtrArray *trials;         /* (element-type DgReductionTrial) */
  gint shown;                /* or -1 */
  GCancellable *cancellable; /* nullable: no trial is under way */
};

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgReductionLoop, dg_reduction_loop, G_TYPE_OBJECT)

/* What the thread needs. @base: (nullable) */
typedef struct
{
  DgRun *run;
  char *layer;
  guint epoch;
  DgOrder order;
  DgReductionOptions options;
  DgReductionBase *base;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->run);
  g_free (job->layer);
  g_clear_pointer (&job->base, dg_reduction_base_unref);
  g_free (job);
}

static void
try_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (DgParallel) team = dg_parallel_new (0);
  g_autoptr (DgReductionBase) base = NULL;
  DgReductionTrial *trial;
  GError *error = NULL;

  base = job->base != NULL ? dg_reduction_base_ref (job->base)
                           : dg_reduction_base_new (job->run, job->layer, job->epoch, job->order, team, cancellable,
                                                    &error);
  trial = base != NULL ? dg_reduction_trial_new (base, &job->options, team, cancellable, &error) : NULL;
  if (trial != NULL)
    g_task_return_pointer (task, trial, (GDestroyNotify) dg_reduction_trial_unref);
  else
    g_task_return_error (task, error);
}

static void
emit_changed (DgReductionLoop *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DgReductionLoop) self = data;
  g_autoptr (GError) error = NULL;
  DgReductionTrial *trial = g_task_propagate_pointer (G_TASK (result), &error);

  /* Cancelled, and perhaps another is on its way. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&trial, dg_reduction_trial_unref);
      return;
    }
  g_clear_object (&self->cancellable);
  if (trial != NULL)
    {
      g_clear_pointer (&self->base, dg_reduction_base_unref);
      self->base = dg_reduction_base_ref (trial->base);
      g_ptr_array_add (self->trials, trial);
      self->shown = (gint) self->trials->len - 1;
    }
  emit_changed (self);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* Returns whether there was anything to stop. */
static gboolean
stop (DgReductionLoop *self)
{
  if (self->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  return TRUE;
}

static void
dg_reduction_loop_dispose (GObject *object)
{
  DgReductionLoop *self = DG_REDUCTION_LOOP (object);

  stop (self);
  g_clear_pointer (&self->base, dg_reduction_base_unref);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_reduction_loop_parent_class)->dispose (object);
}

static void
dg_reduction_loop_finalize (GObject *object)
{
  g_ptr_array_unref (DG_REDUCTION_LOOP (object)->trials);
  G_OBJECT_CLASS (dg_reduction_loop_parent_class)->finalize (object);
}

static void
dg_reduction_loop_class_init (DgReductionLoopClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_reduction_loop_dispose;
  G_OBJECT_CLASS (class)->finalize = dg_reduction_loop_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
dg_reduction_loop_init (DgReductionLoop *self)
{
  self->trials = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_reduction_trial_unref);
  self->shown = -1;
}

DgReductionLoop *
dg_reduction_loop_new (DgRun *run, DgOrder order)
{
  DgReductionLoop *self = g_object_new (DG_TYPE_REDUCTION_LOOP, NULL);

  self->run = g_object_ref (run);
  self->order = order;
  return self;
}

DgRun *
dg_reduction_loop_get_run (DgReductionLoop *self)
{
  return self->run;
}

static gboolean
is_base (const DgReductionBase *base, const char *layer, guint epoch)
{
  return base != NULL && base->epoch == epoch && g_str_equal (base->layer, layer);
}

/* What a method does not use makes no difference. */
static gboolean
is_same_way (const DgReductionOptions *a, const DgReductionOptions *b)
{
  return a->method == b->method && a->count == b->count && a->n_blocks == b->n_blocks
         && (a->method != DG_REDUCTION_MMRS || (a->clusters == b->clusters && a->seed == b->seed));
}

static gint
find_trial (DgReductionLoop *self, const char *layer, guint epoch, const DgReductionOptions *options)
{
  for (guint i = 0; i < self->trials->len; i++)
    {
      const DgReductionTrial *trial = self->trials->pdata[i];

      if (is_base (trial->base, layer, epoch) && is_same_way (&trial->options, options))
        return (gint) i;
    }
  return -1;
}

void
dg_reduction_loop_try (DgReductionLoop *self, const char *layer, guint epoch, const DgReductionOptions *options)
{
  gint place = find_trial (self, layer, epoch, options);
  g_autoptr (GTask) task = NULL;
  Job *job;

  stop (self);
  if (place >= 0)
    {
      self->shown = place;
      emit_changed (self);
      return;
    }
  job = g_new0 (Job, 1);
  job->run = g_object_ref (self->run);
  job->layer = g_strdup (layer);
  job->epoch = epoch;
  job->order = self->order;
  job->options = *options;
  job->base = is_base (self->base, layer, epoch) ? dg_reduction_base_ref (self->base) : NULL;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, tried_cb, g_object_ref (self));
  g_task_set_source_tag (task, dg_reduction_loop_try);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, try_thread);
  emit_changed (self);
}

void
dg_reduction_loop_cancel (DgReductionLoop *self)
{
  if (stop (self))
    emit_changed (self);
}

gboolean
dg_reduction_loop_is_busy (DgReductionLoop *self)
{
  return self->cancellable != NULL;
}

const GPtrArray *
dg_reduction_loop_get_trials (DgReductionLoop *self)
{
  return self->trials;
}

gint
dg_reduction_loop_get_shown (DgReductionLoop *self)
{
  return self->shown;
}

void
dg_reduction_loop_show (DgReductionLoop *self, gint place)
{
  g_return_if_fail (place >= 0 && place < (gint) self->trials->len);

  if (self->shown == place)
    return;
  self->shown = place;
  emit_changed (self);
}

DgReductionTrial *
dg_reduction_loop_get_shown_trial (DgReductionLoop *self)
{
  return self->shown >= 0 ? self->trials->pdata[self->shown] : NULL;
}

gboolean
dg_reduction_loop_accept (DgReductionLoop *self, GError **error)
{
  g_return_val_if_fail (self->shown >= 0, FALSE);

  return dg_run_accept_subset (self->run, dg_reduction_loop_get_shown_trial (self)->subset, error);
}
