/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* All bits set in the lanes that count: those below @n. */
INLINE IntVector
count_lanes (gsize lane, gsize n)
{
  const IntVector number = LANES;

  return number + (int) lane < (int) n;
}

/* The sum of (x - mean)^power over the first @n lanes of a channel. */
INLINE float
sum_powers (int power, gsize length, gsize n, const float *x, float mean)
{
  float sum = 0;

  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    {
      Vector total = { 0 };

      for (gsize i = 0; i < length; i++)
        {
          Vector value = load (x + i * DG_LANES + lane) - mean;

          if (power == 2)
            value *= value;
          total += value;
        }
      sum += sum_lanes ((Vector) (count_lanes (lane, n) & (IntVector) total));
    }
  return sum;
}

static void
batch_norm_measure (gsize n_channels, gsize length, gsize n, const float *x, float *mean, float *squares)
{
  for (gsize c = 0; c < n_channels; c++, x += length * DG_LANES)
    {
      mean[c] = sum_powers (1, length, n, x, 0) / (length * n);
      squares[c] = sum_powers (2, length, n, x, mean[c]);
    }
}

static void
batch_norm_scale (gsize n_channels, gsize length, const float *mean, const float *scale, const float *shift,
                  const float *x, float *y)
{
  for (gsize c = 0; c < n_channels; c++)
    for (gsize i = 0; i < length * DG_LANES; i += VECTOR_LANES, x += VECTOR_LANES, y += VECTOR_LANES)
      store (y, (load (x) - mean[c]) * scale[c] + shift[c]);
}

static void
batch_norm_gradient (gsize n_channels, gsize length, const float *mean, const float *inverse, const float *x,
                     const float *dy, float *weight, float *bias)
{
  for (gsize c = 0; c < n_channels; c++, x += length * DG_LANES, dy += length * DG_LANES)
    {
      weight[c] = bias[c] = 0;
      for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
        {
          Vector sum = { 0 }, product = { 0 };

          for (gsize i = lane; i < length * DG_LANES; i += DG_LANES)
            {
              Vector delta = load (dy + i);

              sum += delta;
              product += delta * (load (x + i) - mean[c]);
            }
          bias[c] += sum_lanes (sum);
          weight[c] += sum_lanes (product) * inverse[c];
        }
    }
}

static void
batch_norm_backward (gsize n_channels, gsize length, gsize n, const float *mean, const float *inverse,
                     const float *scale, const float *weight, const float *bias, const float *x,
                     const float *dy, float *dx)
{
  for (gsize c = 0; c < n_channels; c++, x += length * DG_LANES, dy += length * DG_LANES, dx += length * DG_LANES)
    for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
      {
        IntVector counts = count_lanes (lane, n);
        float slope = inverse[c] * weight[c];

        for (gsize i = lane; i < length * DG_LANES; i += DG_LANES)
          {
            Vector delta = load (dy + i) - bias[c] - (load (x + i) - mean[c]) * slope;

            store (dx + i, (Vector) (counts & (IntVector) (scale[c] * delta)));
          }
      }
}

extern const DgBatchNormKernels FOR_TARGET (dg_batch_norm_kernels);
const DgBatchNormKernels FOR_TARGET (dg_batch_norm_kernels) = {
  .measure = batch_norm_measure,
  .scale = batch_norm_scale,
  .gradient = batch_norm_gradient,
  .backward = batch_norm_backward,
};
