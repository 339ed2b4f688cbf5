/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PngSpec:
 * @colour_type: PNG_COLOR_TYPE_*
 * @palette: (n_palette, 4) red, green, blue, alpha, where there is one
 * @grey_key: (nullable): the grey that is transparent
 *
 * What kind of PNG file is written.
 */
typedef struct
{
  guint width, height, depth;
  int colour_type;
  gboolean interlaced;
  const guint8 *palette;
  guint n_palette;
  const guint16 *grey_key;
} PngSpec;

/* The bytes of a PNG file. @rows: (height, bytes of a row) as PNG packs them, values of 16 bits big-endian. */
GByteArray *png_files_make (const PngSpec *spec, const guint8 *rows);

/* Writes an image of 8 bits into @folder, which is made where it is missing. @pixels: (height, width, channels) */
void png_files_write (const char *folder, const char *name, guint width, guint height, guint channels,
                      const guint8 *pixels);

G_END_DECLS
