/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_UNIT_PANEL (dg_unit_panel_get_type ())
/* A selected unit: what it weighs at the epoch of the current cell, and at all others. Loads in the background. */
G_DECLARE_FINAL_TYPE (DgUnitPanel, dg_unit_panel, DG, UNIT_PANEL, GtkBox)

/**
 * DgUnitPanel:explorer: (nullable): whose selected units are shown
 */

G_END_DECLS
