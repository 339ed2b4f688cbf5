/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/class-indices.h"
#include "run/class-names.h"
#include "run/file-error.h"
#include "run/layer.h"
#include "run/live-epoch.h"
#include "run/log-likelihood.h"
#include "run/open-epochs.h"
#include "run/reconstruction.h"
#include "run/run-source.h"
#include "run/weights.h"
#include "tendency/focus.h"

struct _DgRun
{
  GObject parent_instance;

  GFile *folder;
  char *name;
  DgRunSource *source;
  GArray *epochs; /* (element-type guint) saved and live */
  DgSubset *subset; /* nullable */

  GMutex lock;       /* over saved, live and open */
  GArray *saved;     /* of DgRunEpoch, ascending */
  DgLiveEpoch *live; /* nullable; newer than every saved epoch */
  DgOpenEpochs *open;
};

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

/* (transfer full) (nullable): the live epoch, where @epoch is that. */
static DgLiveEpoch *
ref_live (DgRun *self, guint epoch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->live == NULL || dg_live_epoch_get_epoch (self->live) != epoch)
    return NULL;
  return dg_live_epoch_ref (self->live);
}

/* (transfer full) (nullable): the outputs of a module. */
static DgTensor *
find_live (DgRun *self, guint epoch, const char *name)
{
  g_autoptr (DgLiveEpoch) live = ref_live (self, epoch);
  DgTensor *tensor = live != NULL ? dg_live_epoch_find (live, name) : NULL;

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

/* Outputs */

/* (transfer full) the arrays of @epoch. */
static DgArrayFile *
get_outputs (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const DgRunEpoch *saved = dg_run_source_find_epoch (self->source, self->saved, epoch, error);
  DgArrayFile *outputs;

  if (saved == NULL)
    return NULL;
  outputs = dg_open_epochs_find (self->open, epoch);
  if (outputs != NULL)
    return outputs;
  outputs = self->source->class->open (self->source, saved, error);
  if (outputs != NULL)
    dg_open_epochs_add (self->open, epoch, outputs);
  return outputs;
}

/* Whether @fault is that a file which was kept open has been written again: then it is opened anew the next time. */
static gboolean
forget_changed (DgRun *self, guint epoch, const GError *fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_error_matches (fault, DG_ERROR, DG_ERROR_CHANGED) && dg_open_epochs_drop (self->open, epoch);
}

/* (transfer full): a module's outputs, or one channel of them, as they are in the file. */
static DgTensor *
read_saved (DgRun *self, guint epoch, const char *name, gssize channel, GError **error)
{
  g_autoptr (DgArrayFile) outputs = get_outputs (self, epoch, error);
  g_autoptr (DgTensor) tensor = NULL;
  gsize row;

  if (outputs == NULL)
    return NULL;
  tensor = dg_array_file_load (outputs, dg_array_file_find (outputs, name), error);
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
      dg_set_file_error (error, DG_ERROR_VALUE, dg_array_file_get_path (outputs),
                         _("row %zu of the layer “%s” holds a value that is not finite"), row, name);
      return NULL;
    }
  return g_steal_pointer (&tensor);
}

/* (transfer full): the same, of a file that may have been written again. */
static DgTensor *
load_saved (DgRun *self, guint epoch, const char *name, gssize channel, GError **error)
{
  g_autoptr (GError) fault = NULL;
  DgTensor *tensor = read_saved (self, epoch, name, channel, &fault);

  if (tensor != NULL || forget_changed (self, epoch, fault))
    return tensor != NULL ? tensor : read_saved (self, epoch, name, channel, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
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
  const DgRunLayer *found = dg_layer_find (self->source->path, self->source->layers, layer, &channel, error);

  return found != NULL ? load_tensor (self, epoch, found->name, channel, error) : NULL;
}

gboolean
dg_run_has_log_likelihood (DgRun *self)
{
  return self->source->log_likelihood != NULL;
}

DgTensor *
dg_run_load_log_likelihood (DgRun *self, guint epoch, GError **error)
{
  const char *name = self->source->log_likelihood;
  g_autoptr (DgTensor) values = NULL;

  if (name == NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, self->source->path, _("the run holds no log-likelihoods"));
      return NULL;
    }
  values = load_tensor (self, epoch, name, -1, error);
  return values != NULL && self->source->are_logits ? dg_log_likelihood_of_logits (values) : g_steal_pointer (&values);
}

gboolean
dg_run_has_predictions (DgRun *self)
{
  return self->source->log_likelihood != NULL || self->source->predictions != NULL;
}

/* (transfer full): the predicted classes that are saved as such. */
static guint8 *
read_saved_predictions (DgRun *self, guint epoch, GError **error)
{
  const DgRunSource *source = self->source;
  g_autoptr (DgArrayFile) outputs = get_outputs (self, epoch, error);
  g_autofree guint8 *said = NULL;

  if (outputs == NULL)
    return NULL;
  said = dg_class_indices_load (outputs, dg_array_file_find (outputs, source->predictions), source->n, error);
  if (said != NULL && dg_class_indices_count (said, source->n) > source->n_classes)
    {
      dg_set_file_error (error, DG_ERROR_VALUE, dg_array_file_get_path (outputs),
                         _("“%s” has the class %u, but there are %u; %s can name more"), source->predictions,
                         dg_class_indices_count (said, source->n) - 1, source->n_classes, DG_CLASS_NAMES_FILE);
      return NULL;
    }
  return g_steal_pointer (&said);
}

/* (transfer full): the same, of a file that may have been written again. */
static guint8 *
load_saved_predictions (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (GError) fault = NULL;
  guint8 *said = read_saved_predictions (self, epoch, &fault);

  if (said != NULL || forget_changed (self, epoch, fault))
    return said != NULL ? said : read_saved_predictions (self, epoch, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

guint8 *
dg_run_load_predictions (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (DgTensor) log_likelihood = NULL;

  if (!dg_run_has_predictions (self))
    {
      dg_set_file_error (error, DG_ERROR_NAME, self->source->path, _("the run does not say what the network predicted"));
      return NULL;
    }
  if (self->source->predictions != NULL)
    return load_saved_predictions (self, epoch, error);
  log_likelihood = dg_run_load_log_likelihood (self, epoch, error);
  return log_likelihood != NULL ? dg_focus_predict (log_likelihood) : NULL;
}

gboolean
dg_run_has_reconstruction (DgRun *self)
{
  return self->source->reconstruction != NULL;
}

DgTensor *
dg_run_load_reconstruction (DgRun *self, guint epoch, GError **error)
{
  const DgRunSource *source = self->source;
  const DgImageArray *images = source->images;
  g_autoptr (DgTensor) tensor = NULL;

  if (source->reconstruction == NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, source->path, _("the run holds no reconstructions"));
      return NULL;
    }
  tensor = load_tensor (self, epoch, source->reconstruction, -1, error);
  if (tensor == NULL)
    return NULL;
  if (dg_tensor_get_row_length (tensor) != (gsize) images->channels * images->height * images->width)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, source->path, _("“%s” of epoch %u is not of the images' size"),
                         source->reconstruction, epoch);
      return NULL;
    }
  return dg_reconstruction_shape (tensor, images->channels, images->height, images->width);
}

double *
dg_run_compute_reconstruction_errors (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (DgTensor) reconstruction = dg_run_load_reconstruction (self, epoch, error);
  g_autofree guint8 *pixels =
    reconstruction != NULL ? dg_run_load_images (self, 0, self->source->n, error) : NULL;

  return pixels != NULL ? dg_reconstruction_compute_errors (reconstruction, pixels) : NULL;
}

/* Weights */

/* (transfer full): the parameters of @epoch. */
static DgArrayFile *
open_weights (DgRun *self, guint epoch, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const DgRunEpoch *saved = dg_run_source_find_epoch (self->source, self->saved, epoch, error);

  return saved != NULL ? self->source->class->open_weights (self->source, saved, error) : NULL;
}

/* (transfer full) (nullable) */
static DgTensor *
find_parameter (const DgLiveEpoch *live, const DgUnits *units, const char *parameter)
{
  g_autofree char *name = dg_weights_name (units, parameter);
  DgTensor *tensor = dg_live_epoch_find (live, name);

  return tensor != NULL ? dg_tensor_ref (tensor) : NULL;
}

DgTensor *
dg_run_load_weights (DgRun *self, guint epoch, const char *module, DgTensor **biases, GError **error)
{
  const DgUnits *units = dg_run_find_units (self, module, error);
  g_autoptr (DgLiveEpoch) live = units != NULL ? ref_live (self, epoch) : NULL;
  g_autoptr (DgTensor) weights = live != NULL ? find_parameter (live, units, "weight") : NULL;
  g_autoptr (DgArrayFile) file = NULL;

  if (weights != NULL)
    {
      if (biases != NULL)
        *biases = find_parameter (live, units, "bias");
      return g_steal_pointer (&weights);
    }
  file = units != NULL ? open_weights (self, epoch, error) : NULL;
  return file != NULL ? dg_weights_load (file, units, biases, error) : NULL;
}
