/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/sprite.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dataset/png-image.h"
#include "run/file-error.h"

gboolean
dg_sprite_load (DgImageArray *self, const char *path, guint width, guint height, gsize n, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (DgPngImage) png = { 0 };
  gsize across, down, row;
  guint8 *pixels, *to;

  *self = (DgImageArray) { 0 };
  if (!dg_png_image_read (&png, file, NULL, error))
    return FALSE;
  across = png.width / width;
  down = png.height / height;
  if (n > across * down)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, path,
                         _("has room for %zu images of %u × %u pixels, but there are %zu samples"), across * down, width,
                         height, n);
      return FALSE;
    }
  row = (gsize) width * png.channels;
  pixels = to = g_malloc_n (n, row * height);
  for (gsize i = 0; i < n; i++)
    for (guint y = 0; y < height; y++, to += row)
      memcpy (to, png.pixels + ((i / across * height + y) * png.width + i % across * width) * png.channels, row);
  *self = (DgImageArray) { .pixels = g_bytes_new_take (pixels, n * row * height),
                           .height = height, .width = width, .channels = png.channels };
  return TRUE;
}
