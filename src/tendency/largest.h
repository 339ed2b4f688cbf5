/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/parallel.h"
#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

/**
 * dg_largest_dissimilarity:
 * @parallel: (nullable)
 * @largest: (out): of all pairs, summed in double; 0 for a single sample
 *
 * Time O(n²·d), in blocks of products. Errors: G_IO_ERROR_CANCELLED.
 */
gboolean dg_largest_dissimilarity (const DgDissimilarity *dissimilarity, DgParallel *parallel,
                                   GCancellable *cancellable, double *largest, GError **error);

G_END_DECLS
