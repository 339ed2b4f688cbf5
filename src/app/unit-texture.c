/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unit-texture.h"

#include <math.h>

#include "figure/palette.h"

#define MAX_LINE 16     /* features that stand in one line */
#define LINE_RATIO 3    /* width of several lines by their height */
#define GAP_SHARE 64    /* of the picture */
#define CHANNELS 4

static gsize
divide_up (gsize a, gsize b)
{
  return (a + b - 1) / b;
}

static gsize
choose_line (gsize n)
{
  return n <= MAX_LINE ? n : (gsize) ceil (sqrt ((double) LINE_RATIO * n));
}

/* The columns with which the larger side is smallest, the most of them. */
static gsize
choose_columns (gsize n, gsize height, gsize width)
{
  gsize best = 1, least = MAX (width, n * height);

  for (gsize columns = 2; columns <= n && columns * width <= least; columns++)
    {
      gsize side = MAX (columns * width, divide_up (n, columns) * height);

      if (side <= least)
        {
          best = columns;
          least = side;
        }
    }
  return best;
}

/* Whole pixels for each of @n weights in @count maps with gaps between. */
static gsize
divide_size (gsize size, gsize count, gsize n, gsize gap)
{
  gsize gaps = (count - 1) * gap;

  return size > gaps ? (size - gaps) / (count * n) : 0;
}

/* Returns whether every weight has a pixel of its own. */
static gboolean
try_gap (DgUnitMosaic *self, gsize size, gsize gap)
{
  self->gap = gap;
  self->pixel = MIN (divide_size (size, self->columns, self->width, gap),
                     divide_size (size, self->rows, self->height, gap));
  return self->pixel > 0;
}

DgUnitMosaic
dg_unit_mosaic_fit (const DgUnits *units, guint size)
{
  gboolean has_maps = units->n_dims == 3;
  DgUnitMosaic self = { .n_maps = units->shape[0], .height = 1, .width = 1, .block = 1 };

  if (has_maps)
    {
      self.height = units->shape[1];
      self.width = units->shape[2];
    }
  self.columns = has_maps ? choose_columns (self.n_maps, self.height, self.width) : choose_line (self.n_maps);
  self.rows = divide_up (self.n_maps, self.columns);
  if ((!has_maps || (!try_gap (&self, size, MAX (size / GAP_SHARE, 1)) && !try_gap (&self, size, 1)))
      && !try_gap (&self, size, 0))
    self.block = divide_up (MAX (self.columns * self.width, self.rows * self.height), size);
  return self;
}

/* Pixels along @count maps of @n weights. */
static guint
get_length (const DgUnitMosaic *self, gsize count, gsize n)
{
  return self->pixel > 0 ? count * n * self->pixel + (count - 1) * self->gap : divide_up (count * n, self->block);
}

void
dg_unit_mosaic_get_size (const DgUnitMosaic *self, guint *width, guint *height)
{
  *width = get_length (self, self->columns, self->width);
  *height = get_length (self, self->rows, self->height);
}

/* The weight along maps of @n weights that pixel @x shows first, counted through all maps; -1 in a gap. */
static gssize
find_along (const DgUnitMosaic *self, guint x, gsize n)
{
  gsize period = n * self->pixel + self->gap;

  if (self->pixel == 0)
    return x * self->block;
  if (x % period >= n * self->pixel)
    return -1;
  return x / period * n + x % period / self->pixel;
}

/* The weight at a place counted through all maps, both ways; -1 past the last. */
static gssize
find_weight (const DgUnitMosaic *self, gsize row, gsize column)
{
  gsize map = row / self->height * self->columns + column / self->width;

  if (row >= self->rows * self->height || column >= self->columns * self->width || map >= self->n_maps)
    return -1;
  return (map * self->height + row % self->height) * self->width + column % self->width;
}

gssize
dg_unit_mosaic_pick (const DgUnitMosaic *self, guint x, guint y)
{
  gssize row = find_along (self, y, self->height), column = find_along (self, x, self->width);

  return row >= 0 && column >= 0 ? find_weight (self, row, column) : -1;
}

/* Of the block of weights that begins at a place; NAN where there is none. */
static double
average (const DgUnitMosaic *self, const float *weights, gsize row, gsize column)
{
  double sum = 0;
  gsize count = 0;

  for (gsize i = 0; i < self->block; i++)
    for (gsize j = 0; j < self->block; j++)
      {
        gssize at = find_weight (self, row + i, column + j);

        if (at >= 0)
          {
            sum += weights[at];
            count++;
          }
      }
  return count > 0 ? sum / count : NAN;
}

static void
set_pixel (guint8 pixel[CHANNELS], guint32 rgb)
{
  pixel[0] = rgb >> 16;
  pixel[1] = rgb >> 8;
  pixel[2] = rgb;
  pixel[3] = 255;
}

/* Not of the format that GTK's cairo renderer draws: that one it converts slowest, through floating point. */
GdkTexture *
dg_unit_texture_new (const DgUnitMosaic *mosaic, const float *weights, double largest)
{
  const DgPalette *palette = dg_palette_get_diverging ();
  guint width, height;
  g_autoptr (GBytes) bytes = NULL;
  gsize stride;
  guint8 *pixels; /* (height, width, CHANNELS) */

  dg_unit_mosaic_get_size (mosaic, &width, &height);
  stride = (gsize) width * CHANNELS;
  pixels = g_new0 (guint8, height * stride);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gssize row = find_along (mosaic, y, mosaic->height), column = find_along (mosaic, x, mosaic->width);
        double value = row >= 0 && column >= 0 ? average (mosaic, weights, row, column) : NAN;

        if (!isnan (value))
          set_pixel (pixels + y * stride + x * CHANNELS,
                     dg_palette_get_pixel (palette, dg_palette_get_signed_level (value, largest)));
      }
  bytes = g_bytes_new_take (pixels, height * stride);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, stride);
}
