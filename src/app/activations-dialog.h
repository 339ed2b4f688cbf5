/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_ACTIVATIONS_DIALOG (dg_activations_dialog_get_type ())
/* Says what a folder of activations from elsewhere holds, and gives the lines of Python that write one. */
G_DECLARE_FINAL_TYPE (DgActivationsDialog, dg_activations_dialog, DG, ACTIVATIONS_DIALOG, GtkWindow)

/**
 * DgActivationsDialog::open: the folder is to be chosen; the dialog has closed
 */

DgActivationsDialog *dg_activations_dialog_new (GtkWindow *parent);

G_END_DECLS
