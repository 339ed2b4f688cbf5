/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reduction-base.h"

DgReductionBase *
dg_reduction_base_ref (DgReductionBase *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_reduction_base_unref (DgReductionBase *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->layer);
  g_clear_pointer (&self->dissimilarity, dg_dissimilarity_unref);
  g_clear_pointer (&self->cell, dg_cell_unref);
  g_free (self);
}

const DgVat *
dg_reduction_base_get_vat (const DgReductionBase *self)
{
  return dg_ivat_get_vat (dg_cell_get_ivat (self->cell));
}

DgReductionBase *
dg_reduction_base_new (DgRun *run, const char *layer, guint epoch, DgOrder order, DgParallel *parallel,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epoch, layer, error);
  g_autoptr (DgReductionBase) self = g_new0 (DgReductionBase, 1);
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  gint64 begin;

  g_atomic_ref_count_init (&self->ref_count);
  self->layer = g_strdup (layer);
  self->epoch = epoch;
  self->order = order;
  self->dissimilarity = outputs != NULL ? dg_dissimilarity_new (outputs, DG_METRIC_EUCLIDEAN, error) : NULL;
  if (self->dissimilarity == NULL)
    return NULL;
  begin = g_get_monotonic_time ();
  vat = dg_vat_new (self->dissimilarity, order, parallel, cancellable, error);
  if (vat == NULL)
    return NULL;
  self->seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  ivat = dg_ivat_new (vat);
  self->cell = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL, NULL, NULL, NULL);
  return g_steal_pointer (&self);
}
