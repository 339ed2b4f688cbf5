/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/settling.h"

/**
 * Broken:
 * @changed: when the file was last changed, by the clock of whoever changed it
 * @seen: when that was first seen, by our monotonic clock
 */
typedef struct
{
  gint64 changed, seen;
} Broken;

struct _DgSettling
{
  GHashTable *broken; /* name → Broken */
  gboolean looked;    /* whether the first look has ended */
};

DgSettling *
dg_settling_new (void)
{
  DgSettling *self = g_new0 (DgSettling, 1);

  self->broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
dg_settling_free (DgSettling *self)
{
  g_hash_table_unref (self->broken);
  g_free (self);
}

gboolean
dg_settling_wait_for (DgSettling *self, const char *name, gint64 changed, gint64 now, gint64 monotonic)
{
  Broken *broken = g_hash_table_lookup (self->broken, name);

  if (broken == NULL)
    {
      broken = g_new (Broken, 1);
      *broken = (Broken) { changed, self->looked ? monotonic : monotonic - DG_SETTLING_TIME };
      g_hash_table_insert (self->broken, g_strdup (name), broken);
    }
  else if (broken->changed != changed)
    *broken = (Broken) { changed, monotonic };
  return ABS (now - changed) < DG_SETTLING_TIME || monotonic - broken->seen < DG_SETTLING_TIME;
}

void
dg_settling_forget (DgSettling *self, const char *name)
{
  g_hash_table_remove (self->broken, name);
}

void
dg_settling_end_first_look (DgSettling *self)
{
  self->looked = TRUE;
}
