/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/source-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/natural-order.h"

static gboolean
list_names (DgSourceFolder *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;

  children = g_file_enumerate_children (self->folder,
                                        G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                        G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (children == NULL)
    return FALSE;
  for (;;)
    {
      const char *name;

      if (!g_file_enumerator_iterate (children, &info, NULL, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      name = g_file_info_get_name (info);
      if (name[0] != '.')
        g_hash_table_insert (self->types, g_strdup (name), GINT_TO_POINTER (g_file_info_get_file_type (info)));
    }
}

DgSourceFolder *
dg_source_folder_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgSourceFolder) self = g_new0 (DgSourceFolder, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *fault = NULL;

  self->path = g_strdup (path);
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_REGULAR)
    {
      self->folder = g_file_get_parent (file);
      self->file_name = g_file_get_basename (file);
    }
  else
    self->folder = g_steal_pointer (&file);
  if (list_names (self, cancellable, &fault))
    return g_steal_pointer (&self);
  if (path[0] == '\0' || strstr (fault->message, path) == NULL)
    g_prefix_error (&fault, _("“%s” cannot be opened: "), path);
  g_propagate_error (error, fault);
  return NULL;
}

void
dg_source_folder_free (DgSourceFolder *self)
{
  g_clear_object (&self->folder);
  g_hash_table_unref (self->types);
  g_free (self->file_name);
  g_free (self->path);
  g_free (self);
}

gboolean
dg_source_folder_contains (const DgSourceFolder *self, const char *name)
{
  return g_hash_table_contains (self->types, name);
}

gboolean
dg_source_folder_offers (const DgSourceFolder *self, const char *name)
{
  return dg_source_folder_contains (self, name)
         && (self->file_name == NULL || g_str_equal (self->file_name, name));
}

static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  return dg_natural_order_compare (*(const char *const *) a, *(const char *const *) b);
}

char **
dg_source_folder_list (const DgSourceFolder *self, GFileType type)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, its_type;

  g_hash_table_iter_init (&iter, self->types);
  while (g_hash_table_iter_next (&iter, &name, &its_type))
    if (GPOINTER_TO_INT (its_type) == (int) type)
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

DgSourceFolder *
dg_source_folder_open_child (const DgSourceFolder *self, const char *name, GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (self->folder), name, NULL);

  return dg_source_folder_open (path, cancellable, error);
}

char *
dg_source_folder_get_name (const DgSourceFolder *self)
{
  g_autofree char *name = g_file_get_basename (self->folder);
  g_autoptr (GFile) parent = g_file_get_parent (self->folder);

  if (g_str_equal (name, "raw") && parent != NULL)
    {
      g_autofree char *parent_name = g_file_get_basename (parent);

      return g_filename_display_name (parent_name);
    }
  return g_filename_display_name (name);
}
