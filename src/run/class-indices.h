/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/array-file.h"

G_BEGIN_DECLS

/* Classes are counted in bytes. */
#define DG_MAX_CLASSES 256

/**
 * dg_class_indices_load:
 * @entry: (n) or (n, 1) numbers of any type: labels, or predicted classes
 * @n: samples
 *
 * Errors: those of dg_array_file_load(); DG_ERROR_MISMATCH for another shape, DG_ERROR_VALUE with the row of what is
 * not a whole number from 0 to DG_MAX_CLASSES - 1. Each names file and array.
 *
 * Returns: (transfer full) (n)
 */
guint8 *dg_class_indices_load (const DgArrayFile *file, const DgArrayEntry *entry, gsize n, GError **error);

/* The largest of (n) classes and 1; 0 where @classes is NULL. */
guint dg_class_indices_count (const guint8 *classes, gsize n);

G_END_DECLS
