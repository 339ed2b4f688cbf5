/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/colour.h"

#include <math.h>

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
from_linear (double value)
{
  return value <= 0.0031308 ? 12.92 * value : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

DgOklab
dg_colour_to_oklab (DgColour colour)
{
  double red = to_linear (colour.red), green = to_linear (colour.green), blue = to_linear (colour.blue);
  double l = cbrt (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  double m = cbrt (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  double s = cbrt (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);

  return (DgOklab) {
    .lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
    .a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
    .b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
  };
}

/* Linear sRGB values, possibly outside of 0 … 1. */
static void
oklab_to_linear (DgOklab oklab, double linear[3])
{
  double l = oklab.lightness + 0.3963377774 * oklab.a + 0.2158037573 * oklab.b;
  double m = oklab.lightness - 0.1055613458 * oklab.a - 0.0638541728 * oklab.b;
  double s = oklab.lightness - 0.0894841775 * oklab.a - 1.2914855480 * oklab.b;

  l = l * l * l;
  m = m * m * m;
  s = s * s * s;
  linear[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  linear[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  linear[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
}

static gboolean
is_displayable (const double linear[3])
{
  for (guint i = 0; i < 3; i++)
    if (linear[i] < -1e-4 || linear[i] > 1 + 1e-4)
      return FALSE;

  return TRUE;
}

DgColour
dg_colour_from_oklab (DgOklab oklab)
{
  double linear[3], kept = 1;

  oklab.lightness = CLAMP (oklab.lightness, 0, 1);
  oklab_to_linear (oklab, linear);
  if (!is_displayable (linear))
    {
      double low = 0, high = 1;

      for (guint step = 0; step < 16; step++)
        {
          kept = (low + high) / 2;
          oklab_to_linear ((DgOklab) { oklab.lightness, kept * oklab.a, kept * oklab.b }, linear);
          if (is_displayable (linear))
            low = kept;
          else
            high = kept;
        }
      oklab_to_linear ((DgOklab) { oklab.lightness, low * oklab.a, low * oklab.b }, linear);
    }

  return (DgColour) {
    .red = from_linear (CLAMP (linear[0], 0, 1)),
    .green = from_linear (CLAMP (linear[1], 0, 1)),
    .blue = from_linear (CLAMP (linear[2], 0, 1)),
  };
}

static double
get_luminance (DgColour colour)
{
  return 0.2126 * to_linear (colour.red) + 0.7152 * to_linear (colour.green)
         + 0.0722 * to_linear (colour.blue);
}

double
dg_colour_get_contrast (DgColour a, DgColour b)
{
  double luminance_a = get_luminance (a), luminance_b = get_luminance (b);

  return (MAX (luminance_a, luminance_b) + 0.05) / (MIN (luminance_a, luminance_b) + 0.05);
}

DgColour
dg_colour_mix (DgColour a, DgColour b, double share)
{
  return (DgColour) {
    .red = a.red + share * (b.red - a.red),
    .green = a.green + share * (b.green - a.green),
    .blue = a.blue + share * (b.blue - a.blue),
  };
}

DgColour
dg_colour_make_readable (DgColour colour, DgColour background, double contrast)
{
  DgOklab oklab = dg_colour_to_oklab (colour);
  double end = get_luminance (background) < 0.18 ? 1 : 0;
  double start = oklab.lightness;

  if (dg_colour_get_contrast (colour, background) >= contrast)
    return colour;

  for (guint step = 1; step <= 64; step++)
    {
      oklab.lightness = start + (end - start) * step / 64;
      colour = dg_colour_from_oklab (oklab);
      if (dg_colour_get_contrast (colour, background) >= contrast)
        break;
    }

  return colour;
}

guint32
dg_colour_to_pixel (DgColour colour)
{
  guint32 red = lround (255 * CLAMP (colour.red, 0, 1));
  guint32 green = lround (255 * CLAMP (colour.green, 0, 1));
  guint32 blue = lround (255 * CLAMP (colour.blue, 0, 1));

  return red << 16 | green << 8 | blue;
}
