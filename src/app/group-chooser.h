/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_GROUP_CHOOSER (dg_group_chooser_get_type ())
/* By what the samples of DgGroupChooser:explorer are grouped in dissimilarity plots; says why where the run has
 * nothing for a grouping. Changes it by win.group; insensitive while other images are shown. */
G_DECLARE_FINAL_TYPE (DgGroupChooser, dg_group_chooser, DG, GROUP_CHOOSER, GtkBox)

G_END_DECLS
