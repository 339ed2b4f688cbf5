/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/input.h"

#include "network/noise.h"

/* One channel of images that have several, its pixels side by side. */
static void
gather_channel (const DgImages *images, guint c, const guint8 *image, guint8 *plane)
{
  gsize n = (gsize) images->height * images->width;

  for (gsize i = 0; i < n; i++)
    plane[i] = image[i * images->channels + c];
}

void
dg_input_load (const DgKernels *kernels, const DgInputScale *scale, const DgImages *images,
               const guint32 *index, gsize n, float *x)
{
  gsize plane = (gsize) images->height * images->width;
  g_autofree guint8 *gathered = images->channels > 1 ? g_malloc (DG_LANES * plane) : NULL;
  const guint8 *pixels[DG_LANES];

  g_assert (n >= 1 && n <= DG_LANES && scale->n_channels == images->channels);
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
      kernels->vector->load_pixels (plane, pixels, 1 / (255 * scale->deviation[c]),
                                    -scale->mean[c] / scale->deviation[c], x + c * plane * DG_LANES);
    }
}

void
dg_input_add_noise (const DgKernels *kernels, const DgInputScale *scale, const DgImages *images, guint64 seed,
                    guint epoch, const guint32 *index, gsize n, float sigma, float *x)
{
  guint32 state[4 * DG_LANES] __attribute__ ((aligned (64)));
  gsize plane = (gsize) images->height * images->width;

  dg_noise_start (seed, epoch, index, n, state);
  for (guint c = 0; c < images->channels; c++)
    kernels->random->add_noise (plane, state, sigma / scale->deviation[c], x + c * plane * DG_LANES);
}
