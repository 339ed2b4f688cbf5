/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/dissimilarity.h"
#include "tendency/partition.h"

G_BEGIN_DECLS

/**
 * dg_group_sums_new:
 * @parallel: (nullable): a team; the sums do not depend on it
 *
 * Sums of dissimilarities from each sample to each group, in double. Every pair once, from products in double
 * where these give a dissimilarity to 2⁻³⁷ of itself, else as dg_dissimilarity_get(); docs/numerics.md
 * derives the bound. Time O(n²·d), memory O(n·n_groups).
 * Errors: G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (n, n_groups)
 */
double *dg_group_sums_new (const DgDissimilarity *dissimilarity, const DgPartition *partition,
                           DgParallel *parallel, GCancellable *cancellable, GError **error);

G_END_DECLS
