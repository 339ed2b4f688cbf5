/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_PANES (dg_panes_get_type ())
/* Three widgets side by side. The middle one always gets the space: where it would become too narrow the one
 * at the end is hidden, then the one at the start. */
G_DECLARE_FINAL_TYPE (DgPanes, dg_panes, DG, PANES, GtkWidget)

/**
 * DgPanes:start, DgPanes:centre, DgPanes:end: the widgets
 * DgPanes:start-width, DgPanes:end-width: in points
 * DgPanes:centre-width: what the middle one is left at least while another is shown, in points
 */

G_END_DECLS
