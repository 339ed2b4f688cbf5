/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/training.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "run/analysis.h"
#include "run/atomic-file.h"
#include "run/checkpoint.h"
#include "run/choices.h"
#include "run/epoch-files.h"
#include "run/file-error.h"
#include "run/lock.h"
#include "run/metrics.h"
#include "run/run-source.h"

struct _DgTraining
{
  char *folder;
  int lock; /* descriptor, -1 while not taken */
  DgDataset *dataset;
  DgParallel *parallel;
  DgNetwork *network;
  DgTrainer *trainer;
  guint n_finished;

  DgRunWriter *writer;
  DgManifest *manifest; /* the writer's once there is one */
  GArray *metrics; /* likewise */

  guint32 *index; /* (n) rows of the test split: the analysis set */
  gsize n;
  char **names; /* modules whose outputs are kept */
};

void
dg_training_free (DgTraining *self)
{
  if (self->writer != NULL)
    dg_run_writer_free (self->writer);
  else
    {
      g_clear_pointer (&self->manifest, dg_manifest_free);
      g_clear_pointer (&self->metrics, g_array_unref);
    }
  g_clear_pointer (&self->trainer, dg_trainer_free);
  g_clear_pointer (&self->network, dg_network_free);
  g_clear_pointer (&self->parallel, dg_parallel_free);
  g_clear_pointer (&self->dataset, dg_dataset_free);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->index);
  g_strfreev (self->names);
  g_free (self->folder);
  g_free (self);
}

static DgTraining *
training_new (const char *folder)
{
  DgTraining *self = g_new0 (DgTraining, 1);

  self->folder = g_strdup (folder);
  self->lock = -1;
  return self;
}

/* The network of @options on its dataset, with initial weights. */
static gboolean
build (DgTraining *self, const DgRunOptions *options, GCancellable *cancellable, GError **error)
{
  DgNetworkSizes sizes;

  self->dataset = dg_dataset_open (options->data, cancellable, error);
  if (self->dataset == NULL)
    return FALSE;
  sizes = dg_network_sizes_get (self->dataset);
  self->network = dg_network_new (options->network, &sizes, options->training.seed, error);
  if (self->network == NULL)
    return FALSE;
  self->parallel = dg_parallel_new (options->threads);
  self->trainer = dg_trainer_new (self->network, self->dataset, self->parallel, &options->training, error);
  return self->trainer != NULL;
}

static void
measure_input_scale (DgTraining *self)
{
  DgInputScale scale = dg_input_scale_measure (dg_dataset_get_images (self->dataset, DG_SPLIT_TRAIN));

  dg_network_set_input_scale (self->network, &scale);
}

/* The modules whose outputs a snapshot holds: the layers, and the log-likelihoods or reconstructions where they
 * are none of them. */
static void
choose_names (DgTraining *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  char **layers = self->manifest->options->layers;
  const DgManifest *manifest = self->manifest;
  const char *last = manifest->log_likelihood != NULL ? manifest->log_likelihood : manifest->reconstruction;

  g_strv_builder_addv (names, (const char **) layers);
  if (last != NULL && !g_strv_contains ((const char *const *) layers, last))
    g_strv_builder_add (names, last);
  self->names = g_strv_builder_end (names);
}

/* (element-type DgTensor) (n, …) of the analysis set, for each of the names. */
static GPtrArray *
compute_outputs (DgTraining *self, GError **error)
{
  const DgImages *images = dg_dataset_get_images (self->dataset, DG_SPLIT_TEST);

  return dg_network_compute_outputs (self->network, self->parallel, images, self->index, self->n,
                                     (const char *const *) self->names, error);
}

static DgSnapshot *
take_snapshot (DgTraining *self, const DgTrainerState *state, GError **error)
{
  g_autoptr (GPtrArray) outputs = compute_outputs (self, error);

  if (outputs == NULL)
    return NULL;
  return dg_snapshot_new (self->manifest, (const char *const *) self->names, outputs, self->network, state);
}

/* A new run */

static gboolean
has_snapshots (const char *folder, const char *part)
{
  g_autofree char *path = g_build_filename (folder, part, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "epoch_"))
      return TRUE;
  return FALSE;
}

static gboolean
check_no_run (const char *folder, GError **error)
{
  g_autofree char *manifest = dg_manifest_get_path (folder);
  g_autofree char *name = g_filename_display_name (folder);

  if (g_file_test (manifest, G_FILE_TEST_EXISTS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 _("%s: holds a run already; resume it or choose another folder"), name);
  else if (has_snapshots (folder, "outputs") || has_snapshots (folder, "weights") || dg_run_source_is_at (folder))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 _("%s: holds epochs of another run; choose another folder"), name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
make_folder (const char *folder, const char *part, GError **error)
{
  g_autofree char *path = g_build_filename (folder, part, NULL);

  if (g_mkdir_with_parents (path, 0777) == 0)
    return TRUE;
  dg_set_system_error (error, errno, path, _("cannot be made"));
  return FALSE;
}

static void
remove_left_overs (const char *folder)
{
  g_autofree char *outputs = g_build_filename (folder, "outputs", NULL);
  g_autofree char *weights = g_build_filename (folder, "weights", NULL);

  dg_atomic_file_remove_left_overs (folder);
  dg_atomic_file_remove_left_overs (outputs);
  dg_atomic_file_remove_left_overs (weights);
}

static gboolean
prepare_folder (DgTraining *self, GError **error)
{
  if (!make_folder (self->folder, NULL, error))
    return FALSE;
  self->lock = dg_lock_take (self->folder, error);
  if (self->lock < 0 || !check_no_run (self->folder, error))
    return FALSE;
  remove_left_overs (self->folder);
  return make_folder (self->folder, "outputs", error) && make_folder (self->folder, "weights", error);
}

static char **
copy_class_names (DgDataset *dataset)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < dg_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (names, dg_dataset_get_class_name (dataset, i));
  return g_strv_builder_end (names);
}

static gboolean
describe_run (DgTraining *self, const DgRunOptions *options, GError **error)
{
  guint n_modules = dg_network_get_n_modules (self->network);
  const DgModuleInfo *last = dg_network_get_module_info (self->network, n_modules - 1);
  g_auto (GStrv) layers = dg_choices_get_layers (self->network, (const char *const *) options->layers, error);
  DgManifest *manifest = self->manifest = dg_manifest_new ();

  manifest->options = dg_run_options_copy (options);
  if (layers == NULL)
    return FALSE;
  g_strfreev (manifest->options->layers);
  manifest->options->layers = g_strdupv (layers);
  g_free (manifest->options->network);
  manifest->options->network = g_strdup (dg_network_get_description (self->network));
  manifest->dataset_name = g_strdup (dg_dataset_get_name (self->dataset));
  manifest->dataset_sha256 = g_strdup (dg_dataset_get_sha256 (self->dataset));
  manifest->class_names = copy_class_names (self->dataset);
  manifest->n_dataset = dg_dataset_get_images (self->dataset, DG_SPLIT_TEST)->n;
  manifest->input_scale = *dg_network_get_input_scale (self->network);
  for (guint i = 0; i < n_modules; i++)
    {
      const DgModuleInfo *info = dg_network_get_module_info (self->network, i);

      if (g_strv_contains ((const char *const *) layers, info->name))
        dg_manifest_add_layer (manifest, info->name, info->n_dims, info->shape);
    }
  if (dg_network_get_loss (self->network) == DG_LOSS_NLL)
    manifest->log_likelihood = g_strdup (last->name);
  else
    manifest->reconstruction = g_strdup (last->name);
  return TRUE;
}

/* Everything but run.json, whose being there makes the folder a run, and then run.json. */
static gboolean
write_start (DgTraining *self, GError **error)
{
  g_autoptr (DgTrainerState) state = dg_trainer_get_state (self->trainer);
  const DgImages *images = dg_dataset_get_images (self->dataset, DG_SPLIT_TEST);

  return dg_analysis_save (images, self->index, self->n, self->folder, error) &&
         dg_metrics_save (self->metrics, self->folder, error) &&
         dg_checkpoint_save (state, self->folder, error) &&
         dg_manifest_save (self->manifest, self->folder, error);
}

static int
compare_epochs (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* (transfer full) @options as they mean the same from any folder, with the epochs to save ascending. */
static DgRunOptions *
normalise_options (const DgRunOptions *options)
{
  DgRunOptions *copy = dg_run_options_copy (options);
  gsize n = 0;

  if (strcmp (copy->data, "digits") != 0)
    {
      g_free (copy->data);
      copy->data = g_canonicalize_filename (options->data, NULL);
    }
  if (copy->save == NULL)
    return copy;
  qsort (copy->save, copy->n_save, sizeof *copy->save, compare_epochs);
  for (gsize i = 0; i < copy->n_save; i++)
    if (copy->save[i] > 0 && (n == 0 || copy->save[n - 1] != copy->save[i]))
      copy->save[n++] = copy->save[i];
  copy->n_save = n;
  return copy;
}

DgTraining *
dg_training_new (const char *folder, const DgRunOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTraining) self = training_new (folder);
  g_autoptr (DgRunOptions) normal = NULL;

  if (!dg_choices_check (options, error) || !check_no_run (folder, error))
    return NULL;
  normal = normalise_options (options);
  if (!build (self, normal, cancellable, error))
    return NULL;
  measure_input_scale (self);
  if (!describe_run (self, normal, error) || !prepare_folder (self, error))
    return NULL;
  self->index = dg_dataset_draw_sample (self->dataset, DG_SPLIT_TEST, normal->analysis, normal->training.seed,
                                        &self->n);
  self->metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  choose_names (self);
  if (!write_start (self, error))
    return NULL;
  self->writer = dg_run_writer_new (folder, self->manifest, self->metrics);
  return g_steal_pointer (&self);
}

/* Resuming */

static gboolean
check_dataset (DgTraining *self, GError **error)
{
  if (strcmp (self->manifest->dataset_sha256, dg_dataset_get_sha256 (self->dataset)) == 0)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_MISMATCH, self->manifest->options->data,
                     _("the dataset is not the one this run was trained on"));
  return FALSE;
}

/* Runs of older versions say nothing of it, and have the default scale, which is the network's already. */
static gboolean
restore_input_scale (DgTraining *self, GError **error)
{
  const DgInputScale *scale = &self->manifest->input_scale;
  guint n_channels = dg_dataset_get_images (self->dataset, DG_SPLIT_TRAIN)->channels;
  g_autofree char *path = dg_manifest_get_path (self->folder);

  if (scale->n_channels == n_channels)
    dg_network_set_input_scale (self->network, scale);
  if (scale->n_channels == n_channels || scale->n_channels == 0)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("“input” is for %u channels, the images have %u"),
                     scale->n_channels, n_channels);
  return FALSE;
}

static gboolean
restore_state (DgTraining *self, guint epochs, GError **error)
{
  g_autoptr (DgTrainerState) state = dg_checkpoint_load (self->folder, error);
  g_autofree char *name = g_filename_display_name (self->folder);

  if (state == NULL)
    return FALSE;
  if (!dg_trainer_set_state (self->trainer, state, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  if (epochs > 0 && epochs < state->epoch)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("%s: %u epochs have been trained already, more than %u"), name, state->epoch, epochs);
      return FALSE;
    }
  self->n_finished = state->epoch;
  return TRUE;
}

/* Drops the rows of epochs that ended after the checkpoint, which are going to be trained again. */
static gboolean
restore_metrics (DgTraining *self, GError **error)
{
  self->metrics = dg_metrics_load (self->folder, error);
  if (self->metrics == NULL)
    return FALSE;
  while (self->metrics->len > 0 &&
         g_array_index (self->metrics, DgEpochMetrics, self->metrics->len - 1).epoch > self->n_finished)
    g_array_set_size (self->metrics, self->metrics->len - 1);
  return dg_metrics_save (self->metrics, self->folder, error);
}

static gboolean
restore_analysis (DgTraining *self, GError **error)
{
  g_autoptr (DgAnalysis) analysis =
    dg_analysis_load (self->folder, dg_dataset_get_n_classes (self->dataset),
                      dg_dataset_get_images (self->dataset, DG_SPLIT_TEST)->n, error);

  if (analysis == NULL)
    return FALSE;
  self->n = analysis->n;
  self->index = g_new (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->index[i] = analysis->index[i];
  return TRUE;
}

/* Lists the snapshots that were complete before the run could say so: of those that are there, as a checkpoint may
 * claim any number of epochs. */
static void
find_snapshots (DgTraining *self)
{
  g_autofree char *outputs = g_build_filename (self->folder, "outputs", NULL);
  g_autoptr (GArray) files = dg_epoch_files_list (outputs, NULL);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      guint epoch = g_array_index (files, DgEpochFile, i).epoch;

      if (epoch >= 1 && epoch <= self->n_finished && dg_choices_keep_epoch (self->manifest->options, epoch) &&
          dg_snapshot_check (self->folder, epoch, self->manifest, self->n, NULL))
        dg_manifest_add_saved (self->manifest, epoch);
    }
}

/* The last finished epoch may be the last of all only now that fewer are to be trained; its weights are at hand. */
static gboolean
save_last (DgTraining *self, GError **error)
{
  g_autoptr (DgTrainerState) state = NULL;
  g_autoptr (DgSnapshot) snapshot = NULL;

  if (self->n_finished == 0 || self->n_finished != self->manifest->options->epochs ||
      dg_manifest_is_saved (self->manifest, self->n_finished) ||
      !dg_choices_keep_epoch (self->manifest->options, self->n_finished))
    return TRUE;
  state = dg_trainer_get_state (self->trainer);
  snapshot = take_snapshot (self, state, error);
  if (snapshot == NULL || !dg_snapshot_save (snapshot, self->folder, error))
    return FALSE;
  dg_manifest_add_saved (self->manifest, self->n_finished);
  return TRUE;
}

DgTraining *
dg_training_resume (const char *folder, guint epochs, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTraining) self = training_new (folder);
  g_autofree char *path = dg_manifest_get_path (folder);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, folder, _("is not a run: it holds no run.json"));
      return NULL;
    }
  self->lock = dg_lock_take (folder, error);
  if (self->lock < 0)
    return NULL;
  remove_left_overs (folder);
  self->manifest = dg_manifest_load (folder, error);
  if (self->manifest == NULL || !build (self, self->manifest->options, cancellable, error) ||
      !check_dataset (self, error) || !restore_input_scale (self, error) ||
      !restore_state (self, epochs, error) || !restore_metrics (self, error) || !restore_analysis (self, error))
    return NULL;
  find_snapshots (self);
  if (epochs > 0)
    self->manifest->options->epochs = epochs;
  choose_names (self);
  if (!save_last (self, error) || !dg_manifest_save (self->manifest, folder, error))
    return NULL;
  self->writer = dg_run_writer_new (folder, self->manifest, self->metrics);
  return g_steal_pointer (&self);
}

/* Training */

guint
dg_training_get_n_finished (const DgTraining *self)
{
  return self->n_finished;
}

guint
dg_training_get_n_epochs (const DgTraining *self)
{
  return self->manifest->options->epochs;
}

gsize
dg_training_get_n_samples (const DgTraining *self)
{
  return self->n;
}

DgRunWriter *
dg_training_get_writer (DgTraining *self)
{
  return self->writer;
}

gboolean
dg_training_run_epoch (DgTraining *self, DgTrainerProgressFunc progress, gpointer data, GError **error)
{
  g_autoptr (DgTrainerState) state = NULL;
  DgSnapshot *snapshot = NULL;
  DgEpochMetrics metrics;

  if (!dg_trainer_run_epoch (self->trainer, progress, data, &metrics, error))
    return FALSE;
  state = dg_trainer_get_state (self->trainer);
  if (dg_choices_keep_epoch (self->manifest->options, state->epoch))
    {
      snapshot = take_snapshot (self, state, error);
      if (snapshot == NULL)
        return FALSE;
    }
  self->n_finished = state->epoch;
  return dg_run_writer_add (self->writer, &metrics, g_steal_pointer (&state), snapshot, error);
}

/* Adds a copy of each parameter to @arrays, and its name to @names. */
static void
copy_parameters (DgTraining *self, GStrvBuilder *names, GPtrArray *arrays)
{
  for (guint i = 0; i < dg_network_get_n_parameters (self->network); i++)
    {
      const DgParameter *parameter = dg_network_get_parameter (self->network, i);
      DgTensor *copy = dg_tensor_new (parameter->n_dims, parameter->shape);

      memcpy (copy->data, parameter->data, dg_tensor_get_size (copy) * sizeof *copy->data);
      g_strv_builder_add (names, parameter->name);
      g_ptr_array_add (arrays, copy);
    }
}

gboolean
dg_training_share_epoch (DgTraining *self, DgLiveEpoch **live, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) arrays = NULL;
  g_auto (GStrv) names = NULL;
  gsize row;

  *live = NULL;
  if (dg_choices_keep_epoch (self->manifest->options, self->n_finished))
    return TRUE;
  arrays = compute_outputs (self, error);
  if (arrays == NULL)
    return FALSE;
  g_strv_builder_addv (builder, (const char **) self->names);
  copy_parameters (self, builder, arrays);
  for (guint i = 0; i < arrays->len; i++)
    if (dg_tensor_find_not_finite (g_ptr_array_index (arrays, i), &row))
      return TRUE;
  names = g_strv_builder_end (builder);
  *live = dg_live_epoch_new (self->n_finished, (const char *const *) names, arrays);
  return TRUE;
}
