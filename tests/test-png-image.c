/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/png-image.h"

#include <png.h>
#include <string.h>

#include "base/error.h"
#include "idx-files.h"
#include "png-files.h"

typedef struct
{
  char *folder;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture->folder = idx_files_make_folder ();
  path = g_build_filename (fixture->folder, "a.png", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->file);
  idx_files_remove_folder (fixture->folder);
}

/* Writes @rows as @spec says, and reads them back as @pixels: (height, width, channels) */
static void
assert_read (Fixture *fixture, const PngSpec *spec, const guint8 *rows, guint channels, const guint8 *pixels)
{
  g_auto (DgPngImage) png = { 0 };
  g_autoptr (GError) error = NULL;

  idx_files_write (fixture->folder, "a.png", png_files_make (spec, rows));
  dg_png_image_read (&png, fixture->file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (png.width, ==, spec->width);
  g_assert_cmpuint (png.height, ==, spec->height);
  g_assert_cmpuint (png.channels, ==, channels);
  g_assert_cmpmem (png.pixels, (gsize) png.width * png.height * channels, pixels,
                   (gsize) spec->width * spec->height * channels);
}

static void
test_grey (Fixture *fixture, gconstpointer data)
{
  const guint8 eight[] = { 0, 7, 255, 128, 1, 254 };
  const guint8 one[] = { 0xa0, 0x40 }, one_pixels[] = { 255, 0, 255, 0, 255, 0 };
  const guint8 two[] = { 0x1b }, two_pixels[] = { 0, 85, 170, 255 };
  const guint8 four[] = { 0x0f, 0x70 }, four_pixels[] = { 0, 255, 119 };
  /* 0x1280 is 18.43 of 255, 0x12ff 18.92. */
  const guint8 sixteen[] = { 0x12, 0x80, 0x12, 0xff, 0xff, 0xff }, sixteen_pixels[] = { 18, 19, 255 };

  assert_read (fixture, &(PngSpec) { 3, 2, 8, PNG_COLOR_TYPE_GRAY }, eight, 1, eight);
  assert_read (fixture, &(PngSpec) { 3, 2, 1, PNG_COLOR_TYPE_GRAY }, one, 1, one_pixels);
  assert_read (fixture, &(PngSpec) { 4, 1, 2, PNG_COLOR_TYPE_GRAY }, two, 1, two_pixels);
  assert_read (fixture, &(PngSpec) { 3, 1, 4, PNG_COLOR_TYPE_GRAY }, four, 1, four_pixels);
  assert_read (fixture, &(PngSpec) { 3, 1, 16, PNG_COLOR_TYPE_GRAY }, sixteen, 1, sixteen_pixels);
}

static void
test_colour (Fixture *fixture, gconstpointer data)
{
  const guint8 eight[] = { 1, 2, 3, 4, 4, 4, 255, 0, 9, 7, 7, 7 };
  const guint8 sixteen[] = { 0xff, 0xff, 0, 0, 0x80, 0x00 }, sixteen_pixels[] = { 255, 0, 128 };

  assert_read (fixture, &(PngSpec) { 2, 2, 8, PNG_COLOR_TYPE_RGB }, eight, 3, eight);
  assert_read (fixture, &(PngSpec) { 1, 1, 16, PNG_COLOR_TYPE_RGB }, sixteen, 3, sixteen_pixels);
}

/* Many programs write grey images as RGB. */
static void
test_grey_in_colour (Fixture *fixture, gconstpointer data)
{
  const guint8 rows[] = { 1, 1, 1, 200, 200, 200 }, pixels[] = { 1, 200 };

  assert_read (fixture, &(PngSpec) { 2, 1, 8, PNG_COLOR_TYPE_RGB }, rows, 1, pixels);
}

static void
test_palette (Fixture *fixture, gconstpointer data)
{
  const guint8 palette[] = { 10, 20, 30, 255, 0, 0, 255, 255, 5, 5, 5, 255 };
  const guint8 rows[] = { 0x18 }, pixels[] = { 10, 20, 30, 0, 0, 255, 5, 5, 5 };
  const guint8 greys[] = { 0, 0, 0, 255, 90, 90, 90, 255 }, grey_rows[] = { 1, 0 }, grey_pixels[] = { 90, 0 };

  assert_read (fixture, &(PngSpec) { 3, 1, 2, PNG_COLOR_TYPE_PALETTE, FALSE, palette, 3 }, rows, 3, pixels);
  assert_read (fixture, &(PngSpec) { 2, 1, 8, PNG_COLOR_TYPE_PALETTE, FALSE, greys, 2 }, grey_rows, 1,
               grey_pixels);
}

/* What is transparent is seen on white. */
static void
test_transparent (Fixture *fixture, gconstpointer data)
{
  const guint16 key = 7;
  const guint8 palette[] = { 10, 20, 30, 0, 10, 20, 30, 51 };
  const guint8 grey_alpha[] = { 0, 255, 0, 0, 100, 51 }, grey_pixels[] = { 0, 255, 224 };
  const guint8 colour_alpha[] = { 200, 0, 0, 255, 200, 0, 0, 0 }, colour_pixels[] = { 200, 0, 0, 255, 255, 255 };
  const guint8 keyed[] = { 6, 7, 8 }, keyed_pixels[] = { 6, 255, 8 };
  const guint8 indexed[] = { 0, 1 }, indexed_pixels[] = { 255, 255, 255, 206, 208, 210 };

  assert_read (fixture, &(PngSpec) { 3, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA }, grey_alpha, 1, grey_pixels);
  assert_read (fixture, &(PngSpec) { 2, 1, 8, PNG_COLOR_TYPE_RGB_ALPHA }, colour_alpha, 3, colour_pixels);
  assert_read (fixture, &(PngSpec) { 3, 1, 8, PNG_COLOR_TYPE_GRAY, .grey_key = &key }, keyed, 1, keyed_pixels);
  assert_read (fixture, &(PngSpec) { 2, 1, 8, PNG_COLOR_TYPE_PALETTE, FALSE, palette, 2 }, indexed, 3,
               indexed_pixels);
}

static void
test_interlaced (Fixture *fixture, gconstpointer data)
{
  guint8 pixels[11 * 13 * 3];

  for (guint i = 0; i < sizeof pixels; i++)
    pixels[i] = i * 7;
  assert_read (fixture, &(PngSpec) { 11, 13, 8, PNG_COLOR_TYPE_RGB, TRUE }, pixels, 3, pixels);
  assert_read (fixture, &(PngSpec) { 13, 11, 8, PNG_COLOR_TYPE_GRAY, TRUE }, pixels, 1, pixels);
}

static void
assert_refused (Fixture *fixture, GByteArray *bytes, int code, const char *part)
{
  g_auto (DgPngImage) png = { 0 };
  g_autoptr (GError) error = NULL;

  idx_files_write (fixture->folder, "a.png", bytes);
  g_assert_false (dg_png_image_read (&png, fixture->file, NULL, &error));
  g_assert_error (error, DG_ERROR, code);
  if (strstr (error->message, g_file_peek_path (fixture->file)) == NULL || strstr (error->message, part) == NULL)
    g_error ("“%s” lacks “%s” or “%s”", error->message, g_file_peek_path (fixture->file), part);
  g_assert_null (png.pixels);
}

static GByteArray *
make_good (void)
{
  guint8 pixels[20 * 30];

  for (guint i = 0; i < sizeof pixels; i++)
    pixels[i] = i * i;
  return png_files_make (&(PngSpec) { 20, 30, 8, PNG_COLOR_TYPE_GRAY }, pixels);
}

static void
test_not_png (Fixture *fixture, gconstpointer data)
{
  GByteArray *text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) "\xff\xd8 this is a JPEG file", 23);
  assert_refused (fixture, g_byte_array_new (), DG_ERROR_FORMAT, "is not a PNG file");
  assert_refused (fixture, text, DG_ERROR_FORMAT, "is not a PNG file");
}

/* Wherever a file ends early, it is refused. */
static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) good = make_good ();

  for (guint length = 8; length < good->len; length += length < 60 ? 1 : 41)
    {
      GByteArray *bytes = g_byte_array_new ();

      g_byte_array_append (bytes, good->data, length);
      assert_refused (fixture, bytes, DG_ERROR_FORMAT, "is a truncated PNG file");
    }
}

/* The headers' check sums and the pixels' own tell. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  const guint places[] = { 17, 20, 24, 60, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GByteArray *bytes = make_good ();

      bytes->data[places[i]] ^= 0x41;
      assert_refused (fixture, bytes, DG_ERROR_FORMAT, "is a damaged PNG file: ");
    }
}

/* 68 MB of pixels in two thousand bytes. */
static void
test_bomb (Fixture *fixture, gconstpointer data)
{
  const PngSpec spec = { 16400, 1030, 1, PNG_COLOR_TYPE_GRAY };
  g_autofree guint8 *rows = g_malloc0 ((gsize) spec.width / 8 * spec.height);

  assert_refused (fixture, png_files_make (&spec, rows), DG_ERROR_UNSUPPORTED, "zip bomb");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_auto (DgPngImage) png = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (dg_png_image_read (&png, fixture->file, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, g_file_peek_path (fixture->file)));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_auto (DgPngImage) png = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  idx_files_write (fixture->folder, "a.png", make_good ());
  g_cancellable_cancel (cancellable);
  g_assert_false (dg_png_image_read (&png, fixture->file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/png-image/grey", test_grey },
    { "/png-image/colour", test_colour },
    { "/png-image/grey-in-colour", test_grey_in_colour },
    { "/png-image/palette", test_palette },
    { "/png-image/transparent", test_transparent },
    { "/png-image/interlaced", test_interlaced },
    { "/png-image/not-png", test_not_png },
    { "/png-image/truncated", test_truncated },
    { "/png-image/damaged", test_damaged },
    { "/png-image/bomb", test_bomb },
    { "/png-image/missing", test_missing },
    { "/png-image/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
