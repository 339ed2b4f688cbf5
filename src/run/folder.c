/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/folder.h"

#include "base/natural-order.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return dg_natural_order_compare (*(const char *const *) a, *(const char *const *) b);
}

char **
dg_folder_list (const char *path, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
