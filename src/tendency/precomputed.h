/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

/**
 * dg_precomputed_to_matrix:
 * @values: (n, n) dissimilarities, or the list (n·(n − 1)/2) of those of the pairs (0, 1), (0, 2), …,
 *   (1, 2), …, as SciPy's pdist() and R's dist() keep them; more than one value in a single row or column is
 *   a list, too. All are finite.
 *
 * A matrix made in floating point may be asymmetric, off zero on its diagonal, and below zero by up to 10⁻⁵
 * of its largest value: that is taken for rounding, and taken out.
 *
 * Errors: DG_ERROR_MISMATCH for what is not square, symmetric and zero on its diagonal, or a list of a length
 * that fits no n; DG_ERROR_VALUE for a negative value; with the place and the values.
 *
 * Returns: (transfer full) (n, n), symmetric, zero on its diagonal, nowhere negative; @values itself where it
 *   is so
 */
DgTensor *dg_precomputed_to_matrix (DgTensor *values, GError **error);

/* Whether @values is a square matrix of at least three rows that dg_precomputed_to_matrix() takes. */
gboolean dg_precomputed_is_matrix (const DgTensor *values);

G_END_DECLS
