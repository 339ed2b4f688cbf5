/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

/**
 * dg_matrix_load:
 * @path: a file whose name ends in .npy, .npz, .safetensors, .csv, .tsv or .txt; or "-", text on the standard
 *   input
 * @key: (nullable): the array to take from an .npz or .safetensors; may be NULL where there is just one
 *
 * One matrix of numbers from anywhere. An array of more than two dimensions is flattened to rows, one of a
 * single dimension stays one. All values are finite, and there is at least one.
 *
 * Errors: G_IO_ERROR; DG_ERROR_FORMAT, _UNSUPPORTED; DG_ERROR_NAME for a missing key, or none where there are
 * several, listing those that exist; DG_ERROR_VALUE with the row of a NaN or infinity.
 *
 * Returns: (transfer full) (n, d) or (n)
 */
DgTensor *dg_matrix_load (const char *path, const char *key, GError **error);

/* @path as messages name it. */
const char *dg_matrix_get_place (const char *path);

G_END_DECLS
