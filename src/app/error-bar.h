/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_ERROR_BAR (dg_error_bar_get_type ())
/* Says what went wrong, until it is closed or hidden. */
G_DECLARE_FINAL_TYPE (DgErrorBar, dg_error_bar, DG, ERROR_BAR, GtkBox)

void dg_error_bar_show (DgErrorBar *self, const char *message);
void dg_error_bar_hide (DgErrorBar *self);

G_END_DECLS
