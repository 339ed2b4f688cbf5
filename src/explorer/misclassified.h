/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"
#include "explorer/predictions.h"

G_BEGIN_DECLS

/**
 * dg_misclassified_list:
 * @labels: (n)
 * @subset: (nullable): the samples to list; NULL: all
 * @classes: (element-type guint32): true classes to restrict the list to; empty: all
 *
 * Returns: (transfer full) (element-type DgMisclassified) most confident error first, ties by sample
 */
GArray *dg_misclassified_list (const DgPrediction *prediction, const guint8 *labels, gsize n,
                               const DgSubset *subset, const GArray *classes);

G_END_DECLS
