/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-job.h"

G_BEGIN_DECLS

/**
 * dg_cell_groups_find:
 * @key: of a dissimilarity plot
 * @samples: (nullable): (n) rows of the analysis set that are shown; NULL: all
 * @vat: of the samples shown
 *
 * The groups of the key's rule, by predictions of its own epoch. Errors: those of dg_group_rule_apply() and
 * dg_run_load_log_likelihood(); DG_ERROR_VALUE for classes of units.
 */
DgPartition *dg_cell_groups_find (DgRun *run, const DgCellKey *key, const guint32 *samples, const DgVat *vat,
                                  GError **error);

/**
 * dg_cell_groups_new_cell:
 * @run: (nullable): has the names of classes; not needed for blocks
 * @image: a dissimilarity plot
 * @partition: what its rule gave for the samples of @dissimilarity and @ivat
 * @samples: (nullable): as above
 *
 * Errors: G_IO_ERROR_CANCELLED.
 */
DgCell *dg_cell_groups_new_cell (DgRun *run, const DgCellImage *image, const DgPartition *partition,
                                 const guint32 *samples, DgDissimilarity *dissimilarity, DgIvat *ivat,
                                 DgParallel *parallel, GCancellable *cancellable, GError **error);

G_END_DECLS
