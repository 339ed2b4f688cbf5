/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/run-source.h"

#include <glib/gi18n-lib.h>

#include "run/activations-source.h"
#include "run/epoch-list.h"
#include "run/file-error.h"
#include "run/projector-source.h"
#include "run/recorded-source.h"

static void
epoch_clear (DgRunEpoch *epoch)
{
  if (epoch->free_place != NULL)
    epoch->free_place (epoch->place);
}

GArray *
dg_run_epochs_new (void)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (DgRunEpoch));

  g_array_set_clear_func (epochs, (GDestroyNotify) epoch_clear);
  return epochs;
}

static int
compare_epochs (gconstpointer a, gconstpointer b)
{
  guint x = ((const DgRunEpoch *) a)->epoch, y = ((const DgRunEpoch *) b)->epoch;

  return (x > y) - (x < y);
}

const DgRunEpoch *
dg_run_epochs_find (GArray *epochs, guint epoch)
{
  DgRunEpoch wanted = { .epoch = epoch };
  guint i;

  return g_array_binary_search (epochs, &wanted, compare_epochs, &i) ? &g_array_index (epochs, DgRunEpoch, i)
                                                                     : NULL;
}

void
dg_run_epochs_insert (GArray *epochs, const DgRunEpoch *added)
{
  guint i = epochs->len;

  while (i > 0 && g_array_index (epochs, DgRunEpoch, i - 1).epoch > added->epoch)
    i--;
  g_array_insert_vals (epochs, i, added, 1);
}

static void
set_epoch_error (const DgRunSource *self, GArray *epochs, guint epoch, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *exist = NULL;

  for (guint i = 0; i < epochs->len; i++)
    g_array_append_val (numbers, g_array_index (epochs, DgRunEpoch, i).epoch);
  exist = dg_epoch_list_to_string ((const guint *) (const void *) numbers->data, numbers->len);
  if (numbers->len == 0)
    dg_set_file_error (error, DG_ERROR_NAME, self->path, _("there is no epoch %u: none has been saved yet"), epoch);
  else
    dg_set_file_error (error, DG_ERROR_NAME, self->path, _("there is no epoch %u; there are: %s"), epoch, exist);
}

const DgRunEpoch *
dg_run_source_find_epoch (const DgRunSource *self, GArray *epochs, guint epoch, GError **error)
{
  const DgRunEpoch *found = dg_run_epochs_find (epochs, epoch);

  if (found == NULL)
    set_epoch_error (self, epochs, epoch, error);
  return found;
}

gboolean
dg_run_source_is_at (const char *path)
{
  return dg_recorded_source_is_at (path) || dg_projector_source_is_at (path) || dg_activations_source_is_at (path);
}

DgRunSource *
dg_run_source_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (dg_recorded_source_is_at (path))
    return dg_recorded_source_new (path, error);
  if (dg_projector_source_is_at (path))
    return dg_projector_source_new (path, error);
  if (dg_activations_source_is_at (path))
    return dg_activations_source_new (path, error);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("%s: there is no such folder"), name);
  else
    dg_set_file_error (error, DG_ERROR_FORMAT, path,
                       _("is not a run: it holds neither run.json, projector_config.pbtxt nor epochs "
                         "(epoch_1.safetensors, epoch_1.npz or a folder epoch_1)"));
  return NULL;
}

void
dg_run_source_free (DgRunSource *self)
{
  self->class->free (self);
}
