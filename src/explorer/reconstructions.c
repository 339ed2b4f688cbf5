/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reconstructions.h"

#include "run/reconstruction.h"

/* Without values while it is read, and where that failed. */
typedef struct
{
  DgReconstruction values;
  gboolean unreadable;
} Entry;

struct _DgReconstructions
{
  DgRun *run;
  GHashTable *by_epoch; /* epoch → Entry */
  DgReconstructionsFunc ready;
  gpointer data;
  gboolean closed; /* tasks under way end unheard */
};

/* What a thread is given. */
typedef struct
{
  DgReconstructions *owner; /* for the main context alone */
  DgRun *run;
  guint epoch;
} Request;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_pointer (&self->values.images, dg_tensor_unref);
  g_free (self->values.errors);
  g_free (self);
}

static void
clear (gpointer data)
{
  DgReconstructions *self = data;

  g_hash_table_unref (self->by_epoch);
  g_object_unref (self->run);
}

static void
request_free (Request *self)
{
  g_object_unref (self->run);
  g_free (self);
}

DgReconstructions *
dg_reconstructions_new (DgRun *run, DgReconstructionsFunc ready, gpointer data)
{
  DgReconstructions *self = g_rc_box_new0 (DgReconstructions);

  self->run = g_object_ref (run);
  self->by_epoch = g_hash_table_new_full (NULL, NULL, NULL, entry_free);
  self->ready = ready;
  self->data = data;
  return self;
}

void
dg_reconstructions_free (DgReconstructions *self)
{
  self->closed = TRUE;
  g_rc_box_release_full (self, clear);
}

static gboolean
is_gone (gpointer epoch, gpointer entry, gpointer run)
{
  return !dg_run_has_epoch (run, GPOINTER_TO_UINT (epoch));
}

void
dg_reconstructions_prune (DgReconstructions *self)
{
  g_hash_table_foreach_remove (self->by_epoch, is_gone, self->run);
}

static void
read_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autofree guint8 *pixels = NULL;
  Entry *made = g_new0 (Entry, 1);
  GError *error = NULL;

  made->values.images = dg_run_load_reconstruction (request->run, request->epoch, &error);
  if (made->values.images != NULL)
    pixels = dg_run_load_images (request->run, 0, dg_run_get_n_samples (request->run), &error);
  if (pixels == NULL)
    {
      entry_free (made);
      g_task_return_error (task, error);
      return;
    }
  made->values.errors = dg_reconstruction_compute_errors (made->values.images, pixels);
  g_task_return_pointer (task, made, entry_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const Request *request = g_task_get_task_data (G_TASK (result));
  DgReconstructions *self = request->owner;
  g_autoptr (GError) fault = NULL;
  Entry *made = g_task_propagate_pointer (G_TASK (result), &fault);
  gpointer key = GUINT_TO_POINTER (request->epoch);
  Entry *waiting = self->closed ? NULL : g_hash_table_lookup (self->by_epoch, key);

  /* An epoch that went away meanwhile is not missed. */
  if (waiting == NULL)
    g_clear_pointer (&made, entry_free);
  else
    {
      if (made != NULL)
        g_hash_table_replace (self->by_epoch, key, made);
      else
        waiting->unreadable = TRUE;
      self->ready (request->epoch, fault, self->data);
    }
  g_rc_box_release_full (self, clear);
}

static void
start_reading (DgReconstructions *self, guint epoch)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, read_cb, NULL);
  Request *request = g_new0 (Request, 1);

  request->owner = g_rc_box_acquire (self);
  request->run = g_object_ref (self->run);
  request->epoch = epoch;
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, read_thread);
}

const DgReconstruction *
dg_reconstructions_get (DgReconstructions *self, guint epoch)
{
  Entry *found = g_hash_table_lookup (self->by_epoch, GUINT_TO_POINTER (epoch));

  if (found == NULL && dg_run_has_epoch (self->run, epoch))
    {
      found = g_new0 (Entry, 1);
      g_hash_table_insert (self->by_epoch, GUINT_TO_POINTER (epoch), found);
      start_reading (self, epoch);
    }
  return found != NULL && found->values.images != NULL ? &found->values : NULL;
}

gboolean
dg_reconstructions_is_unreadable (DgReconstructions *self, guint epoch)
{
  const Entry *found = g_hash_table_lookup (self->by_epoch, GUINT_TO_POINTER (epoch));

  return found != NULL && found->unreadable;
}
