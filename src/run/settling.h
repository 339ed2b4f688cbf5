/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file that is not whole and was changed in this time is taken for one in the making. */
#define DG_SETTLING_TIME (10 * (gint64) G_USEC_PER_SEC)

/**
 * DgSettling:
 *
 * Tells files that are being written from those that are broken. Clocks of machines differ: a file that is met in the
 * second look at a folder or later is given the time since a change of it was last seen, whatever its date.
 */
typedef struct _DgSettling DgSettling;

DgSettling *dg_settling_new (void);
void dg_settling_free (DgSettling *self);

/**
 * dg_settling_wait_for:
 * @name: of a file that cannot be read
 * @changed: when it was changed last, in microseconds by the clock of whoever changed it
 * @now: by the same kind of clock, ours
 * @monotonic: of g_get_monotonic_time()
 *
 * Returns: whether it may yet be written to its end
 */
gboolean dg_settling_wait_for (DgSettling *self, const char *name, gint64 changed, gint64 now, gint64 monotonic);

/* The file can be read. */
void dg_settling_forget (DgSettling *self, const char *name);

/* All files have been looked at for the first time. */
void dg_settling_end_first_look (DgSettling *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSettling, dg_settling_free)

G_END_DECLS
