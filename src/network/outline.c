/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/outline.h"

#include "network/description.h"
#include "network/network-private.h"

static gsize
count_parameters (const DgModule *module)
{
  gsize n = 0;

  for (guint i = 0; i < module->n_parameters; i++)
    if (module->parameters[i].trained)
      n += module->parameters[i].size;
  return n;
}

DgOutline *
dg_outline_new (const char *description, const DgNetworkSizes *sizes, DgTextPlace *place, GError **error)
{
  g_autoptr (DgNetwork) network = NULL;
  g_autoptr (DgDescription) parsed = NULL;
  DgOutline *self;

  *place = (DgTextPlace) { 0, 0 };
  network = dg_network_build (description, sizes, place, error);
  if (network == NULL)
    return NULL;
  parsed = dg_description_parse (description, sizes, NULL, NULL);
  self = g_new0 (DgOutline, 1);
  self->n_modules = dg_network_get_n_modules (network);
  self->lines = g_new (guint, self->n_modules);
  self->n_parameters = g_new (gsize, self->n_modules);
  for (guint i = 0; i < self->n_modules; i++)
    {
      self->lines[i] = ((const DgDescriptionLine *) g_ptr_array_index (parsed->lines, i))->place.line;
      self->n_parameters[i] = count_parameters (dg_network_get_modules (network)[i]);
      self->n_total += self->n_parameters[i];
    }
  self->network = g_steal_pointer (&network);
  return self;
}

void
dg_outline_free (DgOutline *self)
{
  dg_network_free (self->network);
  g_free (self->lines);
  g_free (self->n_parameters);
  g_free (self);
}
