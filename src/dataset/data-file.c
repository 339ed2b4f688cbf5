/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/data-file.h"

#include <glib/gi18n-lib.h>

gboolean
dg_data_file_open (DgDataFile *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  GError *fault = NULL;

  self->name = g_file_get_parse_name (file);
  self->cancellable = cancellable;
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, &fault);
  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("“%s” is not a regular file"),
                   self->name);
      return FALSE;
    }
  if (info != NULL)
    self->stream = G_INPUT_STREAM (g_file_read (file, cancellable, &fault));
  if (self->stream == NULL)
    {
      dg_data_file_propagate (self, fault, error);
      return FALSE;
    }
  self->length = g_file_info_get_size (info);
  return TRUE;
}

void
dg_data_file_clear (DgDataFile *self)
{
  g_clear_object (&self->stream);
  g_clear_pointer (&self->name, g_free);
}

gboolean
dg_data_file_read (const DgDataFile *self, gpointer buffer, gsize size, gsize *n_read, GError **error)
{
  GError *fault = NULL;

  if (g_input_stream_read_all (self->stream, buffer, size, n_read, self->cancellable, &fault))
    return TRUE;
  dg_data_file_propagate (self, fault, error);
  return FALSE;
}

void
dg_data_file_propagate (const DgDataFile *self, GError *fault, GError **error)
{
  g_set_error (error, fault->domain, fault->code, _("“%s” cannot be read: %s"), self->name, fault->message);
  g_error_free (fault);
}
