/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/cell-job.h"

#include "explorer/cell-groups.h"

/* A cell of fewer rows is computed in less than a millisecond, hardly longer than it takes to read it. */
#define MIN_STORED 256

DgCellKey
dg_cell_key_make (guint epoch, const char *layer, const DgCellImage *image)
{
  return (DgCellKey){ epoch, g_intern_string (layer), *image };
}

guint
dg_cell_key_hash (gconstpointer key)
{
  const DgCellKey *self = key;

  return g_direct_hash (self->layer) ^ (self->epoch * 2654435761u) ^ dg_cell_image_hash (&self->image);
}

gboolean
dg_cell_key_equal (gconstpointer a, gconstpointer b)
{
  const DgCellKey *x = a, *y = b;

  return x->epoch == y->epoch && x->layer == y->layer && dg_cell_image_equal (&x->image, &y->image);
}

/* (transfer full): the rows @samples of a layer, or all: outputs of samples, or weights of units. */
static DgTensor *
load_rows (DgRun *run, const DgCellKey *key, const guint32 *samples, gsize n_samples, GError **error)
{
  g_autoptr (DgTensor) rows = key->image.subject == DG_SUBJECT_WEIGHTS
                                ? dg_run_load_weights (run, key->epoch, key->layer, NULL, error)
                                : dg_run_load_outputs (run, key->epoch, key->layer, error);

  if (rows == NULL || samples == NULL)
    return g_steal_pointer (&rows);
  return dg_tensor_copy_rows (rows, samples, n_samples);
}

/* (nullable) where the order of @rows is kept, if it is worth it. */
static DgStoredCell *
find_place (DgRun *run, const DgCellKey *key, const DgTensor *rows)
{
  const char *folder = g_file_peek_path (dg_run_get_folder (run));
  g_autofree char *name = NULL;

  if (rows->shape[0] < MIN_STORED)
    return NULL;
  if (key->image.subject == DG_SUBJECT_OUTPUTS)
    return dg_stored_cell_new (folder, key->epoch, key->layer, DG_METRIC_EUCLIDEAN, key->image.order,
                               dg_run_get_n_samples (run), rows);
  name = g_strconcat (key->layer, ".weight", NULL);
  return dg_stored_cell_new (folder, key->epoch, name, DG_METRIC_EUCLIDEAN, key->image.order, rows->shape[0], rows);
}

static DgIvat *
take_ivat (DgVat *vat)
{
  g_autoptr (DgVat) taken = vat;

  return taken != NULL ? dg_ivat_new (taken) : NULL;
}

/* The cell of rows whose order is known. */
static DgCell *
make_cell (DgRun *run, const DgCellKey *key, const guint32 *samples, DgDissimilarity *dissimilarity, DgIvat *ivat,
           DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  DgImageKind kind = key->image.kind;
  g_autoptr (DgPartition) groups = NULL;

  if (kind != DG_IMAGE_DISSPLOT)
    return dg_cell_new (kind, ivat, kind == DG_IMAGE_IVAT ? NULL : dissimilarity, samples, parallel, cancellable,
                        error);
  groups = dg_cell_groups_find (run, key, samples, dg_ivat_get_vat (ivat), error);
  if (groups == NULL)
    return NULL;
  return dg_cell_groups_new_cell (run, &key->image, groups, samples, dissimilarity, ivat, parallel, cancellable,
                                  error);
}

DgCell *
dg_cell_compute (DgRun *run, const DgCellKey *key, const guint32 *samples, gsize n_samples, DgIvat *known,
                 DgParallel *parallel, DgStoredCell **keep, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTensor) rows = NULL;
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgStoredCell) place = NULL;
  g_autoptr (DgIvat) ivat = known != NULL ? dg_ivat_ref (known) : NULL;
  gboolean live = dg_run_get_live_epoch (run) == key->epoch; /* asked before it may be gone */
  DgCell *cell;

  if (keep != NULL)
    *keep = NULL;
  if (key->image.subject == DG_SUBJECT_WEIGHTS)
    samples = NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (ivat != NULL && key->image.kind == DG_IMAGE_IVAT)
    return dg_cell_new (key->image.kind, ivat, NULL, samples, NULL, NULL, NULL);

  rows = load_rows (run, key, samples, n_samples, error);
  if (rows == NULL)
    return NULL;
  if (ivat == NULL && !live)
    {
      place = find_place (run, key, rows);
      ivat = place != NULL ? take_ivat (dg_stored_cell_read (place)) : NULL;
      if (ivat != NULL && key->image.kind == DG_IMAGE_IVAT)
        return dg_cell_new (key->image.kind, ivat, NULL, samples, NULL, NULL, NULL);
    }

  dissimilarity = dg_dissimilarity_new (rows, DG_METRIC_EUCLIDEAN, error);
  if (dissimilarity == NULL)
    {
      g_prefix_error (error, "%s, epoch %u: ", key->layer, key->epoch);
      return NULL;
    }
  if (ivat == NULL)
    {
      ivat = take_ivat (dg_vat_new (dissimilarity, key->image.order, parallel, cancellable, error));
      if (ivat == NULL)
        return NULL;
      if (keep != NULL)
        *keep = g_steal_pointer (&place);
    }
  cell = make_cell (run, key, samples, dissimilarity, ivat, parallel, cancellable, error);
  if (cell == NULL && keep != NULL)
    g_clear_pointer (keep, dg_stored_cell_free);
  return cell;
}
