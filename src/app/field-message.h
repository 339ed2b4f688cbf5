/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says beneath @field what it means, or as an error what is wrong with it; nothing where @message is NULL. */
void dg_field_message_show (GtkLabel *label, GtkWidget *field, const char *message, gboolean is_error);

G_END_DECLS
