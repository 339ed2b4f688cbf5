/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/npy-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"
#include "run/folder.h"
#include "run/npy.h"

#define EXTENSION ".npy"

struct _DgNpyFolder
{
  char *path;
  GArray *entries; /* of DgArrayEntry */
};

/* (transfer full) */
static char *
get_path (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, EXTENSION, NULL);

  return g_build_filename (folder, file, NULL);
}

/* (transfer full) the file of an array, and its @header: (out). */
static DgInputFile *
open_array (const char *folder, const char *name, DgNpyHeader *header, GError **error)
{
  g_autofree char *path = get_path (folder, name);
  g_autoptr (DgInputFile) file = dg_input_file_open (path, error);

  return file != NULL && dg_npy_read_header (file, header, error) ? g_steal_pointer (&file) : NULL;
}

DgNpyFolder *
dg_npy_folder_open (const char *path, GError **error)
{
  g_auto (GStrv) names = dg_folder_list (path, error);
  g_autoptr (DgNpyFolder) self = NULL;

  if (names == NULL)
    return NULL;
  self = g_new0 (DgNpyFolder, 1);
  self->path = g_strdup (path);
  self->entries = dg_array_entries_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], EXTENSION) && names[i][0] != '.')
      {
        DgArrayEntry entry = { .name = g_strndup (names[i], strlen (names[i]) - strlen (EXTENSION)) };
        DgNpyHeader header = { { 0 } };
        g_autoptr (DgInputFile) file = open_array (path, entry.name, &header, &entry.fault);

        entry.layout = header.layout;
        g_array_append_val (self->entries, entry);
      }
  if (self->entries->len == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no NumPy array"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
dg_npy_folder_free (DgNpyFolder *self)
{
  g_free (self->path);
  g_array_unref (self->entries);
  g_free (self);
}

const DgArrayEntry *
dg_npy_folder_get_entries (const DgNpyFolder *self, gsize *n)
{
  *n = self->entries->len;
  return (const DgArrayEntry *) (const void *) self->entries->data;
}

/* (transfer full) the same file as when the folder was opened, or one that looks like it. */
static DgInputFile *
open_again (const DgNpyFolder *self, const DgArrayEntry *entry, DgNpyHeader *header, GError **error)
{
  g_autoptr (DgInputFile) file = open_array (self->path, entry->name, header, error);

  if (file == NULL || dg_array_layout_equal (&header->layout, &entry->layout))
    return g_steal_pointer (&file);
  dg_set_file_error (error, DG_ERROR_CHANGED, dg_input_file_get_path (file), _("has changed since it was opened"));
  return NULL;
}

GBytes *
dg_npy_folder_read (const DgNpyFolder *self, const DgArrayEntry *entry, GError **error)
{
  DgNpyHeader header;
  g_autoptr (DgInputFile) file = open_again (self, entry, &header, error);

  return file != NULL ? dg_input_file_read (file, header.data_begin, dg_array_layout_get_size (&entry->layout), error)
                      : NULL;
}

gboolean
dg_npy_folder_read_part (const DgNpyFolder *self, const DgArrayEntry *entry, gsize begin, gsize size, gpointer part,
                         GError **error)
{
  DgNpyHeader header;
  g_autoptr (DgInputFile) file = open_again (self, entry, &header, error);

  return file != NULL && dg_input_file_read_into (file, header.data_begin + begin, size, part, error);
}
