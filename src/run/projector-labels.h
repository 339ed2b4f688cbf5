/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/fingerprint.h"

G_BEGIN_DECLS

/**
 * DgProjectorLabels:
 * @labels: (nullable): (n) NULL where nothing in the file tells classes
 * @class_names: (nullable): NULL-terminated, in natural order
 * @fingerprint: of the file
 *
 * The labels in metadata.tsv of TensorBoard's projector.
 */
typedef struct
{
  guint8 *labels;
  char **class_names;
  DgFingerprint fingerprint;
} DgProjectorLabels;

/**
 * dg_projector_labels_load:
 * @self: (out): empty where this fails
 * @n: samples
 *
 * A line for each sample, without a header where there is just one column; with several, a header above. The classes
 * are the different values of the column that is called label, class, category, target, digit, species or y, if there is
 * one; else of the first in which values are repeated, so that there are at most half as many as samples. In either case
 * there are 256 at most.
 *
 * Errors: G_IO_ERROR; DG_ERROR_FORMAT for what is no UTF-8 text, or a line with another number of columns;
 * DG_ERROR_MISMATCH for another number of samples. Each names the file.
 */
gboolean dg_projector_labels_load (DgProjectorLabels *self, const char *path, gsize n, GError **error);

/* Whether the file at @path holds the same labels for the @n samples; DG_ERROR_MISMATCH where it does not, and the errors
 * of loading. A file of the same bytes is not read line by line. */
gboolean dg_projector_labels_check (const DgProjectorLabels *self, const char *path, gsize n, GError **error);
void dg_projector_labels_clear (DgProjectorLabels *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgProjectorLabels, dg_projector_labels_clear)

G_END_DECLS
