/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unit-texture.h"

#include "figure/palette.h"

#define CAIRO_BYTES 4 /* gdk_texture_download(): B, G, R, A where bytes run upwards */

static const DgUnits rgb_filters = { (char *) "C", TRUE, 4, 3, { 3, 2, 2 } };

static DgUnits
make_units (guint n_dims, gsize a, gsize b, gsize c)
{
  return (DgUnits){ (char *) "C", TRUE, 1, n_dims, { a, b, c } };
}

static void
assert_mosaic (const DgUnits *units, guint size, gsize columns, gsize pixel, guint width, guint height)
{
  DgUnitMosaic mosaic = dg_unit_mosaic_fit (units, size);
  guint got_width, got_height;

  dg_unit_mosaic_get_size (&mosaic, &got_width, &got_height);
  g_assert_cmpuint (mosaic.columns, ==, columns);
  g_assert_cmpuint (mosaic.pixel, ==, pixel);
  g_assert_cmpuint (got_width, ==, width);
  g_assert_cmpuint (got_height, ==, height);
  g_assert_cmpuint (MAX (got_width, got_height), <=, size);
}

/* Each of LeNet-5's, large and small, and what takes more room than there is. */
static void
test_sizes (void)
{
  const DgUnits c1 = make_units (3, 1, 5, 5), c2 = make_units (3, 6, 5, 5), f3 = make_units (3, 16, 4, 4);
  const DgUnits f4 = make_units (1, 120, 0, 0), f5 = make_units (1, 84, 0, 0), few = make_units (1, 10, 0, 0);
  const DgUnits image = make_units (3, 1, 28, 28), one = make_units (1, 1, 0, 0);
  const DgUnits many = make_units (1, 4096, 0, 0), deep = make_units (3, 512, 7, 7);

  assert_mosaic (&c1, 196, 1, 39, 195, 195);
  assert_mosaic (&c1, 44, 1, 8, 40, 40);
  assert_mosaic (&c2, 196, 3, 12, 186, 123);
  assert_mosaic (&f3, 196, 4, 11, 185, 185);
  assert_mosaic (&f3, 44, 4, 2, 35, 35);
  assert_mosaic (&f4, 196, 19, 10, 190, 70);
  assert_mosaic (&f5, 196, 16, 12, 192, 72);
  assert_mosaic (&few, 196, 10, 19, 190, 19);
  assert_mosaic (&one, 196, 1, 196, 196, 196);
  assert_mosaic (&image, 196, 1, 7, 196, 196);
  assert_mosaic (&image, 20, 1, 0, 14, 14);
  assert_mosaic (&many, 44, 111, 0, 37, 13);
  assert_mosaic (&deep, 196, 23, 1, 183, 183);
}

static guint32
get_pixel (GdkTexture *texture, guint x, guint y)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * CAIRO_BYTES);
  return pixels[y * width + x];
}

static guint32
get_colour (guint level)
{
  return 0xff000000 | dg_palette_get_pixel (dg_palette_get_diverging (), level);
}

/* Three maps of 2 × 2: two beside each other, the third below the first; the pixel of each weight. */
static void
test_maps (void)
{
  const float weights[] = { 1, -1, 0, 0.5, 2, 0, 0, 0, 0, 0, 0, -2 };
  DgUnitMosaic mosaic = dg_unit_mosaic_fit (&rgb_filters, 13);
  g_autoptr (GdkTexture) texture = dg_unit_texture_new (&mosaic, weights, 2);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, 13);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 13);
  g_assert_cmphex (get_pixel (texture, 0, 0), ==, get_colour (192));
  g_assert_cmphex (get_pixel (texture, 2, 2), ==, get_colour (192));
  g_assert_cmphex (get_pixel (texture, 3, 0), ==, get_colour (64));
  g_assert_cmphex (get_pixel (texture, 0, 3), ==, get_colour (DG_PALETTE_ZERO));
  g_assert_cmphex (get_pixel (texture, 5, 5), ==, get_colour (160));
  g_assert_cmphex (get_pixel (texture, 6, 0), ==, 0);
  g_assert_cmphex (get_pixel (texture, 0, 6), ==, 0);
  g_assert_cmphex (get_pixel (texture, 7, 0), ==, get_colour (255));
  g_assert_cmphex (get_pixel (texture, 5, 12), ==, get_colour (1));
  g_assert_cmphex (get_pixel (texture, 7, 7), ==, 0);

  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 0, 0), ==, 0);
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 5, 4), ==, 3);
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 6, 4), ==, -1);
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 12, 0), ==, 5);
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 0, 12), ==, 10);
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 12, 12), ==, -1);
}

static void
test_averaged (void)
{
  const DgUnits units = make_units (3, 1, 2, 3);
  const float weights[] = { 1, 0, -1, 0, -1, 0 };
  DgUnitMosaic mosaic = dg_unit_mosaic_fit (&units, 2);
  g_autoptr (GdkTexture) texture = dg_unit_texture_new (&mosaic, weights, 1);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 1);
  g_assert_cmphex (get_pixel (texture, 0, 0), ==, get_colour (DG_PALETTE_ZERO));
  g_assert_cmphex (get_pixel (texture, 1, 0), ==, get_colour (DG_PALETTE_ZERO - 64));
  g_assert_cmpint (dg_unit_mosaic_pick (&mosaic, 1, 0), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-texture/sizes", test_sizes);
  g_test_add_func ("/unit-texture/maps", test_maps);
  g_test_add_func ("/unit-texture/averaged", test_averaged);
  return g_test_run ();
}
