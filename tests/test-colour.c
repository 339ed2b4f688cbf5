/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/colour.h"

#include <math.h>

static void
test_oklab_of_known_colours (void)
{
  /* Ottosson's own example values, to the three decimals he gives. */
  DgOklab white = dg_colour_to_oklab ((DgColour) { 1, 1, 1 });
  DgOklab red = dg_colour_to_oklab ((DgColour) { 1, 0, 0 });

  g_assert_cmpfloat_with_epsilon (white.lightness, 1, 1e-3);
  g_assert_cmpfloat_with_epsilon (white.a, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (white.b, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (red.lightness, 0.628, 1e-3);
  g_assert_cmpfloat_with_epsilon (red.a, 0.225, 1e-3);
  g_assert_cmpfloat_with_epsilon (red.b, 0.126, 1e-3);
}

static void
test_oklab_and_back (void)
{
  for (guint i = 0; i < 216; i++)
    {
      DgColour colour = { i % 6 / 5.0, i / 6 % 6 / 5.0, i / 36 / 5.0 };
      DgColour back = dg_colour_from_oklab (dg_colour_to_oklab (colour));

      g_assert_cmphex (dg_colour_to_pixel (back), ==, dg_colour_to_pixel (colour));
    }
}

static void
test_out_of_gamut_keeps_lightness_and_hue (void)
{
  DgOklab wanted = { 0.6, -0.4, 0.1 };
  DgOklab got = dg_colour_to_oklab (dg_colour_from_oklab (wanted));

  g_assert_cmpfloat_with_epsilon (got.lightness, wanted.lightness, 5e-3);
  g_assert_cmpfloat_with_epsilon (atan2 (got.b, got.a), atan2 (wanted.b, wanted.a), 0.05);
  g_assert_cmpfloat (hypot (got.a, got.b), <, hypot (wanted.a, wanted.b));
  g_assert_cmpfloat (hypot (got.a, got.b), >, 0.08);
}

static void
test_contrast (void)
{
  const DgColour black = { 0, 0, 0 }, white = { 1, 1, 1 };

  g_assert_cmpfloat_with_epsilon (dg_colour_get_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (dg_colour_get_contrast (white, black), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (dg_colour_get_contrast (white, white), 1, 1e-9);
}

static void
test_make_readable (void)
{
  const DgColour dark = { 0.14, 0.14, 0.14 }, white = { 1, 1, 1 }, indigo = { 0.2, 0.13, 0.53 };
  DgColour lighter = dg_colour_make_readable (indigo, dark, 2.4);
  DgColour darker = dg_colour_make_readable ((DgColour) { 0.9, 0.9, 0.5 }, white, 3);

  g_assert_cmpfloat (dg_colour_get_contrast (indigo, dark), <, 2.4);
  g_assert_cmpfloat (dg_colour_get_contrast (lighter, dark), >=, 2.4);
  g_assert_cmpfloat (dg_colour_get_contrast (lighter, dark), <, 2.7);
  g_assert_cmpfloat (dg_colour_get_contrast (darker, white), >=, 3);
  g_assert_cmpfloat (dg_colour_get_contrast (darker, white), <, 3.3);
  /* What is readable already stays what it is. */
  g_assert_cmphex (dg_colour_to_pixel (dg_colour_make_readable (indigo, white, 2.4)), ==,
                   dg_colour_to_pixel (indigo));
}

static void
test_mix_and_pixel (void)
{
  const DgColour black = { 0, 0, 0 }, orange = { 1, 0.5, 0 };

  g_assert_cmphex (dg_colour_to_pixel (orange), ==, 0xff8000);
  g_assert_cmphex (dg_colour_to_pixel (dg_colour_mix (black, orange, 0)), ==, 0x000000);
  g_assert_cmphex (dg_colour_to_pixel (dg_colour_mix (black, orange, 1)), ==, 0xff8000);
  g_assert_cmphex (dg_colour_to_pixel (dg_colour_mix (black, orange, 0.5)), ==, 0x804000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/colour/oklab/known", test_oklab_of_known_colours);
  g_test_add_func ("/colour/oklab/and-back", test_oklab_and_back);
  g_test_add_func ("/colour/oklab/out-of-gamut", test_out_of_gamut_keeps_lightness_and_hue);
  g_test_add_func ("/colour/contrast", test_contrast);
  g_test_add_func ("/colour/make-readable", test_make_readable);
  g_test_add_func ("/colour/mix-and-pixel", test_mix_and_pixel);

  return g_test_run ();
}
