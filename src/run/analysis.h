/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "run/image-array.h"

G_BEGIN_DECLS

/**
 * DgAnalysis:
 * @n: samples
 * @images: (n) ink bright; of any number of channels
 * @labels: (n) classes
 * @index: (n) rows of the dataset's test split
 *
 * The analysis set of a run: analysis.safetensors. Immutable.
 */
typedef struct
{
  gsize n;
  DgImageArray images;
  guint8 *labels;
  gint64 *index;
} DgAnalysis;

/* Labels must be below @n_classes, rows below @n_dataset. Errors: G_IO_ERROR, DG_ERROR_FORMAT, _NAME,
 * _MISMATCH. */
DgAnalysis *dg_analysis_load (const char *folder, gsize n_classes, gsize n_dataset, GError **error);
void dg_analysis_free (DgAnalysis *self);

/* Writes the rows @index, (n), of @images. */
gboolean dg_analysis_save (const DgImages *images, const guint32 *index, gsize n, const char *folder,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgAnalysis, dg_analysis_free)

G_END_DECLS
