/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/choice.h"

gboolean
dg_choice_find (const GArray *chosen, gconstpointer item, GEqualFunc equal, guint *place)
{
  const char *items = chosen->data;
  gsize size = g_array_get_element_size ((GArray *) chosen);

  for (guint i = 0; i < chosen->len; i++)
    if (equal (items + i * size, item))
      {
        if (place != NULL)
          *place = i;
        return TRUE;
      }
  return FALSE;
}

void
dg_choice_take (GArray *chosen, gconstpointer item, GEqualFunc equal, gboolean extend)
{
  guint place;
  gboolean found = dg_choice_find (chosen, item, equal, &place);

  if (found && extend)
    {
      g_array_remove_index (chosen, place);
      return;
    }
  if (!extend)
    {
      gboolean alone = found && chosen->len == 1;

      g_array_set_size (chosen, 0);
      if (alone)
        return;
    }
  g_array_append_vals (chosen, item, 1);
}
