/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue; /* 0 … 1, sRGB */
} DgColour;

/* Oklab (Ottosson 2020): differences are roughly as large as they look. */
typedef struct
{
  double lightness, a, b; /* lightness 0 … 1 */
} DgOklab;

DgOklab dg_colour_to_oklab (DgColour colour);

/* Colours outside of sRGB lose chroma, not lightness or hue. */
DgColour dg_colour_from_oklab (DgOklab oklab);

/* WCAG 2 contrast ratio, 1 … 21. */
double dg_colour_get_contrast (DgColour a, DgColour b);

/* @share of @b in @a, mixed as sRGB values. */
DgColour dg_colour_mix (DgColour a, DgColour b, double share);

/* @colour, its lightness moved away from that of @background only as far as the contrast between the two
 * reaches @contrast: the same scheme serves white paper and dark windows. */
DgColour dg_colour_make_readable (DgColour colour, DgColour background, double contrast);

/* Native-endian xRGB as in CAIRO_FORMAT_RGB24. */
guint32 dg_colour_to_pixel (DgColour colour);

G_END_DECLS
