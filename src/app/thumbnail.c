/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/thumbnail.h"

#define BYTES 3 /* a texture pixel: red, green, blue */

/* The mean of a block of one channel, cut at the image's edges. */
static guint8
average (const guint8 *pixels, guint height, guint width, guint channels, guint row, guint column,
         guint channel, guint block)
{
  guint end_row = MIN (row + block, height), end_column = MIN (column + block, width);
  guint64 sum = 0;
  guint count = 0;

  for (guint i = row; i < end_row; i++)
    for (guint j = column; j < end_column; j++, count++)
      sum += pixels[((gsize) i * width + j) * channels + channel];
  return (sum + count / 2) / count;
}

static void
get_colour (const guint8 *pixels, guint height, guint width, guint channels, guint row, guint column,
            guint block, guint8 colour[BYTES])
{
  for (guint i = 0; i < BYTES; i++)
    if (channels >= BYTES)
      colour[i] = average (pixels, height, width, channels, row, column, i, block);
    else
      colour[i] = 255 - average (pixels, height, width, channels, row, column, 0, block);
}

GdkTexture *
dg_thumbnail_new_for_pixels (const guint8 *pixels, guint height, guint width, guint channels, guint size)
{
  guint larger = MAX (height, width);
  guint enlarge = MAX (size / larger, 1);
  guint block = MAX ((larger + size - 1) / size, 1);
  guint out_height = (height + block - 1) / block * enlarge;
  guint out_width = (width + block - 1) / block * enlarge;
  gsize stride = (gsize) out_width * BYTES;
  guint8 *out = g_malloc (stride * out_height); /* (out_height, out_width, BYTES) */
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < out_height; i++)
    for (guint j = 0; j < out_width; j++)
      {
        guint8 *to = out + i * stride + j * BYTES;

        if (j % enlarge)
          memcpy (to, to - BYTES, BYTES);
        else if (i % enlarge)
          memcpy (to, to - stride, BYTES);
        else
          get_colour (pixels, height, width, channels, i / enlarge * block, j / enlarge * block, block, to);
      }
  bytes = g_bytes_new_take (out, stride * out_height);
  return gdk_memory_texture_new (out_width, out_height, GDK_MEMORY_R8G8B8, bytes, stride);
}

GdkTexture *
dg_thumbnail_new (DgRun *run, gsize sample, guint size)
{
  guint height, width, channels;
  const guint8 *pixels = NULL;

  if (sample < dg_run_get_n_samples (run))
    pixels = dg_run_get_image (run, sample, &height, &width, &channels);
  if (!pixels)
    return NULL;
  return dg_thumbnail_new_for_pixels (pixels, height, width, channels, size);
}
