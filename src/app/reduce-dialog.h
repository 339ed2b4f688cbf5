/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_REDUCE_DIALOG (dg_reduce_dialog_get_type ())
/* The loop by which one finds how many samples a picture needs: choose how they are taken, see all beside fewer with
 * figures of agreement, try again, keep: the run shows them from then on, and the dialog closes. */
G_DECLARE_FINAL_TYPE (DgReduceDialog, dg_reduce_dialog, DG, REDUCE_DIALOG, GtkWindow)

/* Of the run that @explorer shows, which has an epoch; begins with the current cell's layer and epoch, or the last,
 * and tries half of the samples at once. */
DgReduceDialog *dg_reduce_dialog_new (GtkWindow *parent, DgExplorer *explorer);

G_END_DECLS
