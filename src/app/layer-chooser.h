/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_LAYER_CHOOSER (dg_layer_chooser_get_type ())
/* Which layers of DgLayerChooser:explorer are shown, and which channel of a convolutional one. Changes them
 * by win.show-layers. */
G_DECLARE_FINAL_TYPE (DgLayerChooser, dg_layer_chooser, DG, LAYER_CHOOSER, GtkBox)

G_END_DECLS
