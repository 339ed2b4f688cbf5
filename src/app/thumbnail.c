/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/thumbnail.h"

#define N_COLOURS 3

/* The mean of a block of one channel, cut at the image's edges. */
static guint8
average (const guint8 *pixels, guint height, guint width, guint channels, guint row, guint column,
         guint channel, guint block)
{
  guint end_row = MIN (row + block, height), end_column = MIN (column + block, width);
  guint64 sum = 0;
  guint count = 0;

  if (block == 1)
    return pixels[((gsize) row * width + column) * channels + channel];
  for (guint i = row; i < end_row; i++)
    for (guint j = column; j < end_column; j++, count++)
      sum += pixels[((gsize) i * width + j) * channels + channel];
  return (sum + count / 2) / count;
}

static void
get_colour (const guint8 *pixels, guint height, guint width, guint channels, guint row, guint column, guint block,
            guint8 colour[N_COLOURS])
{
  for (guint i = 0; i < N_COLOURS; i++)
    if (channels >= N_COLOURS)
      colour[i] = average (pixels, height, width, channels, row, column, i, block);
    else
      colour[i] = 255 - average (pixels, height, width, channels, row, column, 0, block);
}

/* GTK's cairo renderer converts a texture each time it draws, and bytes of three colours fastest: even its own format
 * goes through floating point in GTK 4.8. */
GdkTexture *
dg_thumbnail_new_for_pixels (const guint8 *pixels, guint height, guint width, guint channels, guint size)
{
  guint larger = MAX (height, width);
  guint enlarge = MAX (size / larger, 1);
  guint block = MAX ((larger + size - 1) / size, 1);
  guint n_rows = (height + block - 1) / block, n_columns = (width + block - 1) / block;
  gsize stride = (gsize) n_columns * enlarge * N_COLOURS;
  guint8 *out = g_malloc (stride * n_rows * enlarge), *to = out; /* (n_rows·enlarge, n_columns·enlarge, N_COLOURS) */
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < n_rows; i++)
    {
      const guint8 *first = to;

      for (guint j = 0; j < n_columns; j++)
        {
          guint8 colour[N_COLOURS];

          get_colour (pixels, height, width, channels, i * block, j * block, block, colour);
          for (guint k = 0; k < enlarge; k++, to += N_COLOURS)
            memcpy (to, colour, N_COLOURS);
        }
      for (guint k = 1; k < enlarge; k++, to += stride)
        memcpy (to, first, stride);
    }
  bytes = g_bytes_new_take (out, stride * n_rows * enlarge);
  return gdk_memory_texture_new (n_columns * enlarge, n_rows * enlarge, GDK_MEMORY_R8G8B8, bytes, stride);
}

GdkTexture *
dg_thumbnail_new (DgRun *run, gsize sample, guint size)
{
  guint height, width, channels;
  g_autofree guint8 *pixels = NULL;

  if (sample < dg_run_get_n_samples (run) && dg_run_get_image_size (run, &height, &width, &channels))
    pixels = dg_run_load_images (run, sample, 1, NULL);
  if (!pixels)
    return NULL;
  return dg_thumbnail_new_for_pixels (pixels, height, width, channels, size);
}
