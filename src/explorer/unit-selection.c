/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/unit-selection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "explorer/choice.h"

GArray *
dg_unit_selection_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (DgUnitId));
}

static gboolean
is_equal (gconstpointer a, gconstpointer b)
{
  const DgUnitId *x = a, *y = b;

  return x->module == y->module && x->unit == y->unit;
}

void
dg_unit_selection_choose (GArray *self, const char *module, guint32 unit, gboolean extend)
{
  DgUnitId id = { g_intern_string (module), unit };

  dg_choice_take (self, &id, is_equal, extend);
}

GArray *
dg_unit_selection_list (const GArray *self, const char *module)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->len; i++)
    {
      const DgUnitId *id = &g_array_index (self, DgUnitId, i);

      if (strcmp (id->module, module) == 0)
        g_array_append_val (units, id->unit);
    }
  return units;
}

/* One item between commas; @units is that of the items before, and receives this one's module. */
static gboolean
parse_item (DgRun *run, const char *item, const DgUnits **units, DgUnitId *id, GError **error)
{
  const char *colon = strrchr (item, ':');
  guint64 unit;

  if (colon != NULL)
    {
      g_autofree char *module = g_strndup (item, colon - item);

      *units = dg_run_find_units (run, module, error);
      if (*units == NULL)
        return FALSE;
      item = colon + 1;
    }
  if (*units == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("“%s” does not say of which module it is a unit: units are chosen as C1:0,3"), item);
      return FALSE;
    }
  if (!g_ascii_string_to_unsigned (item, 10, 0, (*units)->n_units - 1, &unit, NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("“%s” is no unit of %s, which has the units 0 to %zu"), item,
                   (*units)->module, (*units)->n_units - 1);
      return FALSE;
    }
  *id = (DgUnitId){ g_intern_string ((*units)->module), (guint32) unit };
  return TRUE;
}

GArray *
dg_unit_selection_parse (DgRun *run, const char *text, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);
  g_autoptr (GArray) units = dg_unit_selection_new ();
  const DgUnits *module = NULL;

  for (gsize i = 0; i == 0 || items[i] != NULL; i++)
    {
      DgUnitId id;

      if (!parse_item (run, items[i] != NULL ? g_strstrip (items[i]) : "", &module, &id, error))
        return NULL;
      if (!dg_choice_find (units, &id, is_equal, NULL))
        g_array_append_val (units, id);
    }
  return g_steal_pointer (&units);
}
