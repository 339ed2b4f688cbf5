/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "network/outline.h"

G_BEGIN_DECLS

#define DG_TYPE_LAYER_TOGGLES (dg_layer_toggles_get_type ())
/* The modules of a network as toggles: those whose outputs a run keeps. At first the usual ones are on. */
G_DECLARE_FINAL_TYPE (DgLayerToggles, dg_layer_toggles, DG, LAYER_TOGGLES, GtkGrid)

/**
 * DgLayerToggles::changed: a toggle was used
 */

/* Shows the modules of @outline. Those whose toggle was used, by name and kind, stay as they were left. */
void dg_layer_toggles_set_outline (DgLayerToggles *self, const DgOutline *outline);

/* (transfer full) the names of those that are on. */
char **dg_layer_toggles_get_layers (DgLayerToggles *self);

G_END_DECLS
