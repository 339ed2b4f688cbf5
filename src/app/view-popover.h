/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_VIEW_POPOVER (dg_view_popover_get_type ())
/* What is shown of DgViewPopover:explorer's run: image kind, order, palette, epochs, layers; each by an
 * action of the window. */
G_DECLARE_FINAL_TYPE (DgViewPopover, dg_view_popover, DG, VIEW_POPOVER, GtkPopover)

G_END_DECLS
