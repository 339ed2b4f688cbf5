/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/tensor.h"
#include "network/trainer.h"
#include "network/units.h"
#include "run/subset.h"

G_BEGIN_DECLS

#define DG_TYPE_RUN (dg_run_get_type ())
/* A run folder, opened. Properties and signals belong to the main context; the dg_run_load_* and dg_run_get_*
 * calls documented as such may be made from any thread. */
G_DECLARE_FINAL_TYPE (DgRun, dg_run, DG, RUN, GObject)

/**
 * DgRun::epoch-added:
 * @epoch: a snapshot that has just become readable, or the live epoch; a live epoch before it is gone
 *
 * DgRun::epoch-removed:
 * @epoch: the live epoch, which is gone with none in its place
 *
 * DgRun::metrics-changed: a row was added to dg_run_get_metrics()
 *
 * DgRun::outgrown: the folder, whose first epoch was not whole when it was opened, has come to hold more layers or more
 * that goes with them, which opening it anew will show. Emitted whenever that is met
 *
 * DgRun::subset-changed: dg_run_get_subset() is another
 */

/* Opens a folder as docs/formats.md describes it. Errors name file and fault: DG_ERROR_UNSUPPORTED for a
 * newer format, DG_ERROR_FORMAT for missing, truncated or foreign files, DG_ERROR_MISMATCH where they
 * disagree. */
DgRun *dg_run_open (GFile *folder, GCancellable *cancellable, GError **error);

/* Whether the folder holds anything that dg_run_open() takes for a run, whole or not. */
gboolean dg_run_is_at (GFile *folder);

GFile *dg_run_get_folder (DgRun *self);
const char *dg_run_get_name (DgRun *self); /* the folder's name */

/* Reads what has been added to the folder since, and emits the signals for it. For runs that are written
 * elsewhere. */
gboolean dg_run_refresh (DgRun *self, GError **error);

/* Its two parts: what training writes, and which samples are to be looked at. What cannot be read stays as it was. */
gboolean dg_run_refresh_epochs (DgRun *self, GError **error);
gboolean dg_run_refresh_subset (DgRun *self, GError **error);

const guint *dg_run_get_epochs (DgRun *self, gsize *n); /* (n) saved epochs and the live one, ascending */
gboolean dg_run_has_epoch (DgRun *self, guint epoch);

/* The newest finished epoch of a run in training where it is not saved, only held in memory until the next;
 * 0: none. Any thread. */
guint dg_run_get_live_epoch (DgRun *self);

/**
 * DgRunLayer:
 * @name: e.g. "P1"
 * @shape: (n_dims) of one sample's output: (channels, h, w) or (features)
 */
typedef struct
{
  char *name;
  guint n_dims;
  gsize shape[DG_TENSOR_MAX_DIMS];
} DgRunLayer;

const DgRunLayer *dg_run_get_layers (DgRun *self, gsize *n); /* (n) in the network's order */

/* The layer that @name names, whole or with a channel ("P1:0"); @channel receives the channel, or -1.
 * DG_ERROR_NAME lists the layers, or the channels, that exist. */
const DgRunLayer *dg_run_find_layer (DgRun *self, const char *name, gssize *channel, GError **error);

const DgUnits *dg_run_get_units (DgRun *self, gsize *n); /* (n) of the modules whose weights it holds, in their order */

/* DG_ERROR_NAME lists those modules, or says why there are none. */
const DgUnits *dg_run_find_units (DgRun *self, const char *module, GError **error);

/* The analysis set: any thread, borrowed for the life of the run. */
gsize dg_run_get_n_samples (DgRun *self);
const guint8 *dg_run_get_labels (DgRun *self); /* (n), or NULL */
const gint64 *dg_run_get_index (DgRun *self);  /* (n) rows in the dataset's test split, or NULL */
guint dg_run_get_n_classes (DgRun *self);      /* 0 without labels and predictions */
const char *dg_run_get_class_name (DgRun *self, guint class_index);

/* (nullable) the samples of the analysis set that alone are to be looked at; NULL: all. What the calls here give is of
 * all samples in any case. */
DgSubset *dg_run_get_subset (DgRun *self);

/* From now on, and when the folder is opened again, these are looked at; NULL: all. Errors: those of
 * dg_subset_save() and dg_subset_remove(); nothing has changed then. */
gboolean dg_run_accept_subset (DgRun *self, DgSubset *subset, GError **error);

/* FALSE where the run has no images; then nothing is set. */
gboolean dg_run_get_image_size (DgRun *self, guint *height, guint *width, guint *channels);

/* (transfer full) the images of @n samples from @first on: (n, height, width, channels) values 0 … 255, ink bright. Not
 * to be called where there are none. Errors: those of dg_array_file_read(), where many are not kept in memory. */
guint8 *dg_run_load_images (DgRun *self, gsize first, gsize n, GError **error);

/**
 * dg_run_load_outputs:
 * @layer: a layer's name, or "P1:0" for one channel of a convolutional layer
 *
 * Any thread. The values are checked: DG_ERROR_VALUE names the layer and the row of a
 * NaN or infinity; DG_ERROR_NAME lists the epochs or layers that exist.
 *
 * Returns: (transfer full) (n, …)
 */
DgTensor *dg_run_load_outputs (DgRun *self, guint epoch, const char *layer, GError **error);

/* The (n, n_classes) log-likelihoods of an epoch: the last layer's where it is a log-softmax, or the log-softmax of
 * logits. DG_ERROR_NAME where the run has none. Any thread. */
DgTensor *dg_run_load_log_likelihood (DgRun *self, guint epoch, GError **error);
gboolean dg_run_has_log_likelihood (DgRun *self);

/* (transfer full) (n) the classes that were predicted: the first largest log-likelihood, or what the run says where it
 * has none of these. DG_ERROR_NAME where it does not say. Any thread. */
guint8 *dg_run_load_predictions (DgRun *self, guint epoch, GError **error);
gboolean dg_run_has_predictions (DgRun *self);

/* Whether the network reconstructs its images, unsupervised, instead of telling their classes. */
gboolean dg_run_has_reconstruction (DgRun *self);

/**
 * dg_run_load_reconstruction:
 *
 * What the network of an epoch made of the images of the analysis set. Any thread. DG_ERROR_NAME where it does not
 * reconstruct.
 *
 * Returns: (transfer full) (n, channels, height, width), pixels going from 0 to 1
 */
DgTensor *dg_run_load_reconstruction (DgRun *self, guint epoch, GError **error);

/* (n) the mean squared difference of each image from its reconstruction, pixels going from 0 to 1. Any thread. Errors:
 * as above. */
double *dg_run_compute_reconstruction_errors (DgRun *self, guint epoch, GError **error);

/**
 * dg_run_load_weights:
 * @module: one that has weights, e.g. "C1"
 * @biases: (out) (optional) (nullable): (n_units); NULL where the module has none
 *
 * Any thread. Checked as dg_run_load_outputs() does; the picture of a unit is shaped as
 * dg_run_find_units() says.
 *
 * Returns: (transfer full) (n_units, …) fan-in values of each
 */
DgTensor *dg_run_load_weights (DgRun *self, guint epoch, const char *module, DgTensor **biases, GError **error);

/* (n_metrics) every finished epoch, saved or not. */
const DgEpochMetrics *dg_run_get_metrics (DgRun *self, gsize *n_metrics);

/**
 * DgRunOptions:
 * @data: "digits" or a folder
 * @network: the name of a built-in network, or the text of a description
 * @epochs: to train in all
 * @save: (n_save) epochs to keep; NULL: 1, 2, 10, 100 cut to @epochs, and the last
 * @analysis: images of the test split in the analysis set
 * @layers: NULL-terminated names of modules to keep, or "all" alone; NULL: the last of each block, P1 P2 R3
 *   R4 S5 of LeNet-5. Log-likelihoods, or reconstructions, are kept in any case
 * @threads: 0 takes all processors
 */
typedef struct
{
  char *data;
  char *network;
  guint epochs;
  guint *save;
  gsize n_save;
  gsize analysis;
  char **layers;
  guint threads;
  DgTrainerOptions training;
} DgRunOptions;

#define DG_TYPE_RUN_OPTIONS (dg_run_options_get_type ())
GType dg_run_options_get_type (void);
DgRunOptions *dg_run_options_new (void); /* the defaults: digits, lenet5, 20 epochs, 1 000 images */
DgRunOptions *dg_run_options_copy (const DgRunOptions *self);
void dg_run_options_free (DgRunOptions *self);

/* Sets optimiser and learning rate to the defaults of @optimizer, "sgd" or "adam"; of NULL, to those for the network:
 * dg_trainer_options_for_network(). DG_ERROR_NAME for another word. */
gboolean dg_run_options_set_optimizer (DgRunOptions *self, const char *optimizer, GError **error);

/* What the run was made with; NULL for activations from elsewhere. */
const DgRunOptions *dg_run_get_options (DgRun *self);
const char *dg_run_get_dataset_name (DgRun *self); /* nullable */
gsize dg_run_get_n_dataset (DgRun *self);          /* images the analysis set was drawn from; 0 unknown */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgRunOptions, dg_run_options_free)

G_END_DECLS
