/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_CLASS_CHOOSER (dg_class_chooser_get_type ())
/* The classes of DgClassChooser:explorer's run as toggles in their colours, with the number of their samples.
 * A click chooses a class alone, with Ctrl beside the others, by win.focus-class. */
G_DECLARE_FINAL_TYPE (DgClassChooser, dg_class_chooser, DG, CLASS_CHOOSER, GtkBox)

G_END_DECLS
