/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run/run.h"

G_BEGIN_DECLS

#define DG_TYPE_NEW_RUN_DIALOG (dg_new_run_dialog_get_type ())
/* Asks for what a new run is made of, says beside each field what is wrong with it, and looks into a folder
 * of images before it can be used. */
G_DECLARE_FINAL_TYPE (DgNewRunDialog, dg_new_run_dialog, DG, NEW_RUN_DIALOG, GtkWindow)

/**
 * DgNewRunDialog::start-run:
 * @folder: the run's folder, which does not exist yet
 * @options: a #DgRunOptions
 *
 * Train was chosen and everything is in order. The dialog is to be closed once the run begins; until then it keeps what
 * was typed.
 */

/* @location: the folder that new runs are kept in; need not exist. */
DgNewRunDialog *dg_new_run_dialog_new (GtkWindow *parent, GFile *location);

/* Proposes a folder of images, and looks into it: what the button for a folder does once one is chosen. */
void dg_new_run_dialog_set_data_folder (DgNewRunDialog *self, GFile *folder);

G_END_DECLS
