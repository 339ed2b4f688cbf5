/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure/palette.h"

G_BEGIN_DECLS

#define DG_TYPE_COLOUR_KEY (dg_colour_key_get_type ())
/* The colours of a palette from similar to dissimilar, as a strip. */
G_DECLARE_FINAL_TYPE (DgColourKey, dg_colour_key, DG, COLOUR_KEY, GtkWidget)

void dg_colour_key_set_palette (DgColourKey *self, const DgPalette *palette);

G_END_DECLS
