/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_STATUS_LINE (dg_status_line_get_type ())
/* What DgStatusLine:explorer shows of how many, as which image and in which colours; and at the end what is
 * lit, or what lies under the pointer, or what has just been done. */
G_DECLARE_FINAL_TYPE (DgStatusLine, dg_status_line, DG, STATUS_LINE, GtkBox)

/**
 * DgStatusLine:explorer: what is described
 * DgStatusLine:readout: (nullable): what lies under the pointer
 */

/* Says for a while that something went well. */
void dg_status_line_show_notice (DgStatusLine *self, const char *notice);

G_END_DECLS
