/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/class-names.h"

#include <glib/gi18n-lib.h>

#include "run/class-indices.h"
#include "run/file-error.h"
#include "run/input-file.h"
#include "run/json.h"

static char **
number_classes (guint n_classes)
{
  char **names = g_new0 (char *, n_classes + 1);

  for (guint i = 0; i < n_classes; i++)
    names[i] = g_strdup_printf ("%u", i);
  return names;
}

/* Class and name of a member of an object, whichever way round it is. */
static gboolean
read_member (JsonObject *object, const char *member, gint64 *class_index, const char **name)
{
  guint64 number;

  *name = dg_json_get_string (object, member);
  if (*name == NULL)
    {
      *name = member;
      return dg_json_get_int (object, member, class_index);
    }
  if (!g_ascii_string_to_unsigned (member, 10, 0, G_MAXINT64, &number, NULL))
    return FALSE;
  *class_index = (gint64) number;
  return TRUE;
}

/* (transfer full) (nullable): as many names as there are members, each class once. */
static char **
read_object (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);
  guint n = json_object_get_size (object);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  const char *name;
  gint64 i;

  for (GList *l = members; l != NULL; l = l->next)
    {
      if (!read_member (object, l->data, &i, &name) || i < 0 || i >= n || names[i] != NULL)
        {
          for (guint k = 0; k < n; k++) /* there may be gaps before the end of the list */
            g_clear_pointer (&names[k], g_free);
          return NULL;
        }
      names[i] = g_strdup (name);
    }
  return g_steal_pointer (&names);
}

static char **
read_names (const char *path, GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) root = dg_json_parse_value (path, text, size, error);
  char **names = NULL;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (root))
    names = dg_json_array_to_strv (json_node_get_array (root));
  else if (JSON_NODE_HOLDS_OBJECT (root))
    names = read_object (json_node_get_object (root));
  if (names == NULL)
    dg_set_file_error (error, DG_ERROR_FORMAT, path,
                       _("is neither a list of names nor an object of classes, counted from 0, and names"));
  return names;
}

char **
dg_class_names_load (const char *folder, guint n_classes, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DG_CLASS_NAMES_FILE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return number_classes (n_classes);
  bytes = dg_read_file (path, error);
  names = bytes != NULL ? read_names (path, bytes, error) : NULL;
  if (names == NULL)
    return NULL;
  if (g_strv_length (names) > DG_MAX_CLASSES)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("names more than %d classes"), DG_MAX_CLASSES);
      return NULL;
    }
  if (g_strv_length (names) < n_classes)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("names fewer classes (%u) than there are (%u)"),
                         g_strv_length (names), n_classes);
      return NULL;
    }
  return g_steal_pointer (&names);
}
