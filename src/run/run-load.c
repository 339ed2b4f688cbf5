/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The run's side that reads what an epoch holds, from its files or from memory while it is live. */

#include <glib/gi18n-lib.h>

#include "run/class-indices.h"
#include "run/class-names.h"
#include "run/file-error.h"
#include "run/layer.h"
#include "run/log-likelihood.h"
#include "run/reconstruction.h"
#include "run/run-private.h"
#include "run/weights.h"
#include "tendency/focus.h"

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
