/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/class-indices.h"

#include <glib/gi18n-lib.h>

#include "run/file-error.h"

static gboolean
is_class (float value)
{
  return value >= 0 && value < DG_MAX_CLASSES && value == (guint8) value;
}

guint8 *
dg_class_indices_load (const DgArrayFile *file, const DgArrayEntry *entry, gsize n, GError **error)
{
  const char *path = dg_array_file_get_path (file);
  g_autoptr (DgTensor) values = NULL;
  g_autofree guint8 *classes = NULL;

  if (entry->fault == NULL && !dg_array_layout_is_list (&entry->layout, n))
    {
      g_autofree char *shape = dg_array_layout_describe_shape (&entry->layout);

      dg_set_file_error (error, DG_ERROR_MISMATCH, path,
                         _("“%s” has the shape %s, but takes one class for each of %zu samples"), entry->name, shape,
                         n);
      return NULL;
    }
  values = dg_array_file_load (file, entry, error);
  if (values == NULL)
    return NULL;
  classes = g_new (guint8, n);
  for (gsize i = 0; i < n; i++)
    {
      if (!is_class (values->data[i]))
        {
          dg_set_file_error (error, DG_ERROR_VALUE, path, _("row %zu of “%s” is %g, not a class from 0 to %d"), i,
                             entry->name, values->data[i], DG_MAX_CLASSES - 1);
          return NULL;
        }
      classes[i] = (guint8) values->data[i];
    }
  return g_steal_pointer (&classes);
}

guint
dg_class_indices_count (const guint8 *classes, gsize n)
{
  guint count = 0;

  for (gsize i = 0; classes != NULL && i < n; i++)
    count = MAX (count, classes[i] + 1u);
  return count;
}
