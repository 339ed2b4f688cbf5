/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/reduction-trial.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

/* Blocks and clusters beyond this are a slip of the hand: each of them costs a pass over all samples. */
#define MAX_CLUSTERS 10000

gboolean
dg_reduction_options_check (const DgReductionOptions *self, gsize n, GError **error)
{
  if (self->count < 1 || self->count > n)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("%zu samples cannot be kept: there are 1 to %zu to keep"),
                 self->count, n);
  else if (self->method == DG_REDUCTION_MMRS && (self->clusters < 1 || self->clusters > MAX_CLUSTERS))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("maximin sampling takes 1 to %d clusters, not %u"), MAX_CLUSTERS,
                 self->clusters);
  else if (self->method == DG_REDUCTION_MMRS && self->seed > G_MAXINT64)
    g_set_error_literal (error, DG_ERROR, DG_ERROR_VALUE, _("the seed is from 0 to 2⁶³ − 1"));
  else if (self->n_blocks < 1)
    g_set_error_literal (error, DG_ERROR, DG_ERROR_VALUE, _("images are compared by 1 block or more"));
  else
    return TRUE;
  return FALSE;
}

DgReductionTrial *
dg_reduction_trial_ref (DgReductionTrial *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_reduction_trial_unref (DgReductionTrial *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->base, dg_reduction_base_unref);
  g_clear_pointer (&self->subset, dg_subset_unref);
  g_clear_pointer (&self->cell, dg_cell_unref);
  g_free (self);
}

static DgSubset *
choose_samples (const DgReductionBase *base, const DgReductionOptions *options)
{
  const DgVat *vat = dg_reduction_base_get_vat (base);
  gboolean by_lot = options->method == DG_REDUCTION_MMRS;
  const DgSubsetOrigin origin = { .method = options->method, .layer = base->layer, .epoch = base->epoch,
                                  .order = base->order, .clusters = by_lot ? options->clusters : 0,
                                  .seed = by_lot ? options->seed : 0 };
  g_autofree guint32 *samples =
    by_lot ? dg_reduction_mmrs (base->dissimilarity, options->clusters, options->count, options->seed)
           : dg_reduction_interval (vat->order, vat->n, options->count);

  return dg_subset_new (&origin, vat->n, samples, options->count);
}

DgReductionTrial *
dg_reduction_trial_new (DgReductionBase *base, const DgReductionOptions *options, DgParallel *parallel,
                        GCancellable *cancellable, GError **error)
{
  const DgVat *full = dg_reduction_base_get_vat (base);
  g_autoptr (DgReductionTrial) self = g_new0 (DgReductionTrial, 1);
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  gint64 begin;

  g_atomic_ref_count_init (&self->ref_count);
  self->base = dg_reduction_base_ref (base);
  self->options = *options;
  if (!dg_reduction_options_check (options, full->n, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->subset = choose_samples (base, options);
  dissimilarity = dg_dissimilarity_new_subset (base->dissimilarity, self->subset->samples, self->subset->n);
  begin = g_get_monotonic_time ();
  vat = dg_vat_new (dissimilarity, base->order, parallel, cancellable, error);
  if (vat == NULL)
    return NULL;
  self->seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  ivat = dg_ivat_new (vat);
  self->cell = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, self->subset->samples, NULL, NULL, NULL);
  self->agreement = dg_agreement_measure (full, vat, self->subset->samples, options->n_blocks);
  return g_steal_pointer (&self);
}
