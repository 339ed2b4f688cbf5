/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_MISCLASSIFIED_LIST (dg_misclassified_list_get_type ())
/* The misclassified samples of DgMisclassifiedList:explorer as thumbnails, with a choice of the epoch whose
 * answers count. Selects by win.select-sample, chooses by win.reference-epoch. */
G_DECLARE_FINAL_TYPE (DgMisclassifiedList, dg_misclassified_list, DG, MISCLASSIFIED_LIST, GtkBox)

G_END_DECLS
