/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_EPOCH_CHOOSER (dg_epoch_chooser_get_type ())
/* Which epochs of DgEpochChooser:explorer are shown: as a list that is typed, and as a check button for each
 * saved one. Changes them by win.show-epochs. */
G_DECLARE_FINAL_TYPE (DgEpochChooser, dg_epoch_chooser, DG, EPOCH_CHOOSER, GtkBox)

G_END_DECLS
