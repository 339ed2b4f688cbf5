/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/palette.h"

#include <math.h>

#include "base/error.h"
#include "tendency/focus.h"

#define N_CLASSES 10

static DgColour
unpack (guint32 pixel)
{
  return (DgColour) { (pixel >> 16) / 255.0, (pixel >> 8 & 0xff) / 255.0, (pixel & 0xff) / 255.0 };
}

static double
get_lightness (guint32 pixel)
{
  return dg_colour_to_oklab (unpack (pixel)).lightness;
}

static double
get_distance (DgColour a, DgColour b)
{
  DgOklab p = dg_colour_to_oklab (a), q = dg_colour_to_oklab (b);

  return sqrt ((p.lightness - q.lightness) * (p.lightness - q.lightness) + (p.a - q.a) * (p.a - q.a)
               + (p.b - q.b) * (p.b - q.b));
}

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
from_linear (double value)
{
  value = CLAMP (value, 0, 1);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

typedef double Sight[3][3];

/* Machado, Oliveira & Fernandes 2009, severity 1, on linear sRGB. */
static const Sight sights[] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
};
static const char *const sight_names[] = { "normal", "protanopia", "deuteranopia" };

static DgColour
see (guint sight, DgColour colour)
{
  const double in[3] = { to_linear (colour.red), to_linear (colour.green), to_linear (colour.blue) };
  double out[3];

  for (guint i = 0; i < 3; i++)
    {
      const double *row = sights[sight][i];

      out[i] = from_linear (row[0] * in[0] + row[1] * in[1] + row[2] * in[2]);
    }

  return (DgColour) { out[0], out[1], out[2] };
}

static void
test_grey (void)
{
  const DgPalette *grey = dg_palette_get ("grey", NULL);

  for (guint level = 0; level < 256; level++)
    {
      guint32 pixel = dg_palette_get_pixel (grey, level);

      g_assert_cmphex (pixel >> 16, ==, pixel & 0xff);
      g_assert_cmphex (pixel >> 8 & 0xff, ==, pixel & 0xff);
      g_assert_cmphex (pixel >> 24, ==, 0);
    }
  g_assert_cmpuint (dg_palette_get_pixel (grey, 0) & 0xff, <, 0x20);
  g_assert_cmpuint (dg_palette_get_pixel (grey, 255) & 0xff, >, 0xf0);
}

/* Equal steps of value are equal steps of lightness, from dark to light; colours change without a jump. */
static void
test_perceptual (void)
{
  const char *const *names = dg_palette_list_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const DgPalette *palette = dg_palette_get (names[i], NULL);
      double first = get_lightness (dg_palette_get_pixel (palette, 0));
      double last = get_lightness (dg_palette_get_pixel (palette, 255));

      g_assert_cmpfloat (first, <, 0.3);
      g_assert_cmpfloat (last, >, 0.9);
      for (guint level = 0; level < 256; level++)
        {
          guint32 pixel = dg_palette_get_pixel (palette, level);

          g_assert_cmpfloat_with_epsilon (get_lightness (pixel), first + (last - first) * level / 255, 0.012);
          if (level > 0)
            {
              DgColour before = unpack (dg_palette_get_pixel (palette, level - 1));

              g_assert_cmpfloat (get_distance (before, unpack (pixel)), <, 0.025);
            }
        }
    }
}

/* Zero is the lightest, without a colour; what lies as far below as above is as dark, and of another colour for
 * everyone. */
static void
test_diverging (void)
{
  const DgPalette *palette = dg_palette_get_diverging ();
  double zero = get_lightness (dg_palette_get_pixel (palette, DG_PALETTE_ZERO));
  double end = get_lightness (dg_palette_get_pixel (palette, 255));
  DgOklab middle = dg_colour_to_oklab (unpack (dg_palette_get_pixel (palette, DG_PALETTE_ZERO)));

  g_assert_cmpfloat (hypot (middle.a, middle.b), <, 0.005);
  g_assert_cmphex (dg_palette_get_pixel (palette, 0), ==, dg_palette_get_pixel (palette, 1));
  for (guint step = 1; step < 128; step++)
    {
      DgColour below = unpack (dg_palette_get_pixel (palette, DG_PALETTE_ZERO - step));
      DgColour above = unpack (dg_palette_get_pixel (palette, DG_PALETTE_ZERO + step));
      double expected = zero + (end - zero) * step / 127;

      g_assert_cmpfloat_with_epsilon (dg_colour_to_oklab (below).lightness, expected, 0.012);
      g_assert_cmpfloat_with_epsilon (dg_colour_to_oklab (above).lightness, expected, 0.012);
      for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
        g_assert_cmpfloat (get_distance (see (sight, below), see (sight, above)), >,
                           step >= 96 ? 0.2 : step >= 32 ? 0.07 : 0);
    }
}

static void
test_signed_levels (void)
{
  g_assert_cmpuint (dg_palette_get_signed_level (0, 2), ==, DG_PALETTE_ZERO);
  g_assert_cmpuint (dg_palette_get_signed_level (2, 2), ==, 255);
  g_assert_cmpuint (dg_palette_get_signed_level (-2, 2), ==, 1);
  g_assert_cmpuint (dg_palette_get_signed_level (3, 2), ==, 255);
  g_assert_cmpuint (dg_palette_get_signed_level (-3, 2), ==, 1);
  g_assert_cmpuint (dg_palette_get_signed_level (1, 2), ==, 192);
  g_assert_cmpuint (dg_palette_get_signed_level (1e-3, 2), ==, DG_PALETTE_ZERO);
  g_assert_cmpuint (dg_palette_get_signed_level (0, 0), ==, DG_PALETTE_ZERO);
}

static void
test_names (void)
{
  const char *const *names = dg_palette_list_names ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (names[0], ==, "grey");
  g_assert_cmpuint (g_strv_length ((char **) names), >=, 4);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const DgPalette *palette = dg_palette_get (names[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (dg_palette_get_name (palette), ==, names[i]);
      for (guint j = 0; j < i; j++)
        g_assert_cmphex (dg_palette_get_pixel (palette, 128), !=,
                         dg_palette_get_pixel (dg_palette_get (names[j], NULL), 128));
    }

  g_assert_null (dg_palette_get ("rainbow", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "rainbow"));
  for (guint i = 0; names[i] != NULL; i++)
    g_assert_nonnull (strstr (error->message, names[i]));
}

/* The ten classes, and the selection, as three kinds of readers see them on paper and on a dark window. Greys
 * differ from each other by 0.004 a level of 256: 0.06 is fifteen of them. */
static void
test_told_apart (void)
{
  const DgColour backgrounds[] = { { 1, 1, 1 }, { 0.14, 0.14, 0.14 } };

  for (guint b = 0; b < G_N_ELEMENTS (backgrounds); b++)
    for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
      {
        DgColour colours[N_CLASSES + 1];
        double least = 1;
        guint pair[2] = { 0 };

        for (guint i = 0; i < N_CLASSES; i++)
          colours[i] = see (sight, dg_palette_get_class_colour_on (i, backgrounds[b]));
        colours[N_CLASSES] = see (sight, dg_palette_get_selection_colour ());

        for (guint i = 0; i <= N_CLASSES; i++)
          for (guint j = 0; j < i; j++)
            if (get_distance (colours[i], colours[j]) < least)
              {
                least = get_distance (colours[i], colours[j]);
                pair[0] = j;
                pair[1] = i;
              }
        g_test_message ("%s on %s: least distance %.3f, of %u and %u", sight_names[sight],
                        b ? "dark" : "white", least, pair[0], pair[1]);
        g_assert_cmpfloat (least, >, b == 0 ? 0.075 : 0.06);
      }
}

static void
test_selection_is_no_grey (void)
{
  for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
    for (guint level = 0; level < 256; level++)
      {
        DgColour grey = unpack (dg_palette_get_pixel (dg_palette_get ("grey", NULL), level));
        DgColour selection = dg_palette_get_selection_colour ();

        g_assert_cmpfloat (get_distance (see (sight, selection), see (sight, grey)), >, 0.1);
      }
}

static void
test_readable_on_both (void)
{
  const DgColour white = { 1, 1, 1 }, dark = { 0.14, 0.14, 0.14 };

  for (gint i = DG_MARK_NO_CLASS; i < 3 * N_CLASSES; i++)
    {
      DgColour colour = dg_palette_get_class_colour (i), on_white = dg_palette_get_class_colour_on (i, white);

      g_assert_cmphex (dg_colour_to_pixel (on_white), ==, dg_colour_to_pixel (colour));
      if (i < N_CLASSES)
        g_assert_cmpfloat (dg_colour_get_contrast (colour, white), >, 1.5);
      g_assert_cmpfloat (dg_colour_get_contrast (dg_palette_get_class_colour_on (i, dark), dark), >=, 2.1);
    }
  g_assert_cmpfloat (dg_colour_get_contrast (dg_palette_get_selection_colour (), white), >, 3);
  g_assert_cmpfloat (dg_colour_get_contrast (dg_palette_get_selection_colour (), dark), >, 3);
}

static void
test_further_classes (void)
{
  for (gint i = 0; i < 3 * N_CLASSES; i++)
    for (gint j = DG_MARK_NO_CLASS; j < i; j++)
      g_assert_cmphex (dg_colour_to_pixel (dg_palette_get_class_colour (i)), !=,
                       dg_colour_to_pixel (dg_palette_get_class_colour (j)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/palette/grey", test_grey);
  g_test_add_func ("/palette/perceptual", test_perceptual);
  g_test_add_func ("/palette/diverging", test_diverging);
  g_test_add_func ("/palette/signed-levels", test_signed_levels);
  g_test_add_func ("/palette/names", test_names);
  g_test_add_func ("/palette/class-colours/told-apart", test_told_apart);
  g_test_add_func ("/palette/class-colours/selection-is-no-grey", test_selection_is_no_grey);
  g_test_add_func ("/palette/class-colours/readable-on-both", test_readable_on_both);
  g_test_add_func ("/palette/class-colours/further", test_further_classes);

  return g_test_run ();
}
