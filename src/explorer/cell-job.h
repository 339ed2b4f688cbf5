/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-image.h"
#include "explorer/stored-cell.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgCellKey:
 * @layer: interned; a layer's name, or one channel ("P1:0"); of weights, a module's
 *
 * What a cell of one run is made from.
 */
typedef struct
{
  guint epoch;
  const char *layer;
  DgCellImage image;
} DgCellKey;

DgCellKey dg_cell_key_make (guint epoch, const char *layer, const DgCellImage *image);
guint dg_cell_key_hash (gconstpointer key);
gboolean dg_cell_key_equal (gconstpointer a, gconstpointer b);

/**
 * dg_cell_compute:
 * @samples: (nullable): (n_samples) rows of the analysis set, or units, to show; NULL: all
 * @known: (nullable): order and path distances of the same rows, from another image of them
 * @parallel: (nullable): a team for the distances
 * @keep: (out) (optional) (nullable): where the order should be written once the cell is delivered; NULL where
 *   it comes from there, took no longer to compute than to read, or is of the live epoch
 *
 * Any thread. Euclidean, between outputs of samples or between weights of units without their biases. The order of
 * the rows is taken from beside the run where it is kept. Errors: those of dg_run_load_outputs(),
 * dg_run_load_weights() and dg_cell_groups_find(), G_IO_ERROR_CANCELLED.
 */
DgCell *dg_cell_compute (DgRun *run, const DgCellKey *key, const guint32 *samples, gsize n_samples,
                         DgIvat *known, DgParallel *parallel, DgStoredCell **keep,
                         GCancellable *cancellable, GError **error);

G_END_DECLS
