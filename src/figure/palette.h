/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/colour.h"

G_BEGIN_DECLS

/* 256 colours from similar (0) to dissimilar (1), lightness rising evenly; static, immutable. */
typedef struct _DgPalette DgPalette;

/* "grey" (the default, dark = similar) and perceptual ones: "lagoon" (violet, green, yellow), "dune" (blue,
 * grey, yellow: made for colour-blind readers) and "ember" (black, red, yellow). DG_ERROR_NAME lists them. */
const DgPalette *dg_palette_get (const char *name, GError **error);
const char *const *dg_palette_list_names (void);
const char *dg_palette_get_name (const DgPalette *self);

/* For values of either sign: blue below zero, white at zero, red above, either side as dark as the other at the same
 * distance from it. Not among the names. */
const DgPalette *dg_palette_get_diverging (void);

/* The level of @value in it: DG_PALETTE_ZERO where it is 0, 1 and 255 at −@largest and @largest, to which others are
 * cut. A @largest of 0 leaves zeros. */
#define DG_PALETTE_ZERO 128
guint8 dg_palette_get_signed_level (double value, double largest);

/* Native-endian xRGB as in CAIRO_FORMAT_RGB24 for @level 0 … 255. */
guint32 dg_palette_get_pixel (const DgPalette *self, guint8 level);

/* Class colours for white paper: Tol's muted scheme and a grey, each moved a little so that readers with
 * protanopia or deuteranopia can tell all of them and the selection apart; beyond its length they repeat
 * lighter and darker. DG_MARK_NO_CLASS gives a neutral dark grey. */
DgColour dg_palette_get_class_colour (gint class_index);

/* The same on another background: what would sink into a dark one is lightened as far as needed. */
DgColour dg_palette_get_class_colour_on (gint class_index, DgColour background);

/* The one colour of a selected sample: told apart from every class colour and from greys. */
DgColour dg_palette_get_selection_colour (void);

G_END_DECLS
