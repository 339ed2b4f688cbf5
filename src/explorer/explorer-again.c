/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The explorer's side that keeps what is looked at while a run is read anew. */

#include <string.h>

#include "explorer/explorer-private.h"

/**
 * Look:
 * @layer: (nullable): of the current cell, which is at @epoch
 *
 * What the next reading of a run is to be looked at by.
 */
typedef struct
{
  char **layers;
  guint *epochs;
  gsize n_epochs;
  DgSelection *selection;
  GArray *units;
  gint reference_epoch;
  char *layer;
  guint epoch;
  gboolean enlarged;
} Look;

static void
look_clear (Look *look)
{
  g_strfreev (look->layers);
  g_free (look->epochs);
  g_clear_pointer (&look->selection, dg_selection_free);
  g_array_unref (look->units);
  g_free (look->layer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

/* Takes selection and units away. */
static Look
take_look (DgExplorer *self)
{
  Look look = { .reference_epoch = self->reference_epoch, .enlarged = self->enlarged };
  const guint *epochs = dg_explorer_get_epochs (self, &look.n_epochs);

  look.layers = g_strdupv ((char **) dg_explorer_get_layers (self));
  look.epochs = g_memdup2 (epochs, look.n_epochs * sizeof *epochs);
  look.selection = g_steal_pointer (&self->selection);
  look.units = g_steal_pointer (&self->units);
  self->selection = dg_selection_new ();
  self->units = g_array_new (FALSE, FALSE, g_array_get_element_size (look.units));
  if (self->row >= 0)
    {
      look.layer = g_strdup (look.layers[self->row]);
      look.epoch = look.epochs[self->column];
    }
  return look;
}

static gboolean
shows_epochs (DgExplorer *self, const Look *look)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (self, &n);

  return n == look->n_epochs && (n == 0 || memcmp (epochs, look->epochs, n * sizeof *epochs) == 0);
}

/* The default epochs are left to be followed. */
static void
restore_layout (DgExplorer *self, const Look *look)
{
  if (!g_strv_equal ((const char *const *) look->layers, dg_explorer_get_layers (self)))
    dg_explorer_set_layers (self, (const char *const *) look->layers, NULL);
  if (look->n_epochs > 0 && !shows_epochs (self, look))
    dg_explorer_set_epochs (self, look->epochs, look->n_epochs, NULL);
}

static void
restore_current (DgExplorer *self, const Look *look)
{
  gint row = look->layer != NULL ? dg_grid_find_layer (self->grid, look->layer) : -1;
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (self, &n);

  for (gsize column = 0; row >= 0 && column < n; column++)
    if (epochs[column] == look->epoch)
      {
        dg_explorer_set_current (self, row, (gint) column);
        dg_explorer_set_enlarged (self, look->enlarged);
      }
}

static void
restore_marks (DgExplorer *self, Look *look)
{
  g_autofree char *failure = NULL;

  dg_selection_free (self->selection);
  self->selection = g_steal_pointer (&look->selection);
  dg_selection_keep_samples (self->selection, dg_grid_get_subset (self->grid));
  g_array_unref (self->units);
  self->units = g_array_ref (look->units);
  if (look->reference_epoch != DG_EPOCH_NEWEST && dg_run_has_epoch (self->run, (guint) look->reference_epoch))
    self->reference_epoch = look->reference_epoch;
  failure = dg_explorer_compute_marks (self);
  dg_explorer_announce_marks (self, failure);
}

void
dg_explorer_set_run_again (DgExplorer *self, DgRun *run)
{
  g_auto (Look) look = take_look (self);

  dg_explorer_set_run (self, run);
  restore_layout (self, &look);
  restore_marks (self, &look);
  restore_current (self, &look);
}
