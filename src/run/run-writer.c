/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run-writer.h"

#include "run/checkpoint.h"
#include "run/metrics.h"

/* Bytes that may wait for the disk. Where it is slower than training for so long that they do not suffice, no memory
 * would. */
#define MAX_PENDING ((gsize) 256 << 20)

typedef struct
{
  DgEpochMetrics metrics;
  DgTrainerState *state;
  DgSnapshot *snapshot; /* nullable */
  gsize size;           /* bytes of both */
} Record;

struct _DgRunWriter
{
  char *folder;
  GThread *thread;
  DgRunWriterFunc func;
  gpointer data;

  /* the writer's thread */
  DgManifest *manifest;
  GArray *metrics;

  GMutex lock; /* over what follows */
  GCond changed;
  GPtrArray *pending; /* of Record */
  gsize pending_size; /* of those and those being written */
  gboolean writing, closing;
  GError *error;
};

static Record *
record_new (const DgEpochMetrics *metrics, DgTrainerState *state, DgSnapshot *snapshot)
{
  Record *record = g_new (Record, 1);
  gsize n_arrays = state->second_moment != NULL ? 3 : 2; /* with the parameters and their momentum */

  *record = (Record) { *metrics, state, snapshot, 0 };
  record->size = n_arrays * sizeof (float) * dg_tensor_get_size (state->parameters);
  if (snapshot != NULL)
    record->size += dg_snapshot_get_size (snapshot);
  return record;
}

static void
record_free (Record *record)
{
  dg_trainer_state_free (record->state);
  g_clear_pointer (&record->snapshot, dg_snapshot_free);
  g_free (record);
}

static gboolean
write_snapshots (DgRunWriter *self, GPtrArray *records, gboolean *any, GError **error)
{
  *any = FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      Record *record = g_ptr_array_index (records, i);

      if (record->snapshot == NULL)
        continue;
      if (!dg_snapshot_save (record->snapshot, self->folder, error))
        return FALSE;
      dg_manifest_add_saved (self->manifest, dg_snapshot_get_epoch (record->snapshot));
      *any = TRUE;
    }
  return TRUE;
}

static gboolean
write_records (DgRunWriter *self, GPtrArray *records, GError **error)
{
  Record *last = g_ptr_array_index (records, records->len - 1);
  gboolean any;

  if (!write_snapshots (self, records, &any, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    g_array_append_val (self->metrics, ((Record *) g_ptr_array_index (records, i))->metrics);
  return dg_metrics_save (self->metrics, self->folder, error) &&
         dg_checkpoint_save (last->state, self->folder, error) &&
         (!any || dg_manifest_save (self->manifest, self->folder, error));
}

/* With the lock held: writes what is pending, without the lock. */
static void
write_pending (DgRunWriter *self)
{
  g_autoptr (GPtrArray) records = g_steal_pointer (&self->pending);
  gsize size = self->pending_size; /* what is added meanwhile comes on top */
  g_autoptr (GError) error = NULL;

  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  self->writing = TRUE;
  g_mutex_unlock (&self->lock);
  if (write_records (self, records, &error) && self->func != NULL)
    self->func (self->data);
  g_mutex_lock (&self->lock);
  self->writing = FALSE;
  self->pending_size -= size;
  if (error != NULL)
    self->error = g_steal_pointer (&error);
  g_cond_broadcast (&self->changed);
}

static gpointer
write_cb (gpointer data)
{
  DgRunWriter *self = data;

  g_mutex_lock (&self->lock);
  while (self->error == NULL && !(self->closing && self->pending->len == 0))
    if (self->pending->len > 0)
      write_pending (self);
    else
      g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  return NULL;
}

DgRunWriter *
dg_run_writer_new (const char *folder, DgManifest *manifest, GArray *metrics)
{
  DgRunWriter *self = g_new0 (DgRunWriter, 1);

  self->folder = g_strdup (folder);
  self->manifest = manifest;
  self->metrics = metrics;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  self->thread = g_thread_new ("run-writer", write_cb, self);
  return self;
}

void
dg_run_writer_set_func (DgRunWriter *self, DgRunWriterFunc func, gpointer data)
{
  self->func = func;
  self->data = data;
}

/* With the lock held. */
static gboolean
report (DgRunWriter *self, GError **error)
{
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  return self->error == NULL;
}

gboolean
dg_run_writer_add (DgRunWriter *self, const DgEpochMetrics *metrics, DgTrainerState *state,
                   DgSnapshot *snapshot, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Record *record = record_new (metrics, state, snapshot);

  while (self->error == NULL && self->pending_size > 0 && self->pending_size + record->size > MAX_PENDING)
    g_cond_wait (&self->changed, &self->lock);
  g_ptr_array_add (self->pending, record);
  self->pending_size += record->size;
  g_cond_broadcast (&self->changed);
  return report (self, error);
}

gboolean
dg_run_writer_check (DgRunWriter *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return report (self, error);
}

gboolean
dg_run_writer_finish (DgRunWriter *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->error == NULL && (self->writing || self->pending->len > 0))
    g_cond_wait (&self->changed, &self->lock);
  return report (self, error);
}

void
dg_run_writer_free (DgRunWriter *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->pending);
  dg_manifest_free (self->manifest);
  g_array_unref (self->metrics);
  g_clear_error (&self->error);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
  g_free (self);
}
