/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/thumbnail.h"

#define CAIRO_BYTES 4 /* gdk_texture_download(): B, G, R, A where bytes run upwards */

static guint32
get_pixel (GdkTexture *texture, int x, int y)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * CAIRO_BYTES);
  return pixels[y * width + x] & 0xffffff;
}

static void
assert_size (GdkTexture *texture, int width, int height)
{
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
}

/* Ink is bright in the data and dark on paper; every pixel becomes a square of its own. */
static void
test_grey (void)
{
  const guint8 pixels[] = { 0, 255, 100, 0, 0, 0 }; /* (2, 3, 1) */
  g_autoptr (GdkTexture) texture = dg_thumbnail_new_for_pixels (pixels, 2, 3, 1, 14);

  assert_size (texture, 12, 8);
  g_assert_cmphex (get_pixel (texture, 0, 0), ==, 0xffffff);
  g_assert_cmphex (get_pixel (texture, 3, 3), ==, 0xffffff);
  g_assert_cmphex (get_pixel (texture, 4, 0), ==, 0x000000);
  g_assert_cmphex (get_pixel (texture, 7, 3), ==, 0x000000);
  g_assert_cmphex (get_pixel (texture, 8, 0), ==, 0x9b9b9b);
  g_assert_cmphex (get_pixel (texture, 4, 4), ==, 0xffffff);
}

static void
test_colour (void)
{
  const guint8 pixels[] = { 255, 0, 16, 1, 2, 3 }; /* (1, 2, 3) */
  g_autoptr (GdkTexture) texture = dg_thumbnail_new_for_pixels (pixels, 1, 2, 3, 2);

  assert_size (texture, 2, 1);
  g_assert_cmphex (get_pixel (texture, 0, 0), ==, 0xff0010);
  g_assert_cmphex (get_pixel (texture, 1, 0), ==, 0x010203);
}

/* Large images are averaged down, also where the block does not divide them. */
static void
test_large (void)
{
  const guint8 pixels[] = {
    0,   0,   255, /* (3, 3, 1) */
    255, 255, 255, /**/
    0,   100, 51,
  };
  g_autoptr (GdkTexture) texture = dg_thumbnail_new_for_pixels (pixels, 3, 3, 1, 2);

  assert_size (texture, 2, 2);
  g_assert_cmphex (get_pixel (texture, 0, 0), ==, 0x7f7f7f); /* 255 - 510 / 4 */
  g_assert_cmphex (get_pixel (texture, 1, 0), ==, 0x000000);
  g_assert_cmphex (get_pixel (texture, 0, 1), ==, 0xcdcdcd); /* 255 - 50 */
  g_assert_cmphex (get_pixel (texture, 1, 1), ==, 0xcccccc); /* 255 - 51 */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumbnail/grey", test_grey);
  g_test_add_func ("/thumbnail/colour", test_colour);
  g_test_add_func ("/thumbnail/large", test_large);
  return g_test_run ();
}
