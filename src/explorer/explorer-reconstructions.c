/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The explorer's side that is about what a network made of the images. */

#include "explorer/explorer-private.h"

/* How many samples are listed: with many more nobody looks at the last. */
#define N_LISTED 100

static void
ready (guint epoch, const GError *fault, gpointer data)
{
  DgExplorer *self = data;

  if ((gint) epoch == dg_explorer_get_reference_epoch (self)
      && self->selection->rule->kind == DG_FOCUS_WORST_RECONSTRUCTED)
    {
      g_autofree char *failure = dg_explorer_compute_marks (self);

      dg_explorer_announce_marks (self, failure);
    }
  g_signal_emit_by_name (self, "reconstructed", epoch);
  if (fault != NULL)
    g_signal_emit_by_name (self, "failed", fault->message);
}

void
dg_explorer_follow_reconstructions (DgExplorer *self)
{
  g_clear_pointer (&self->reconstructions, dg_reconstructions_free);
  if (self->run != NULL && dg_run_has_reconstruction (self->run))
    self->reconstructions = dg_reconstructions_new (self->run, ready, self);
}

static const DgReconstruction *
get_reconstruction (DgExplorer *self, gint epoch)
{
  return self->reconstructions != NULL && epoch >= 0 ? dg_reconstructions_get (self->reconstructions, epoch) : NULL;
}

const double *
dg_explorer_get_reconstruction_errors (DgExplorer *self, gint epoch)
{
  const DgReconstruction *reconstruction = get_reconstruction (self, epoch);

  return reconstruction != NULL ? reconstruction->errors : NULL;
}

gboolean
dg_explorer_get_reconstruction (DgExplorer *self, gint epoch, guint32 sample, const float **image, double *error)
{
  const DgReconstruction *reconstruction = get_reconstruction (self, epoch);

  if (reconstruction == NULL || sample >= reconstruction->images->shape[0])
    return FALSE;
  *image = reconstruction->images->data + sample * dg_tensor_get_row_length (reconstruction->images);
  *error = reconstruction->errors[sample];
  return TRUE;
}

gboolean
dg_explorer_is_reconstruction_unreadable (DgExplorer *self, gint epoch)
{
  return self->reconstructions != NULL && epoch >= 0
         && dg_reconstructions_is_unreadable (self->reconstructions, (guint) epoch);
}

static int
compare_reconstructed (const void *a, const void *b)
{
  const DgReconstructed *x = a, *y = b;

  if (x->error != y->error)
    return x->error < y->error ? 1 : -1;
  return (x->sample > y->sample) - (x->sample < y->sample);
}

static gboolean
is_listed (DgExplorer *self, const guint8 *labels, guint32 sample)
{
  return dg_subset_has (dg_grid_get_subset (self->grid), sample)
         && (self->selection->classes->len == 0
             || (labels != NULL && dg_selection_has_class (self->selection, labels[sample])));
}

GArray *
dg_explorer_get_worst_reconstructed (DgExplorer *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (DgReconstructed));
  const double *errors = dg_explorer_get_reconstruction_errors (self, dg_explorer_get_reference_epoch (self));
  const guint8 *labels = self->run != NULL ? dg_run_get_labels (self->run) : NULL;

  if (errors == NULL)
    return list;
  for (guint32 i = 0; i < dg_run_get_n_samples (self->run); i++)
    if (is_listed (self, labels, i))
      {
        DgReconstructed item = { i, errors[i] };

        g_array_append_val (list, item);
      }
  g_array_sort (list, compare_reconstructed);
  g_array_set_size (list, MIN (list->len, N_LISTED));
  return list;
}
