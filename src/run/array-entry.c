/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/array-entry.h"

static void
entry_clear (DgArrayEntry *entry)
{
  g_free (entry->name);
  g_clear_error (&entry->fault);
}

GArray *
dg_array_entries_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (DgArrayEntry));

  g_array_set_clear_func (entries, (GDestroyNotify) entry_clear);
  return entries;
}
