/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/reduction-base.h"
#include "tendency/agreement.h"

G_BEGIN_DECLS

/**
 * DgReductionOptions:
 * @count: how many samples to keep, 1 … all
 * @clusters, @seed: of DG_REDUCTION_MMRS; see dg_reduction_mmrs()
 * @n_blocks: blocks to cut off in both images when they are compared
 *
 * One way to take fewer samples.
 */
typedef struct
{
  DgReductionMethod method;
  gsize count;
  guint clusters;
  guint64 seed;
  guint n_blocks;
} DgReductionOptions;

#define DG_REDUCTION_OPTIONS_INIT ((DgReductionOptions){ DG_REDUCTION_INTERVAL, 500, 20, 1, 10 })

/* DG_ERROR_VALUE names the number that is no use for a run of @n samples. */
gboolean dg_reduction_options_check (const DgReductionOptions *self, gsize n, GError **error);

/**
 * DgReductionTrial:
 * @subset: the samples kept
 * @cell: their iVAT image, of the same layer and epoch
 * @agreement: how much of the base's picture is left in it
 * @seconds: what its order took to compute
 *
 * One turn of the loop by which Satoh (3.2) finds how many samples a picture needs. Immutable,
 * reference-counted.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  DgReductionBase *base;
  DgReductionOptions options;
  DgSubset *subset;
  DgCell *cell;
  DgAgreement agreement;
  double seconds;
} DgReductionTrial;

/* Any thread. @parallel: (nullable). Errors: those of dg_reduction_options_check(), G_IO_ERROR_CANCELLED. */
DgReductionTrial *dg_reduction_trial_new (DgReductionBase *base, const DgReductionOptions *options,
                                          DgParallel *parallel, GCancellable *cancellable, GError **error);
DgReductionTrial *dg_reduction_trial_ref (DgReductionTrial *self);
void dg_reduction_trial_unref (DgReductionTrial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgReductionTrial, dg_reduction_trial_unref)

G_END_DECLS
