/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/run-private.h"

#include <glib/gi18n-lib.h>

#include "run/layer.h"
#include "run/weights.h"

enum
{
  EPOCH_ADDED,
  EPOCH_REMOVED,
  METRICS_CHANGED,
  OUTGROWN,
  SUBSET_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgRun, dg_run, G_TYPE_OBJECT)

static void
dg_run_finalize (GObject *object)
{
  DgRun *self = DG_RUN (object);

  g_clear_object (&self->folder);
  g_free (self->name);
  g_clear_pointer (&self->subset, dg_subset_unref);
  g_clear_pointer (&self->source, dg_run_source_free);
  g_clear_pointer (&self->live, dg_live_epoch_unref);
  g_array_unref (self->saved);
  g_array_unref (self->epochs);
  dg_open_epochs_free (self->open);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (dg_run_parent_class)->finalize (object);
}

static void
dg_run_class_init (DgRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dg_run_finalize;

  signals[EPOCH_ADDED] = g_signal_new ("epoch-added", DG_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EPOCH_REMOVED] = g_signal_new ("epoch-removed", DG_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[METRICS_CHANGED] = g_signal_new ("metrics-changed", DG_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
  signals[OUTGROWN] = g_signal_new ("outgrown", DG_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SUBSET_CHANGED] = g_signal_new ("subset-changed", DG_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
}

static void
dg_run_init (DgRun *self)
{
  g_mutex_init (&self->lock);
  self->saved = dg_run_epochs_new ();
  self->epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->open = dg_open_epochs_new ();
}

static guint
get_saved (DgRun *self, guint i)
{
  return g_array_index (self->saved, DgRunEpoch, i).epoch;
}

/* After a change of the saved epochs or the live one. */
static void
list_epochs (DgRun *self)
{
  g_array_set_size (self->epochs, 0);
  for (guint i = 0; i < self->saved->len; i++)
    g_array_append_val (self->epochs, (guint){ get_saved (self, i) });
  if (self->live != NULL)
    g_array_append_val (self->epochs, (guint){ dg_live_epoch_get_epoch (self->live) });
}

/* Opening */

DgRun *
dg_run_open (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgRun) self = g_object_new (DG_TYPE_RUN, NULL);
  g_autofree char *base = g_file_get_basename (folder);

  self->folder = g_object_ref (folder);
  self->name = base != NULL ? g_filename_display_name (base) : g_strdup ("");
  if (g_file_peek_path (folder) == NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("%s: is not on this machine's file system"), uri);
      return NULL;
    }
  self->source = dg_run_source_open (g_file_peek_path (folder), error);
  if (self->source == NULL ||
      !self->source->class->scan (self->source, self->saved, self->saved, cancellable, error) ||
      !dg_subset_load (self->source->path, self->source->n, &self->subset, error))
    return NULL;
  list_epochs (self);
  return g_steal_pointer (&self);
}

gboolean
dg_run_is_at (GFile *folder)
{
  return g_file_peek_path (folder) != NULL && dg_run_source_is_at (g_file_peek_path (folder));
}

/* Refreshing */

/* Takes over an epoch that has been found, so that the signal meets the run as it then is. */
static void
add_epoch (DgRun *self, DgRunEpoch *found)
{
  guint epoch = found->epoch;

  if (dg_run_epochs_find (self->saved, epoch) != NULL) /* added by whom the signal for another epoch called */
    return;
  g_mutex_lock (&self->lock);
  dg_run_epochs_insert (self->saved, found);
  found->free_place = NULL;
  if (self->live != NULL && dg_live_epoch_get_epoch (self->live) <= epoch)
    g_clear_pointer (&self->live, dg_live_epoch_unref);
  g_mutex_unlock (&self->lock);
  list_epochs (self);
  g_signal_emit (self, signals[EPOCH_ADDED], 0, epoch);
}

/* Takes over @subset. */
static void
take_subset (DgRun *self, DgSubset *subset)
{
  gboolean same = dg_subset_equal (self->subset, subset);

  g_clear_pointer (&self->subset, dg_subset_unref);
  self->subset = subset;
  if (!same)
    g_signal_emit (self, signals[SUBSET_CHANGED], 0);
}

gboolean
dg_run_refresh_subset (DgRun *self, GError **error)
{
  DgSubset *subset;

  if (!dg_subset_load (self->source->path, self->source->n, &subset, error))
    return FALSE;
  take_subset (self, subset);
  return TRUE;
}

gboolean
dg_run_refresh_epochs (DgRun *self, GError **error)
{
  g_autoptr (DgRun) guard = g_object_ref (self);
  g_autoptr (GArray) found = dg_run_epochs_new ();
  g_autoptr (GArray) metrics = g_array_ref (self->source->metrics);
  gboolean whole = self->source->class->scan (self->source, self->saved, found, NULL, error);

  if (self->source->metrics != metrics)
    g_signal_emit (self, signals[METRICS_CHANGED], 0);
  for (guint i = 0; i < found->len; i++)
    add_epoch (self, &g_array_index (found, DgRunEpoch, i));
  if (self->source->outgrown)
    g_signal_emit (self, signals[OUTGROWN], 0);
  return whole;
}

gboolean
dg_run_refresh (DgRun *self, GError **error)
{
  g_autoptr (DgRun) guard = g_object_ref (self);

  return dg_run_refresh_epochs (self, error) && dg_run_refresh_subset (self, error);
}

/* The live epoch */

static gboolean
is_superseded (DgRun *self, DgLiveEpoch *live)
{
  return self->saved->len > 0 && get_saved (self, self->saved->len - 1) >= dg_live_epoch_get_epoch (live);
}

void
dg_run_set_live_epoch (DgRun *self, DgLiveEpoch *live)
{
  guint before = dg_run_get_live_epoch (self);

  if (live != NULL && is_superseded (self, live))
    return;
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->live, dg_live_epoch_unref);
  self->live = live != NULL ? dg_live_epoch_ref (live) : NULL;
  g_mutex_unlock (&self->lock);
  list_epochs (self);
  if (live != NULL)
    g_signal_emit (self, signals[EPOCH_ADDED], 0, dg_live_epoch_get_epoch (live));
  else if (before != 0)
    g_signal_emit (self, signals[EPOCH_REMOVED], 0, before);
}

guint
dg_run_get_live_epoch (DgRun *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->live != NULL ? dg_live_epoch_get_epoch (self->live) : 0;
}

/* What the run is */

GFile *
dg_run_get_folder (DgRun *self)
{
  return self->folder;
}

const char *
dg_run_get_name (DgRun *self)
{
  return self->name;
}

const guint *
dg_run_get_epochs (DgRun *self, gsize *n)
{
  *n = self->epochs->len;
  return (const guint *) (const void *) self->epochs->data;
}

gboolean
dg_run_has_epoch (DgRun *self, guint epoch)
{
  return dg_run_epochs_find (self->saved, epoch) != NULL ||
         (epoch != 0 && dg_run_get_live_epoch (self) == epoch);
}

const DgRunLayer *
dg_run_get_layers (DgRun *self, gsize *n)
{
  *n = self->source->layers->len;
  return (const DgRunLayer *) self->source->layers->data;
}

const DgRunLayer *
dg_run_find_layer (DgRun *self, const char *name, gssize *channel, GError **error)
{
  return dg_layer_find (self->source->path, self->source->layers, name, channel, error);
}

const DgUnits *
dg_run_get_units (DgRun *self, gsize *n)
{
  *n = self->source->units != NULL ? self->source->units->len : 0;
  return *n > 0 ? (const DgUnits *) self->source->units->data : NULL;
}

const DgUnits *
dg_run_find_units (DgRun *self, const char *module, GError **error)
{
  const DgRunSource *source = self->source;

  return dg_weights_find_units (source->path, source->units, source->no_weights, module, error);
}

gsize
dg_run_get_n_samples (DgRun *self)
{
  return self->source->n;
}

const guint8 *
dg_run_get_labels (DgRun *self)
{
  return self->source->labels;
}

const gint64 *
dg_run_get_index (DgRun *self)
{
  return self->source->index;
}

guint
dg_run_get_n_classes (DgRun *self)
{
  return self->source->n_classes;
}

const char *
dg_run_get_class_name (DgRun *self, guint class_index)
{
  return class_index < dg_run_get_n_classes (self) ? self->source->class_names[class_index] : NULL;
}

DgSubset *
dg_run_get_subset (DgRun *self)
{
  return self->subset;
}

gboolean
dg_run_accept_subset (DgRun *self, DgSubset *subset, GError **error)
{
  g_assert (subset == NULL || subset->n_all == dg_run_get_n_samples (self));
  if (subset != NULL ? !dg_subset_save (subset, self->source->path, error)
                     : !dg_subset_remove (self->source->path, error))
    return FALSE;
  take_subset (self, subset != NULL ? dg_subset_ref (subset) : NULL);
  return TRUE;
}

gboolean
dg_run_get_image_size (DgRun *self, guint *height, guint *width, guint *channels)
{
  const DgImageArray *images = self->source->images;

  if (images == NULL)
    return FALSE;
  *height = images->height;
  *width = images->width;
  *channels = images->channels;
  return TRUE;
}

guint8 *
dg_run_load_images (DgRun *self, gsize first, gsize n, GError **error)
{
  const DgRunSource *source = self->source;

  g_return_val_if_fail (source->images != NULL && first <= source->n && n <= source->n - first, NULL);
  return dg_image_array_read (source->images, first, n, error);
}

const DgEpochMetrics *
dg_run_get_metrics (DgRun *self, gsize *n_metrics)
{
  *n_metrics = self->source->metrics->len;
  return (const DgEpochMetrics *) self->source->metrics->data;
}

const DgRunOptions *
dg_run_get_options (DgRun *self)
{
  return self->source->options;
}

const char *
dg_run_get_dataset_name (DgRun *self)
{
  return self->source->dataset_name;
}

gsize
dg_run_get_n_dataset (DgRun *self)
{
  return self->source->n_dataset;
}
