/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_FOCUS_PANEL (dg_focus_panel_get_type ())
/* What is looked for: the focus rule, the classes as toggles, and the misclassified samples of an epoch.
 * Shows DgFocusPanel:explorer and changes it through the window's actions alone. */
G_DECLARE_FINAL_TYPE (DgFocusPanel, dg_focus_panel, DG, FOCUS_PANEL, GtkBox)

G_END_DECLS
