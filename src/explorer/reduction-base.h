/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/cell.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgReductionBase:
 * @layer: a layer's name, or one channel ("P1:0")
 * @dissimilarity: of all samples' outputs
 * @cell: their iVAT image
 * @seconds: what its order took to compute
 *
 * The picture of all samples, from which fewer are taken and with which theirs is compared. Immutable,
 * reference-counted.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *layer;
  guint epoch;
  DgOrder order;
  DgDissimilarity *dissimilarity;
  DgCell *cell;
  double seconds;
} DgReductionBase;

/* Any thread. It is computed also where its order is kept beside the run, as its time is to be told. @parallel:
 * (nullable). Errors: those of dg_run_load_outputs(), G_IO_ERROR_CANCELLED. */
DgReductionBase *dg_reduction_base_new (DgRun *run, const char *layer, guint epoch, DgOrder order,
                                        DgParallel *parallel, GCancellable *cancellable, GError **error);
DgReductionBase *dg_reduction_base_ref (DgReductionBase *self);
void dg_reduction_base_unref (DgReductionBase *self);

const DgVat *dg_reduction_base_get_vat (const DgReductionBase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgReductionBase, dg_reduction_base_unref)

G_END_DECLS
