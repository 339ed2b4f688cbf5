/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/list.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "base/error.h"

char **
dg_list_parse_names (const char *text, GError **error)
{
  g_auto (GStrv) names = g_strsplit (*text != '\0' ? text : " ", ",", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    if (*g_strstrip (names[i]) == '\0')
      {
        g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the list “%s” has an empty item"), text);
        return NULL;
      }
  return g_steal_pointer (&names);
}

static int
compare_descending (const void *a, const void *b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x < y) - (x > y);
}

guint *
dg_list_parse_sizes (const char *text, gsize *n, GError **error)
{
  g_auto (GStrv) items = dg_list_parse_names (text, error);
  g_autofree guint *sizes = NULL;
  gsize count = 0, kept = 0;

  if (items == NULL)
    return NULL;
  sizes = g_new (guint, g_strv_length (items));
  for (; items[count] != NULL; count++)
    {
      guint64 value;

      if (!g_ascii_string_to_unsigned (items[count], 10, 1, G_MAXUINT, &value, NULL))
        {
          g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                       _("“%s” is not a list of sizes such as 1000,500,100,50"), text);
          return NULL;
        }
      sizes[count] = (guint) value;
    }
  qsort (sizes, count, sizeof *sizes, compare_descending);
  for (gsize i = 0; i < count; i++)
    if (kept == 0 || sizes[kept - 1] != sizes[i])
      sizes[kept++] = sizes[i];
  *n = kept;
  return g_steal_pointer (&sizes);
}
