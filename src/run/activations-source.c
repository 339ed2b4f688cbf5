/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/activations-source.h"

#include <glib/gi18n-lib.h>

#include "run/activations.h"
#include "run/epoch-files.h"
#include "run/file-error.h"
#include "run/settling.h"

typedef struct
{
  DgRunSource base;
  DgActivations *activations;
  DgSettling *settling; /* of the main context */
} Source;

gboolean
dg_activations_source_is_at (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) files = dg_epoch_files_list (path, &error);

  return files != NULL ? files->len > 0 : g_error_matches (error, DG_ERROR, DG_ERROR_MISMATCH);
}

static void
source_free (DgRunSource *base)
{
  Source *self = (Source *) base;

  g_free (base->path);
  g_array_unref (base->metrics);
  dg_settling_free (self->settling);
  g_clear_pointer (&self->activations, dg_activations_free);
  g_free (self);
}

static DgArrayFile *
open_file (const DgRunSource *base, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (base->path, name, NULL);

  return dg_array_file_open (path, error);
}

/* (transfer full) the arrays of an epoch. */
static DgArrayFile *
open_checked (const Source *self, const char *name, GError **error)
{
  g_autoptr (DgArrayFile) file = open_file (&self->base, name, error);

  return file != NULL && dg_activations_check (self->activations, file, error) ? g_steal_pointer (&file) : NULL;
}

static DgArrayFile *
source_open (DgRunSource *base, const DgRunEpoch *epoch, GError **error)
{
  return open_checked ((Source *) base, epoch->place, error);
}

/* Whether this is what is met in a file, or in a folder of files, before it is written to its end. */
static gboolean
may_be_unfinished (const GError *error)
{
  return g_error_matches (error, DG_ERROR, DG_ERROR_FORMAT) || g_error_matches (error, DG_ERROR, DG_ERROR_NAME) ||
         g_error_matches (error, DG_ERROR, DG_ERROR_CHANGED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Whether the file, which could not be read, may be written yet. */
static gboolean
is_being_written (Source *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->base.path, name, NULL);

  return dg_settling_wait_for (self->settling, name, dg_epoch_files_get_time (path), g_get_real_time (),
                               g_get_monotonic_time ());
}

/* Sets @first_error, where there is none yet, if the epoch cannot be read and will not be. */
static void
scan_file (Source *self, const DgEpochFile *file, GArray *found, GError **first_error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DgArrayFile) arrays = open_checked (self, file->name, &local_error);

  if (arrays != NULL)
    {
      DgRunEpoch epoch = { file->epoch, g_strdup (file->name), g_free };

      g_array_append_val (found, epoch);
      dg_settling_forget (self->settling, file->name);
    }
  else if (!(may_be_unfinished (local_error) && is_being_written (self, file->name)) && *first_error == NULL)
    *first_error = g_steal_pointer (&local_error);
}

/* A folder of arrays that are still being written looks like one of fewer. */
static gboolean
is_outgrown (const Source *self)
{
  g_autoptr (DgArrayFile) file = open_file (&self->base, self->activations->name, NULL);

  return file != NULL && dg_activations_is_outgrown (self->activations, file);
}

static gboolean
source_scan (DgRunSource *base, GArray *known, GArray *found, GCancellable *cancellable, GError **error)
{
  Source *self = (Source *) base;
  g_autoptr (GArray) files = dg_epoch_files_list (base->path, error);
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const DgEpochFile *file = &g_array_index (files, DgEpochFile, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (dg_run_epochs_find (known, file->epoch) == NULL)
        scan_file (self, file, found, &first_error);
    }
  dg_settling_end_first_look (self->settling);
  base->outgrown = is_outgrown (self);
  if (first_error == NULL)
    return files != NULL;
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static const DgRunSourceClass source_class = { source_scan, source_open, NULL, source_free };

/* Of the first epoch that is not still being written; where all are, the fault of the first. */
static DgActivations *
read_first (Source *self, GArray *files, GError **error)
{
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const char *name = g_array_index (files, DgEpochFile, i).name;
      g_autoptr (GError) local_error = NULL;
      g_autoptr (DgArrayFile) file = open_file (&self->base, name, &local_error);
      DgActivations *activations =
        file != NULL ? dg_activations_read (self->base.path, name, file, &local_error) : NULL;
      gboolean unfinished;

      if (activations != NULL)
        return activations;
      unfinished = may_be_unfinished (local_error) && is_being_written (self, name);
      if (first_error == NULL || !unfinished)
        {
          g_clear_error (&first_error);
          first_error = g_steal_pointer (&local_error);
        }
      if (!unfinished)
        break;
    }
  g_propagate_error (error, g_steal_pointer (&first_error));
  return NULL;
}

static void
describe (Source *self)
{
  DgRunSource *base = &self->base;
  const DgActivations *activations = self->activations;

  base->n = activations->n;
  base->layers = activations->layers;
  base->no_weights = _("activations from elsewhere come without weights");
  base->labels = activations->labels;
  base->index = activations->index;
  base->class_names = activations->class_names;
  base->n_classes = activations->n_classes;
  base->log_likelihood = activations->log_likelihood;
  base->are_logits = activations->are_logits;
  base->predictions = activations->predictions;
  base->reconstruction = activations->reconstruction;
  base->images = !dg_image_array_is_empty (&activations->images) ? &activations->images : NULL;
}

DgRunSource *
dg_activations_source_new (const char *path, GError **error)
{
  Source *self = g_new0 (Source, 1);
  g_autoptr (DgRunSource) base = &self->base;
  g_autoptr (GArray) files = NULL;

  base->class = &source_class;
  base->path = g_strdup (path);
  base->metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  self->settling = dg_settling_new ();
  files = dg_epoch_files_list (path, error);
  self->activations = files != NULL ? read_first (self, files, error) : NULL;
  if (self->activations == NULL)
    return NULL;
  describe (self);
  return g_steal_pointer (&base);
}
