/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DgPngImage:
 * @channels: 3, red before green before blue; 1 where no pixel has a colour
 * @pixels: (height, width, channels) values 0 … 255
 *
 * The image of a PNG file. Grey and colour, with a palette or without, of any depth, are read: values of fewer
 * than 8 bits are spread over 0 … 255, those of 16 rounded to 8. What is transparent is seen on white. Values are
 * taken as they stand, whatever gamma or colour profile the file names, as programs that train on images do.
 */
typedef struct
{
  guint width, height, channels;
  guint8 *pixels;
} DgPngImage;

/**
 * dg_png_image_read:
 * @self: (out caller-allocates): to be cleared where TRUE is returned
 *
 * Reads the PNG file @file. Safe on several threads at once.
 *
 * Errors, each naming the file: DG_ERROR_FORMAT where it is no PNG file, is truncated or damaged;
 * DG_ERROR_UNSUPPORTED where the image does not fit into memory, or is implausibly large for the file; G_IO_ERROR_* of reading.
 */
gboolean dg_png_image_read (DgPngImage *self, GFile *file, GCancellable *cancellable, GError **error);
void dg_png_image_clear (DgPngImage *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgPngImage, dg_png_image_clear)

G_END_DECLS
