/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_CURVE (dg_curve_get_type ())
/* Test accuracy, and more quietly test loss, over the epochs of DgCurve:explorer's run. Shown epochs are
 * marked by lines, saved ones by dots; a click on a dot shows or hides its epoch by win.show-epochs. */
G_DECLARE_FINAL_TYPE (DgCurve, dg_curve, DG, CURVE, GtkWidget)

/* Lets the plot reach from @left to @right in the widget's coordinates, so that it stands above what it
 * belongs to, with the words to its left; it begins farther right where they need the room. */
void dg_curve_set_plot (DgCurve *self, double left, double right);

/* Where the dot of a saved epoch lies, in the widget's coordinates. Returns FALSE where there is none. */
gboolean dg_curve_get_point (DgCurve *self, guint epoch, graphene_point_t *point);

G_END_DECLS
