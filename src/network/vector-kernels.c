/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* Swaps rows with columns: each round swaps one bit of the row's number with the same bit of the column's. */
INLINE void
transpose (Vector *tile)
{
  const IntVector lane = LANES;

  UNROLL for (int d = 1; d < VECTOR_LANES; d *= 2)
    UNROLL for (int i = 0; i < VECTOR_LANES; i++)
      if ((i & d) == 0)
        {
          IntVector second = (lane & d) != 0;
          Vector a = tile[i], b = tile[i + d];

          tile[i] = shuffle (a, b, (second & (lane - d + VECTOR_LANES)) | (~second & lane));
          tile[i + d] = shuffle (a, b, (second & (lane + VECTOR_LANES)) | (~second & (lane + d)));
        }
}

static void
store_rows (gsize n, gsize n_samples, const float *x, float *rows)
{
  gsize i = 0;

  for (; i + VECTOR_LANES <= n; i += VECTOR_LANES)
    for (gsize first = 0; first < n_samples; first += VECTOR_LANES)
      {
        Vector tile[VECTOR_LANES];

        UNROLL for (gsize t = 0; t < VECTOR_LANES; t++)
          tile[t] = load (x + (i + t) * DG_LANES + first);
        transpose (tile);
        UNROLL for (gsize t = 0; t < VECTOR_LANES; t++)
          if (first + t < n_samples)
            *(LooseVector *) (rows + (first + t) * n + i) = tile[t];
      }
  for (; i < n; i++)
    for (gsize s = 0; s < n_samples; s++)
      rows[s * n + i] = x[i * DG_LANES + s];
}

/* Four pixels of a sample are moved about as one word, then taken apart. */
static void
load_pixels (gsize n, const guint8 *const *pixels, float scale, float offset, float *x)
{
  gsize i = 0;

  for (; i + 4 * VECTOR_LANES <= n; i += 4 * VECTOR_LANES)
    for (gsize first = 0; first < DG_LANES; first += VECTOR_LANES)
      {
        Vector tile[VECTOR_LANES];

        UNROLL for (gsize t = 0; t < VECTOR_LANES; t++)
          tile[t] = *(const LooseVector *) (pixels[first + t] + i);
        transpose (tile);
        UNROLL for (gsize t = 0; t < 4 * VECTOR_LANES; t++)
          {
            guint shift = 8 * (G_BYTE_ORDER == G_LITTLE_ENDIAN ? t % 4 : 3 - t % 4);
            IntVector pixel = ((IntVector) tile[t / 4] >> shift) & 255;

            store (x + (i + t) * DG_LANES + first, __builtin_convertvector (pixel, Vector) * scale + offset);
          }
      }
  for (; i < n; i++)
    for (gsize s = 0; s < DG_LANES; s++)
      x[i * DG_LANES + s] = pixels[s][i] * scale + offset;
}

static void
sum_rows (gsize n, gsize length, const float *x, float *sum)
{
  for (gsize row = 0; row < n; row++)
    {
      sum[row] = 0;
      for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
        {
          Vector total = { 0 };

          for (gsize i = 0; i < length; i++)
            total += load (x + (row * length + i) * DG_LANES + lane);
          sum[row] += sum_lanes (total);
        }
    }
}

static void
relu (gsize n, const float *x, float *y)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    {
      Vector value = load (x + i);

      store (y + i, (Vector) (~(value < 0) & (IntVector) value));
    }
}

static void
relu_backward (gsize n, const float *y, const float *dy, float *dx)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    store (dx + i, (Vector) ((load (y + i) > 0) & (IntVector) load (dy + i)));
}

static void
multiply (gsize n, const float *a, const float *b, float *y)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    store (y + i, load (a + i) * load (b + i));
}

/* Sums of so many values are kept as floats before they are added up as doubles. */
#define SUM_LENGTH 64

static void
squared_error (gsize n, gsize n_samples, float scale, const float *y, float *delta, double *sum)
{
  for (gsize first = 0; first < DG_LANES; first += VECTOR_LANES)
    {
      const IntVector lane = LANES;
      const IntVector counts = lane + (gint32) first < (gint32) n_samples;

      for (gsize t = 0; t < VECTOR_LANES; t++)
        sum[first + t] = 0;
      for (gsize begin = 0; begin < n; begin += SUM_LENGTH)
        {
          Vector total = { 0 };

          for (gsize i = begin; i < MIN (begin + SUM_LENGTH, n); i++)
            {
              Vector error = load (y + i * DG_LANES + first) - load (delta + i * DG_LANES + first);

              total += error * error;
              store (delta + i * DG_LANES + first, (Vector) (counts & (IntVector) (scale * error)));
            }
          for (gsize t = 0; t < VECTOR_LANES; t++)
            sum[first + t] += total[t];
        }
    }
}

/* A velocity that only decays would end as a denormal number, which is slow to work with: it ends as 0. */
static void
step (gsize n, float rate, float momentum, const float *gradient, float *velocity, float *parameter)
{
  for (gsize i = 0; i < n; i++)
    {
      float v = momentum * velocity[i] + gradient[i];

      v = __builtin_fabsf (v) < 1e-30f ? 0 : v;
      velocity[i] = v;
      parameter[i] -= rate * v;
    }
}

/* Here too: what ends as 0 is far below epsilon² or moves nothing. */
static void
adam (gsize n, const DgAdamStep *step, const float *gradient, float *first, float *second, float *parameter)
{
  const DgAdamStep s = *step;

  for (gsize i = 0; i < n; i++)
    {
      float m = s.beta1 * first[i] + s.share1 * gradient[i];
      float v = s.beta2 * second[i] + s.share2 * gradient[i] * gradient[i];

      m = __builtin_fabsf (m) < 1e-30f ? 0 : m;
      v = v < 1e-36f ? 0 : v;
      first[i] = m;
      second[i] = v;
      parameter[i] -= s.rate * m / (s.factor * __builtin_sqrtf (v) + s.epsilon);
    }
}

extern const DgVectorKernels FOR_TARGET (dg_vector_kernels);
const DgVectorKernels FOR_TARGET (dg_vector_kernels) = {
  .load_pixels = load_pixels,
  .store_rows = store_rows,
  .relu = relu,
  .relu_backward = relu_backward,
  .sum_rows = sum_rows,
  .multiply = multiply,
  .squared_error = squared_error,
  .step = step,
  .adam = adam,
};
