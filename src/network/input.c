/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/input.h"

/* One channel of images that have several, its pixels side by side. */
static void
gather_channel (const DgImages *images, guint c, const guint8 *image, guint8 *plane)
{
  gsize n = (gsize) images->height * images->width;

  for (gsize i = 0; i < n; i++)
    plane[i] = image[i * images->channels + c];
}

void
dg_input_load (const DgKernels *kernels, const DgImages *images, const guint32 *index, gsize n, float *x)
{
  const float scale = 1 / (255 * DG_INPUT_DEVIATION);
  const float offset = -DG_INPUT_MEAN / DG_INPUT_DEVIATION;
  gsize plane = (gsize) images->height * images->width;
  g_autofree guint8 *gathered = images->channels > 1 ? g_malloc (DG_LANES * plane) : NULL;
  const guint8 *pixels[DG_LANES];

  g_assert (n >= 1 && n <= DG_LANES);
  for (guint c = 0; c < images->channels; c++)
    {
      for (gsize s = 0; s < DG_LANES; s++)
        {
          guint32 row = index[s < n ? s : 0];

          g_assert (row < images->n);
          pixels[s] = images->pixels + row * plane * images->channels;
          if (gathered != NULL)
            {
              gather_channel (images, c, pixels[s], gathered + s * plane);
              pixels[s] = gathered + s * plane;
            }
        }
      kernels->vector->load_pixels (plane, pixels, scale, offset, x + c * plane * DG_LANES);
    }
}
