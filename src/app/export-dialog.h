/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_EXPORT_DIALOG (dg_export_dialog_get_type ())
/* Asks for format and scale, then for a file. Closes itself. */
G_DECLARE_FINAL_TYPE (DgExportDialog, dg_export_dialog, DG, EXPORT_DIALOG, GtkWindow)

/**
 * DgExportDialog::save:
 * @file: where to, with the ending of the format
 * @scale: pixels per point
 *
 * A file was chosen.
 */

/* @width, @height: of the figure in points. @folder, @name: proposed for the file, without ending. */
DgExportDialog *dg_export_dialog_new (GtkWindow *parent, GFile *folder, const char *name, double width,
                                      double height);

G_END_DECLS
