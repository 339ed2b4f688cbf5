/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/image-array.h"
#include "run/run-source.h"

G_BEGIN_DECLS

/**
 * DgActivations:
 * @name: of the file, or folder, of the epoch that says what holds for all
 * @arrays: (element-type utf8) names of all that could be read in it
 * @layers: (element-type DgRunLayer)
 * @labels: (nullable): (n)
 * @index: (nullable): (n)
 * @images: empty where there are none
 * @log_likelihood: (nullable): name of the array of log-likelihoods, or logits
 * @predictions: (nullable): name of the array of predicted classes; NULL beside @log_likelihood
 * @reconstruction: (nullable): name of the array of reconstructed images
 * @class_names: (n_classes)
 *
 * What the arrays of an epoch are, by their names: docs/formats.md, "Activations from elsewhere".
 */
typedef struct
{
  char *name;
  GHashTable *arrays;
  gsize n;
  GArray *layers;
  guint8 *labels;
  gint64 *index;
  DgImageArray images;
  const char *log_likelihood;
  gboolean are_logits;
  const char *predictions;
  const char *reconstruction;
  guint n_classes;
  char **class_names;
} DgActivations;

/* Reads what @file, named @name in @folder, holds. Errors: those of dg_array_file_load(); DG_ERROR_FORMAT, _MISMATCH,
 * _VALUE, _UNSUPPORTED for arrays that do not fit what they are named after or each other. Each names file and array. */
DgActivations *dg_activations_read (const char *folder, const char *name, const DgArrayFile *file, GError **error);
void dg_activations_free (DgActivations *self);

/* Whether @file, of another epoch, has all layers in their shapes, and the same samples: DG_ERROR_NAME for an array
 * that is missing, DG_ERROR_MISMATCH for what is different, with file and array. */
gboolean dg_activations_check (const DgActivations *self, const DgArrayFile *file, GError **error);

/* Whether @file, the same epoch looked at again, holds an array that was not there or not whole. */
gboolean dg_activations_is_outgrown (const DgActivations *self, const DgArrayFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgActivations, dg_activations_free)

G_END_DECLS
