/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/reconstruction.h"

DgTensor *
dg_reconstruction_shape (DgTensor *outputs, gsize channels, gsize height, gsize width)
{
  const gsize shape[4] = { outputs->shape[0], channels, height, width };

  return dg_tensor_reshape (outputs, G_N_ELEMENTS (shape), shape);
}

/* @values: (channels, n_pixels); @pixels: (n_pixels, channels) */
static double
compute_error (const float *values, const guint8 *pixels, gsize channels, gsize n_pixels)
{
  double sum = 0;

  for (gsize c = 0; c < channels; c++)
    for (gsize i = 0; i < n_pixels; i++)
      {
        double difference = values[c * n_pixels + i] - pixels[i * channels + c] / 255.0;

        sum += difference * difference;
      }
  return sum / (channels * n_pixels);
}

double *
dg_reconstruction_compute_errors (const DgTensor *reconstruction, const guint8 *pixels)
{
  gsize n = reconstruction->shape[0], length = dg_tensor_get_row_length (reconstruction);
  gsize channels = reconstruction->shape[1];
  double *errors = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    errors[i] = compute_error (reconstruction->data + i * length, pixels + i * length, channels, length / channels);
  return errors;
}

void
dg_reconstruction_get_pixels (const float *image, gsize channels, gsize height, gsize width, guint8 *pixels)
{
  gsize size = height * width;

  for (gsize i = 0; i < size; i++)
    for (gsize c = 0; c < channels; c++)
      pixels[i * channels + c] = CLAMP (image[c * size + i], 0.f, 1.f) * 255 + 0.5f;
}
