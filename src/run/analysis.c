/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/analysis.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "network/input-scale.h"
#include "run/file-error.h"
#include "run/safetensors-writer.h"

#define FILE_NAME "analysis.safetensors"

void
dg_analysis_free (DgAnalysis *self)
{
  dg_image_array_clear (&self->images);
  g_free (self->labels);
  g_free (self->index);
  g_free (self);
}

static gboolean
load_images (DgAnalysis *self, const DgSafetensors *file, GError **error)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, "images", error);
  const DgArrayLayout *layout;

  if (entry == NULL)
    return FALSE;
  layout = &entry->layout;
  if (layout->dtype != DG_DTYPE_U8 || layout->n_dims < 3 || layout->n_dims > 4 || layout->n == 0 ||
      layout->shape[0] > G_MAXUINT32 || layout->n / layout->shape[0] > G_MAXUINT32 ||
      (layout->n_dims == 4 && layout->shape[3] > DG_INPUT_MAX_CHANNELS))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (file), _("“images” is not an array of images"));
      return FALSE;
    }
  self->n = layout->shape[0];
  self->images = (DgImageArray) { .pixels = dg_safetensors_read (file, entry, error),
                                  .height = layout->shape[1],
                                  .width = layout->shape[2],
                                  .channels = layout->n_dims == 4 ? layout->shape[3] : 1 };
  return self->images.pixels != NULL;
}

/* (transfer full) (n) integers from 0 to @limit - 1. */
static gint64 *
load_integers (DgAnalysis *self, const DgSafetensors *file, const char *name, gsize limit, GError **error)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, name, error);
  const char *path = dg_safetensors_get_path (file);
  g_autofree gint64 *values = NULL;
  GBytes *elements;
  gsize size;

  if (entry == NULL)
    return NULL;
  if (entry->layout.dtype != DG_DTYPE_I64 || entry->layout.n_dims != 1)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("“%s” is not a list of whole numbers"), name);
      return NULL;
    }
  if (entry->layout.n != self->n)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("“%s” has %zu entries for %zu images"), name,
                         entry->layout.n, self->n);
      return NULL;
    }
  elements = dg_safetensors_read (file, entry, error);
  if (elements == NULL)
    return NULL;
  values = g_bytes_unref_to_data (elements, &size);
  for (gsize i = 0; i < entry->layout.n; i++)
    {
      values[i] = GINT64_FROM_LE (values[i]);
      if (values[i] < 0 || (guint64) values[i] >= limit)
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, path, _("row %zu of “%s” is not from 0 to %zu"), i,
                             name, limit - 1);
          return NULL;
        }
    }
  return g_steal_pointer (&values);
}

DgAnalysis *
dg_analysis_load (const char *folder, gsize n_classes, gsize n_dataset, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (DgAnalysis) self = g_new0 (DgAnalysis, 1);
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, error);
  g_autofree gint64 *labels = NULL;

  if (file == NULL || !load_images (self, file, error))
    return NULL;
  labels = load_integers (self, file, "labels", n_classes, error);
  self->index = labels != NULL ? load_integers (self, file, "index", n_dataset, error) : NULL;
  if (self->index == NULL)
    return NULL;
  self->labels = g_new (guint8, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->labels[i] = labels[i];
  return g_steal_pointer (&self);
}

gboolean
dg_analysis_save (const DgImages *images, const guint32 *index, gsize n, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  gsize size = (gsize) images->height * images->width * images->channels;
  g_autofree guint8 *pixels = g_malloc_n (n, size);
  g_autofree gint64 *labels = g_new (gint64, n);
  g_autofree gint64 *rows = g_new (gint64, n);

  for (gsize i = 0; i < n; i++)
    {
      memcpy (pixels + i * size, images->pixels + index[i] * size, size);
      labels[i] = images->labels[index[i]];
      rows[i] = index[i];
    }
  dg_safetensors_writer_add (writer, "images", DG_DTYPE_U8, images->channels == 1 ? 3 : 4,
                             (gsize[]) { n, images->height, images->width, images->channels }, pixels);
  dg_safetensors_writer_add (writer, "labels", DG_DTYPE_I64, 1, &n, labels);
  dg_safetensors_writer_add (writer, "index", DG_DTYPE_I64, 1, &n, rows);
  return dg_safetensors_writer_write (writer, path, error);
}
