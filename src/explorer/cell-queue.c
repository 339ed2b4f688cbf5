/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/cell-queue.h"

/* A job is made, ranked, cancelled and delivered on the main context; a thread of the pool only computes. */
typedef struct
{
  DgCellQueue *queue; /* borrowed; NULL once nobody wants the result. Main context only */
  guint rank;         /* place in the queue. Main context only: the pool sorts where jobs are pushed */
  GMainContext *context;
  GCancellable *cancellable;
  DgRun *run;
  DgSubset *subset; /* nullable */
  DgCellKey key;
  DgIvat *known; /* nullable */
  DgCell *cell;
  GError *error;
} Job;

struct _DgCellQueue
{
  GMainContext *context;
  GThreadPool *pool;
  GHashTable *pending; /* key of the job → job, one reference */
  DgCellQueueFunc done;
  gpointer data;
};

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->context, g_main_context_unref);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->run);
  g_clear_pointer (&job->subset, dg_subset_unref);
  g_clear_pointer (&job->known, dg_ivat_unref);
  g_clear_pointer (&job->cell, dg_cell_unref);
  g_clear_error (&job->error);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static void
job_abandon (Job *job)
{
  job->queue = NULL;
  g_cancellable_cancel (job->cancellable);
}

static gboolean
deliver_cb (gpointer data)
{
  Job *job = data;
  DgCellQueue *queue = job->queue;

  if (queue == NULL)
    return G_SOURCE_REMOVE;
  g_hash_table_remove (queue->pending, &job->key);
  queue->done (&job->key, job->cell, job->error, queue->data);
  return G_SOURCE_REMOVE;
}

static void
compute_cb (gpointer data, gpointer user_data)
{
  Job *job = data;
  g_autoptr (GSource) source = NULL;
  g_autoptr (DgStoredCell) keep = NULL;
  g_autoptr (DgIvat) ivat = NULL;

  if (g_cancellable_is_cancelled (job->cancellable))
    {
      job_unref (job);
      return;
    }
  job->cell = dg_cell_compute (job->run, &job->key, job->subset != NULL ? job->subset->samples : NULL,
                               job->subset != NULL ? job->subset->n : 0, job->known, NULL, &keep,
                               job->cancellable, &job->error);
  if (keep != NULL)
    ivat = dg_ivat_ref (dg_cell_get_ivat (job->cell));

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "cell computed");
  g_source_set_callback (source, deliver_cb, job, job_unref);
  g_source_attach (source, job->context); /* the job is the main context's from here on */

  if (keep != NULL)
    dg_stored_cell_write (keep, dg_ivat_get_vat (ivat));
}

static gint
compare_rank (gconstpointer a, gconstpointer b, gpointer data)
{
  const Job *x = a, *y = b;

  return (x->rank > y->rank) - (x->rank < y->rank);
}

DgCellQueue *
dg_cell_queue_new (DgCellQueueFunc done, gpointer data)
{
  DgCellQueue *self = g_new0 (DgCellQueue, 1);

  self->context = g_main_context_ref_thread_default ();
  self->pool =
    g_thread_pool_new_full (compute_cb, NULL, job_unref, (gint) g_get_num_processors (), FALSE, NULL);
  self->pending = g_hash_table_new_full (dg_cell_key_hash, dg_cell_key_equal, NULL, job_unref);
  self->done = done;
  self->data = data;
  return self;
}

static void
abandon_all (DgCellQueue *self)
{
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    job_abandon (job);
  g_hash_table_remove_all (self->pending);
}

void
dg_cell_queue_free (DgCellQueue *self)
{
  abandon_all (self);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->pending);
  g_main_context_unref (self->context);
  g_free (self);
}

static Job *
job_new (DgCellQueue *self, DgRun *run, DgSubset *subset, const DgCellWish *wish)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->queue = self;
  job->context = g_main_context_ref (self->context);
  job->cancellable = g_cancellable_new ();
  job->run = g_object_ref (run);
  job->subset = subset != NULL ? dg_subset_ref (subset) : NULL;
  job->key = wish->key;
  job->known = wish->ivat != NULL ? dg_ivat_ref (wish->ivat) : NULL;
  return job;
}

/* Cancels the pending jobs that @wanted (keys) does not hold, or that are of another run or other samples. */
static void
abandon_unwanted (DgCellQueue *self, DgRun *run, DgSubset *subset, GHashTable *wanted)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Job *job = value;

      if (job->run == run && job->subset == subset && g_hash_table_contains (wanted, key))
        continue;
      job_abandon (job);
      g_hash_table_iter_remove (&iter);
    }
}

void
dg_cell_queue_want (DgCellQueue *self, DgRun *run, DgSubset *subset, const DgCellWish *wishes, gsize n)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (dg_cell_key_hash, dg_cell_key_equal);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    g_hash_table_add (wanted, (gpointer) &wishes[i].key);
  abandon_unwanted (self, run, subset, wanted);

  for (gsize i = 0; i < n; i++)
    {
      Job *job = g_hash_table_lookup (self->pending, &wishes[i].key);

      if (job == NULL)
        {
          job = job_new (self, run, subset, &wishes[i]);
          g_hash_table_insert (self->pending, &job->key, job);
          g_ptr_array_add (added, job);
        }
      job->rank = (guint) i;
    }
  /* sorts what waits already by its new rank; pushing then keeps the order */
  g_thread_pool_set_sort_function (self->pool, compare_rank, NULL);
  for (guint i = 0; i < added->len; i++)
    g_thread_pool_push (self->pool, g_atomic_rc_box_acquire (added->pdata[i]), NULL);
}

guint
dg_cell_queue_get_n_pending (DgCellQueue *self)
{
  return g_hash_table_size (self->pending);
}
