/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/units.h"

#include <string.h>

#include "network/network-private.h"

static void
units_clear (gpointer data)
{
  g_free (((DgUnits *) data)->module);
}

GArray *
dg_units_list_new (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (DgUnits));

  g_array_set_clear_func (list, units_clear);
  return list;
}

gsize
dg_units_get_fan_in (const DgUnits *self)
{
  gsize fan_in = 1;

  for (guint i = 0; i < self->n_dims; i++)
    fan_in *= self->shape[i];
  return fan_in;
}

/* (nullable) the weights, where a unit has more than one. */
static const DgModuleParameter *
find_weight (const DgModule *module)
{
  for (guint i = 0; i < module->n_parameters; i++)
    if (strcmp (module->parameters[i].suffix, "weight") == 0 && module->parameters[i].n_dims > 1)
      return &module->parameters[i];
  return NULL;
}

static DgUnits
describe (const DgModule *module, const DgModuleParameter *weight)
{
  gboolean are_filters = weight->n_dims == 4;
  DgUnits units = { g_strdup (module->name), are_filters, weight->shape[0], are_filters ? 3 : module->input.n_dims, { 0 } };

  memcpy (units.shape, are_filters ? weight->shape + 1 : module->input.extent, sizeof units.shape);
  return units;
}

GArray *
dg_units_list (const char *description, const DgNetworkSizes *sizes, GError **error)
{
  DgTextPlace place;
  g_autoptr (DgNetwork) network = dg_network_build (description, sizes, &place, error);
  DgModule *const *modules;
  GArray *list;

  if (network == NULL)
    return NULL;
  modules = dg_network_get_modules (network);
  list = dg_units_list_new ();
  for (guint i = 0; i < dg_network_get_n_modules (network); i++)
    {
      const DgModuleParameter *weight = find_weight (modules[i]);
      DgUnits units;

      if (weight == NULL)
        continue;
      units = describe (modules[i], weight);
      g_array_append_val (list, units);
    }
  return list;
}
