/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/epoch-list.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

char *
dg_epoch_list_to_string (const guint *epochs, gsize n)
{
  GString *text = g_string_new (NULL);
  gsize end;

  for (gsize begin = 0; begin < n; begin = end)
    {
      end = begin + 1;
      while (end < n && epochs[end] == epochs[end - 1] + 1)
        end++;
      if (end - begin < 3)
        end = begin + 1;
      g_string_append_printf (text, "%s%u", begin ? "," : "", epochs[begin]);
      if (end - begin >= 3)
        g_string_append_printf (text, "-%u", epochs[end - 1]);
    }
  return g_string_free (text, FALSE);
}

/* "7" or "3-9", with blanks around the numbers. */
static gboolean
parse_item (const char *item, guint *first, guint *last)
{
  g_auto (GStrv) ends = g_strsplit (item, "-", 2);
  guint64 value[2] = { 0, 0 };
  guint count = g_strv_length (ends);

  for (guint i = 0; i < count; i++)
    if (!g_ascii_string_to_unsigned (g_strstrip (ends[i]), 10, 0, G_MAXUINT, &value[i], NULL))
      return FALSE;
  if (count == 0)
    return FALSE;
  *first = value[0];
  *last = value[count - 1];
  return *first <= *last;
}

/* Marks the available epochs of one item. Returns FALSE where there are none. */
static gboolean
choose_range (guint first, guint last, const guint *available, gsize n_available, gboolean *chosen)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < n_available; i++)
    if (available[i] >= first && available[i] <= last)
      any = chosen[i] = TRUE;
  return any;
}

static gboolean
choose_item (const char *item, const guint *available, gsize n_available, gboolean *chosen, GError **error)
{
  guint first, last;

  if (!parse_item (item, &first, &last))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("“%s” is not a list of epochs such as 1,2,10, 1-20 or all"), item);
      return FALSE;
    }
  if (!choose_range (first, last, available, n_available, chosen))
    {
      g_autofree char *exist = dg_epoch_list_to_string (available, n_available);

      if (n_available == 0)
        g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("there is no epoch %s: none has been saved yet"),
                     item);
      else
        g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("there is no epoch %s; there are %s"), item, exist);
      return FALSE;
    }
  return TRUE;
}

guint *
dg_epoch_list_parse (const char *text, const guint *available, gsize n_available, gsize *n, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree gboolean *chosen = g_new0 (gboolean, n_available + 1);
  g_autofree guint *epochs = g_new (guint, n_available + 1);
  gsize count = 0;

  if (g_str_equal (stripped, "all"))
    choose_range (0, G_MAXUINT, available, n_available, chosen);
  else
    {
      g_auto (GStrv) items = g_strsplit (*stripped ? stripped : " ", ",", -1);

      for (char **item = items; *item; item++)
        if (!choose_item (g_strstrip (*item), available, n_available, chosen, error))
          return NULL;
    }
  for (gsize i = 0; i < n_available; i++)
    if (chosen[i])
      epochs[count++] = available[i];
  *n = count;
  return g_steal_pointer (&epochs);
}
