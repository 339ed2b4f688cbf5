/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_SAMPLE_LIST (dg_sample_list_get_type ())
/* The samples of DgSampleList:explorer that are worth a look as thumbnails, the misclassified ones, or those that are
 * reconstructed worst where the network reconstructs, with a choice of the epoch that counts. Selects by
 * win.select-sample, chooses by win.reference-epoch. */
G_DECLARE_FINAL_TYPE (DgSampleList, dg_sample_list, DG, SAMPLE_LIST, GtkBox)

G_END_DECLS
