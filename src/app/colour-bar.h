/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_COLOUR_BAR (dg_colour_bar_get_type ())
/* A rounded bar filled with one colour from its start. As a square that is full it is the dot of a class.
 * Says nothing by itself: the labels beside it do. */
G_DECLARE_FINAL_TYPE (DgColourBar, dg_colour_bar, DG, COLOUR_BAR, GtkWidget)

/* In the colour of a class, as it is told from the theme's background. */
GtkWidget *dg_colour_bar_new (gint class_index);

/* @fraction: 0 … 1 of the length; the smallest still shows a nub in its colour. */
void dg_colour_bar_set_fraction (DgColourBar *self, double fraction);

G_END_DECLS
