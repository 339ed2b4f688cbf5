/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/palette.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/error.h"

#define N_LEVELS 256
#define N_KNOTS 5

/* A palette in Oklab's cylinder: lightness runs evenly between its ends, chroma and hue (in turns) by a
 * smooth curve through knots at equal steps. */
typedef struct
{
  const char *name;
  double lightness[2];
  double chroma[N_KNOTS], hue[N_KNOTS];
} Recipe;

struct _DgPalette
{
  const char *name;
  guint32 pixels[N_LEVELS];
};

static const Recipe recipes[] = {
  { "grey", { 0.17, 0.97 }, { 0 }, { 0 } },
  { "lagoon", { 0.22, 0.92 }, { 0.12, 0.12, 0.10, 0.15, 0.18 }, { 0.86, 0.75, 0.56, 0.41, 0.30 } },
  { "dune", { 0.22, 0.92 }, { 0.09, 0.06, 0.012, 0.08, 0.16 }, { 0.72, 0.74, 0.28, 0.27, 0.28 } },
  { "ember", { 0.08, 0.97 }, { 0.03, 0.16, 0.20, 0.16, 0.06 }, { 0.80, 0.87, 1.02, 1.14, 1.27 } },
};

/* From zero to either end; hue of what is below and above. */
static const Recipe diverging = { "diverging", { 0.97, 0.40 }, { 0, 0.055, 0.11, 0.145, 0.14 }, { 0.715, 0.085 } };

static const char *const names[] = { "grey", "lagoon", "dune", "ember", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (recipes) + 1);

/* Catmull–Rom through equidistant knots, ends doubled; @position in 0 … 1. */
static double
interpolate (const double knots[N_KNOTS], double position)
{
  double along = position * (N_KNOTS - 1);
  gint k = MIN ((gint) along, N_KNOTS - 2);
  double t = along - k;
  double before = knots[MAX (k - 1, 0)], after = knots[MIN (k + 2, N_KNOTS - 1)];
  double from = knots[k], to = knots[k + 1];

  return from + 0.5 * t * (to - before
                           + t * (2 * before - 5 * from + 4 * to - after
                                  + t * (3 * (from - to) + after - before)));
}

/* The colour of @hue at @position in 0 … 1. */
static guint32
mix_pixel (const Recipe *recipe, double position, double hue)
{
  double chroma = interpolate (recipe->chroma, position);

  return dg_colour_to_pixel (dg_colour_from_oklab ((DgOklab) {
    .lightness = recipe->lightness[0] + position * (recipe->lightness[1] - recipe->lightness[0]),
    .a = chroma * cos (2 * G_PI * hue),
    .b = chroma * sin (2 * G_PI * hue),
  }));
}

static void
mix_palette (const Recipe *recipe, DgPalette *palette)
{
  palette->name = recipe->name;
  for (guint level = 0; level < N_LEVELS; level++)
    {
      double position = level / (N_LEVELS - 1.0);

      palette->pixels[level] = mix_pixel (recipe, position, interpolate (recipe->hue, position));
    }
}

static void
mix_diverging (DgPalette *palette)
{
  palette->name = diverging.name;
  for (gint level = 0; level < N_LEVELS; level++)
    {
      double position = MIN (ABS (level - DG_PALETTE_ZERO) / (N_LEVELS - 1.0 - DG_PALETTE_ZERO), 1);

      palette->pixels[level] = mix_pixel (&diverging, position, diverging.hue[level > DG_PALETTE_ZERO]);
    }
}

static const DgPalette *
get_palettes (void)
{
  static DgPalette palettes[G_N_ELEMENTS (recipes)];
  static gsize mixed = 0;

  if (g_once_init_enter (&mixed))
    {
      for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
        mix_palette (&recipes[i], &palettes[i]);
      g_once_init_leave (&mixed, 1);
    }

  return palettes;
}

const DgPalette *
dg_palette_get (const char *name, GError **error)
{
  g_autofree char *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    if (g_str_equal (name, recipes[i].name))
      return &get_palettes ()[i];

  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("There is no palette “%s”; there are %s"), name, list);
  return NULL;
}

const DgPalette *
dg_palette_get_diverging (void)
{
  static DgPalette palette;
  static gsize mixed = 0;

  if (g_once_init_enter (&mixed))
    {
      mix_diverging (&palette);
      g_once_init_leave (&mixed, 1);
    }

  return &palette;
}

guint8
dg_palette_get_signed_level (double value, double largest)
{
  if (!(largest > 0))
    return DG_PALETTE_ZERO;

  return DG_PALETTE_ZERO + lround ((N_LEVELS - 1 - DG_PALETTE_ZERO) * CLAMP (value / largest, -1, 1));
}

const char *const *
dg_palette_list_names (void)
{
  return names;
}

const char *
dg_palette_get_name (const DgPalette *self)
{
  return self->name;
}

guint32
dg_palette_get_pixel (const DgPalette *self, guint8 level)
{
  return self->pixels[level];
}

static DgColour
unpack (guint32 rgb)
{
  return (DgColour) { (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0 };
}

DgColour
dg_palette_get_class_colour (gint class_index)
{
  static const guint32 scheme[] = { 0x332299, 0x88c8e8, 0x22aab4, 0x0d6836, 0xaca730,
                                    0xddcc66, 0xcc7c80, 0x7a185e, 0xa550b0, 0x6e6e6e };
  /* Lightness of the second round through the scheme, the third, and so on in turn. */
  static const double shifts[] = { 0.14, -0.12 };
  guint round;
  DgOklab oklab;

  if (class_index < 0)
    return unpack (0x444444);

  round = class_index / G_N_ELEMENTS (scheme);
  if (round == 0)
    return unpack (scheme[class_index]);

  oklab = dg_colour_to_oklab (unpack (scheme[class_index % G_N_ELEMENTS (scheme)]));
  oklab.lightness = CLAMP (oklab.lightness + shifts[(round - 1) % 2], 0.2, 0.92);
  return dg_colour_from_oklab (oklab);
}

DgColour
dg_palette_get_class_colour_on (gint class_index, DgColour background)
{
  const DgColour white = { 1, 1, 1 };
  DgColour colour = dg_palette_get_class_colour (class_index);

  /* The scheme's dark colours are its problem, its palest is meant for white. */
  if (dg_colour_get_contrast (background, white) < 4.5)
    return colour;

  return dg_colour_make_readable (colour, background, 2.1);
}

DgColour
dg_palette_get_selection_colour (void)
{
  return unpack (0xd55e00);
}
