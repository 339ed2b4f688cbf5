/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgManifest:
 * @options: what the run was made with
 * @dataset_name, @dataset_sha256: of the dataset that @options->data named then
 * @class_names: NULL-terminated
 * @n_dataset: images of the test split, from which the analysis set was drawn
 * @input_scale: of no channel where run.json does not say, as those of older versions; theirs was the default
 * @layers: (element-type DgRunLayer) the layers kept, in the network's order
 * @log_likelihood: (nullable): the tensor of log-likelihoods in each epoch's outputs; may be none of @layers
 * @reconstruction: (nullable): likewise, the tensor of reconstructed images
 * @saved: (element-type guint) the epochs whose snapshots are complete, ascending
 *
 * The contents of run.json.
 */
typedef struct
{
  DgRunOptions *options;
  char *dataset_name, *dataset_sha256;
  char **class_names;
  gsize n_dataset;
  DgInputScale input_scale;
  GArray *layers;
  char *log_likelihood;
  char *reconstruction;
  GArray *saved;
} DgManifest;

DgManifest *dg_manifest_new (void);
void dg_manifest_free (DgManifest *self);

/* (transfer full) where the manifest of the run in @folder lies. */
char *dg_manifest_get_path (const char *folder);

/* Errors: G_IO_ERROR; DG_ERROR_UNSUPPORTED for a newer format; DG_ERROR_FORMAT where a member is missing or
 * wrong. */
DgManifest *dg_manifest_load (const char *folder, GError **error);
gboolean dg_manifest_save (const DgManifest *self, const char *folder, GError **error);

/* Whether @epoch is noted as saved. */
gboolean dg_manifest_is_saved (const DgManifest *self, guint epoch);

/* Notes @epoch as saved, once. */
void dg_manifest_add_saved (DgManifest *self, guint epoch);

void dg_manifest_add_layer (DgManifest *self, const char *name, guint n_dims, const gsize *shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgManifest, dg_manifest_free)

G_END_DECLS
