/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_BUSY_NOTE (dg_busy_note_get_type ())
/* Says how many images are still being computed, where that takes longer than a moment; else it is hidden. */
G_DECLARE_FINAL_TYPE (DgBusyNote, dg_busy_note, DG, BUSY_NOTE, GtkBox)

void dg_busy_note_set_explorer (DgBusyNote *self, DgExplorer *explorer); /* @explorer: (nullable) */

G_END_DECLS
