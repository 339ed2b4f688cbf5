/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/analysis.h"
#include "run/epoch-list.h"
#include "run/file-error.h"
#include "run/layer.h"
#include "run/live-epoch.h"
#include "run/manifest.h"
#include "run/metrics.h"
#include "run/snapshot.h"

/* Epochs whose outputs are kept mapped. */
#define N_OPEN 8

typedef struct
{
  guint epoch;
  DgSafetensors *outputs;
} OpenEpoch;

struct _DgRun
{
  GObject parent_instance;

  GFile *folder;
  char *path, *name;
  DgManifest *manifest; /* all but saved is immutable */
  DgAnalysis *analysis;
  GArray *metrics; /* of DgEpochMetrics */
  GArray *epochs;  /* (element-type guint) saved and live */

  GMutex lock; /* over manifest->saved, live and open */
  DgLiveEpoch *live; /* nullable; newer than every saved epoch */
  GArray *open; /* of OpenEpoch, the latest used last, at most N_OPEN */
};

enum
{
  EPOCH_ADDED,
  EPOCH_REMOVED,
  METRICS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgRun, dg_run, G_TYPE_OBJECT)

static void
open_epoch_clear (OpenEpoch *open)
{
  dg_safetensors_unref (open->outputs);
}

static void
dg_run_finalize (GObject *object)
{
  DgRun *self = DG_RUN (object);

  g_clear_object (&self->folder);
  g_free (self->path);
  g_free (self->name);
  g_clear_pointer (&self->manifest, dg_manifest_free);
  g_clear_pointer (&self->analysis, dg_analysis_free);
  g_clear_pointer (&self->metrics, g_array_unref);
  g_clear_pointer (&self->live, dg_live_epoch_unref);
  g_array_unref (self->epochs);
  g_array_unref (self->open);
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
}

static void
dg_run_init (DgRun *self)
{
  g_mutex_init (&self->lock);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->open = g_array_new (FALSE, FALSE, sizeof (OpenEpoch));
  g_array_set_clear_func (self->open, (GDestroyNotify) open_epoch_clear);
}

/* After a change of the saved epochs or the live one. */
static void
list_epochs (DgRun *self)
{
  GArray *saved = self->manifest->saved;

  g_array_set_size (self->epochs, 0);
  if (saved->len > 0)
    g_array_append_vals (self->epochs, saved->data, saved->len);
  if (self->live != NULL)
    g_array_append_val (self->epochs, (guint){ dg_live_epoch_get_epoch (self->live) });
}

/* Opening */

static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *manifest = dg_manifest_get_path (path);

  if (g_file_test (manifest, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("%s: there is no such folder"), path);
  else
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a run: it holds no run.json"));
  return FALSE;
}

static gboolean
load (DgRun *self, GCancellable *cancellable, GError **error)
{
  if (!check_folder (self->path, error))
    return FALSE;
  self->manifest = dg_manifest_load (self->path, error);
  if (self->manifest == NULL)
    return FALSE;
  self->analysis = dg_analysis_load (self->path, g_strv_length (self->manifest->class_names),
                                     self->manifest->n_dataset, error);
  self->metrics = self->analysis != NULL ? dg_metrics_load (self->path, error) : NULL;
  if (self->metrics == NULL)
    return FALSE;
  for (guint i = 0; i < self->manifest->saved->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !dg_snapshot_check (self->path, g_array_index (self->manifest->saved, guint, i), self->manifest,
                            self->analysis->n, error))
      return FALSE;
  list_epochs (self);
  return TRUE;
}

DgRun *
dg_run_open (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgRun) self = g_object_new (DG_TYPE_RUN, NULL);
  g_autofree char *base = g_file_get_basename (folder);

  self->folder = g_object_ref (folder);
  self->path = g_file_get_path (folder);
  self->name = base != NULL ? g_filename_display_name (base) : g_strdup ("");
  if (self->path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("%s: is not on this machine's file system"), uri);
      return NULL;
    }
  return load (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/* Refreshing */

static gboolean
is_same_run (const DgManifest *a, const DgManifest *b)
{
  if (strcmp (a->dataset_sha256, b->dataset_sha256) != 0 || a->layers->len != b->layers->len ||
      a->options->training.seed != b->options->training.seed ||
      strcmp (a->options->network, b->options->network) != 0)
    return FALSE;
  for (guint i = 0; i < a->layers->len; i++)
    if (strcmp (g_array_index (a->layers, DgRunLayer, i).name,
                g_array_index (b->layers, DgRunLayer, i).name) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
metrics_are_equal (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DgEpochMetrics *x = &g_array_index (a, DgEpochMetrics, i);
      const DgEpochMetrics *y = &g_array_index (b, DgEpochMetrics, i);

      if (x->epoch != y->epoch || x->train_loss != y->train_loss || x->train_accuracy != y->train_accuracy ||
          x->test_loss != y->test_loss || x->test_accuracy != y->test_accuracy || x->seconds != y->seconds)
        return FALSE;
    }
  return TRUE;
}

/* Takes over what @saved has, an epoch at a time, so that each signal meets the run as it then was. */
static gboolean
add_epochs (DgRun *self, GArray *saved, GError **error)
{
  for (guint i = 0; i < saved->len; i++)
    {
      guint epoch = g_array_index (saved, guint, i);

      if (dg_manifest_is_saved (self->manifest, epoch))
        continue;
      if (!dg_snapshot_check (self->path, epoch, self->manifest, self->analysis->n, error))
        return FALSE;
      g_mutex_lock (&self->lock);
      dg_manifest_add_saved (self->manifest, epoch);
      if (self->live != NULL && dg_live_epoch_get_epoch (self->live) <= epoch)
        g_clear_pointer (&self->live, dg_live_epoch_unref);
      g_mutex_unlock (&self->lock);
      list_epochs (self);
      g_signal_emit (self, signals[EPOCH_ADDED], 0, epoch);
    }
  return TRUE;
}

gboolean
dg_run_refresh (DgRun *self, GError **error)
{
  g_autoptr (DgRun) guard = g_object_ref (self);
  g_autoptr (DgManifest) manifest = dg_manifest_load (self->path, error);
  g_autoptr (GArray) metrics = manifest != NULL ? dg_metrics_load (self->path, error) : NULL;

  if (metrics == NULL)
    return FALSE;
  if (!is_same_run (self->manifest, manifest))
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, self->path,
                         _("another run has taken the place of the opened one"));
      return FALSE;
    }
  self->manifest->options->epochs = manifest->options->epochs;
  if (!metrics_are_equal (self->metrics, metrics))
    {
      g_array_unref (self->metrics);
      self->metrics = g_steal_pointer (&metrics);
      g_signal_emit (self, signals[METRICS_CHANGED], 0);
    }
  return add_epochs (self, manifest->saved, error);
}

/* The live epoch */

static gboolean
is_superseded (DgRun *self, DgLiveEpoch *live)
{
  GArray *saved = self->manifest->saved;

  return saved->len > 0 && g_array_index (saved, guint, saved->len - 1) >= dg_live_epoch_get_epoch (live);
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

/* (transfer full) (nullable): the outputs of a module where @epoch is the live one. */
static DgTensor *
find_live (DgRun *self, guint epoch, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  DgTensor *tensor = NULL;

  if (self->live != NULL && dg_live_epoch_get_epoch (self->live) == epoch)
    tensor = dg_live_epoch_find (self->live, name);
  return tensor != NULL ? dg_tensor_ref (tensor) : NULL;
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
  return dg_manifest_is_saved (self->manifest, epoch) ||
         (epoch != 0 && dg_run_get_live_epoch (self) == epoch);
}

const DgRunLayer *
dg_run_get_layers (DgRun *self, gsize *n)
{
  *n = self->manifest->layers->len;
  return (const DgRunLayer *) self->manifest->layers->data;
}

const DgRunLayer *
dg_run_find_layer (DgRun *self, const char *name, gssize *channel, GError **error)
{
  return dg_layer_find (self->path, self->manifest->layers, name, channel, error);
}

gsize
dg_run_get_n_samples (DgRun *self)
{
  return self->analysis->n;
}

const guint8 *
dg_run_get_labels (DgRun *self)
{
  return self->analysis->labels;
}

const gint64 *
dg_run_get_index (DgRun *self)
{
  return self->analysis->index;
}

guint
dg_run_get_n_classes (DgRun *self)
{
  return g_strv_length (self->manifest->class_names);
}

const char *
dg_run_get_class_name (DgRun *self, guint class_index)
{
  return class_index < dg_run_get_n_classes (self) ? self->manifest->class_names[class_index] : NULL;
}

const guint8 *
dg_run_get_image (DgRun *self, gsize sample, guint *height, guint *width, guint *channels)
{
  const DgAnalysis *analysis = self->analysis;

  g_return_val_if_fail (sample < analysis->n, NULL);
  *height = analysis->height;
  *width = analysis->width;
  *channels = analysis->channels;
  return analysis->pixels + sample * analysis->height * analysis->width * analysis->channels;
}

const DgEpochMetrics *
dg_run_get_metrics (DgRun *self, gsize *n_metrics)
{
  *n_metrics = self->metrics->len;
  return (const DgEpochMetrics *) self->metrics->data;
}

const DgRunOptions *
dg_run_get_options (DgRun *self)
{
  return self->manifest->options;
}

const char *
dg_run_get_dataset_name (DgRun *self)
{
  return self->manifest->dataset_name;
}

gsize
dg_run_get_n_dataset (DgRun *self)
{
  return self->manifest->n_dataset;
}

/* Outputs */

static void
set_epoch_error (DgRun *self, guint epoch, GError **error)
{
  GArray *saved = self->manifest->saved;
  g_autofree char *exist = dg_epoch_list_to_string ((const guint *) saved->data, saved->len);

  if (saved->len == 0)
    dg_set_file_error (error, DG_ERROR_NAME, self->path, _("there is no epoch %u: none has been saved yet"),
                       epoch);
  else
    dg_set_file_error (error, DG_ERROR_NAME, self->path, _("there is no epoch %u; there are: %s"), epoch,
                       exist);
}

/* With the lock held: (transfer full) the file of @epoch where it is open, moved to the end of the queue. */
static DgSafetensors *
look_up_open (DgRun *self, guint epoch)
{
  for (guint i = 0; i < self->open->len; i++)
    {
      OpenEpoch open = g_array_index (self->open, OpenEpoch, i);

      if (open.epoch != epoch)
        continue;
      dg_safetensors_ref (open.outputs);
      g_array_remove_index (self->open, i);
      dg_safetensors_ref (open.outputs);
      g_array_append_val (self->open, open);
      return open.outputs;
    }
  return NULL;
}

/* (transfer full) the mapped outputs of @epoch. */
static DgSafetensors *
get_outputs (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  DgSafetensors *outputs;

  if (!dg_manifest_is_saved (self->manifest, epoch))
    {
      set_epoch_error (self, epoch, error);
      return NULL;
    }
  outputs = look_up_open (self, epoch);
  if (outputs == NULL)
    {
      outputs = dg_snapshot_open_outputs (self->path, epoch, self->manifest, self->analysis->n, error);
      if (outputs == NULL)
        return NULL;
      if (self->open->len == N_OPEN)
        g_array_remove_index (self->open, 0);
      g_array_append_val (self->open, ((OpenEpoch) { epoch, dg_safetensors_ref (outputs) }));
    }
  return outputs;
}

/* (transfer full): a module's outputs, or one channel of them, as they are saved. */
static DgTensor *
load_saved (DgRun *self, guint epoch, const char *name, gssize channel, GError **error)
{
  g_autoptr (DgSafetensors) outputs = get_outputs (self, epoch, error);
  const DgSafetensorsEntry *entry = outputs != NULL ? dg_safetensors_find (outputs, name, error) : NULL;
  g_autoptr (DgTensor) tensor = entry != NULL ? dg_safetensors_load (outputs, entry) : NULL;
  gsize row;

  if (tensor == NULL)
    return NULL;
  if (channel >= 0)
    {
      DgTensor *plane = dg_tensor_copy_channel (tensor, channel);

      dg_tensor_unref (tensor);
      tensor = plane;
    }
  if (dg_tensor_find_not_finite (tensor, &row))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, dg_safetensors_get_path (outputs),
                         _("row %zu of the layer “%s” holds a value that is not finite"), row, name);
      return NULL;
    }
  return g_steal_pointer (&tensor);
}

static DgTensor *
load_tensor (DgRun *self, guint epoch, const char *name, gssize channel, GError **error)
{
  g_autoptr (DgTensor) live = find_live (self, epoch, name);

  if (live == NULL)
    return load_saved (self, epoch, name, channel, error);
  return channel >= 0 ? dg_tensor_copy_channel (live, channel) : g_steal_pointer (&live);
}

DgTensor *
dg_run_load_outputs (DgRun *self, guint epoch, const char *layer, GError **error)
{
  gssize channel;
  const DgRunLayer *found = dg_layer_find (self->path, self->manifest->layers, layer, &channel, error);

  return found != NULL ? load_tensor (self, epoch, found->name, channel, error) : NULL;
}

DgTensor *
dg_run_load_log_likelihood (DgRun *self, guint epoch, GError **error)
{
  const char *name = self->manifest->log_likelihood;

  if (name == NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, self->path, _("the run holds no log-likelihoods"));
      return NULL;
    }
  return load_tensor (self, epoch, name, -1, error);
}
