/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "png-files.h"

#include <glib/gstdio.h>
#include <png.h>

#include "idx-files.h"

static void
append_cb (png_structp png, png_bytep data, size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, length);
}

static void
flush_cb (png_structp png)
{
}

static void
set_palette (png_structp png, png_infop info, const PngSpec *spec)
{
  png_color colours[256];
  png_byte alphas[256];

  for (guint i = 0; i < spec->n_palette; i++)
    {
      const guint8 *entry = spec->palette + 4 * i;

      colours[i] = (png_color) { entry[0], entry[1], entry[2] };
      alphas[i] = entry[3];
    }
  png_set_PLTE (png, info, colours, spec->n_palette);
  png_set_tRNS (png, info, alphas, spec->n_palette, NULL);
}

GByteArray *
png_files_make (const PngSpec *spec, const guint8 *rows)
{
  GByteArray *bytes = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  g_autofree png_bytep *starts = g_new (png_bytep, spec->height);

  png_set_write_fn (png, bytes, append_cb, flush_cb);
  png_set_IHDR (png, info, spec->width, spec->height, spec->depth, spec->colour_type,
                spec->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  if (spec->palette != NULL)
    set_palette (png, info, spec);
  if (spec->grey_key != NULL)
    png_set_tRNS (png, info, NULL, 0, &(png_color_16) { .gray = *spec->grey_key });
  png_write_info (png, info);
  for (guint y = 0; y < spec->height; y++)
    starts[y] = (png_bytep) rows + y * png_get_rowbytes (png, info);
  png_write_image (png, starts);
  png_write_end (png, NULL);
  png_destroy_write_struct (&png, &info);
  return bytes;
}

void
png_files_write (const char *folder, const char *name, guint width, guint height, guint channels,
                 const guint8 *pixels)
{
  const PngSpec spec = { width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  idx_files_write (folder, name, png_files_make (&spec, pixels));
}
