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

/* The next 32 bits of each lane's xoshiro128+ (Blackman & Vigna 2021). */
INLINE BitVector
next_bits (BitVector s[4])
{
  BitVector result = s[0] + s[3];
  BitVector t = s[1] << 9;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >> 21);
  return result;
}

/* The 24 upper bits as a number in [0, 1): the lower ones of a xoshiro+ are weak. */
INLINE Vector
to_unit (BitVector bits)
{
  return __builtin_convertvector ((IntVector) (bits >> 8), Vector) * 0x1p-24f;
}

/* Natural logarithm of x in (0, 1], as x = 2^e (1 + t) with √½ ≤ 1 + t < √2 and
 * log (1 + t) = t - t²/2 + t³ P(t), the minimax P of Cephes' logf. */
INLINE Vector
log_unit (Vector x)
{
  IntVector bits = (IntVector) x - 0x3f3504f3; /* √½ */
  IntVector e = bits >> 23;
  Vector t = (Vector) ((bits & 0x7fffff) + 0x3f3504f3) - 1;
  Vector p = broadcast (7.0376836292e-2f);

  p = p * t - 1.1514610310e-1f;
  p = p * t + 1.1676998740e-1f;
  p = p * t - 1.2420140846e-1f;
  p = p * t + 1.4249322787e-1f;
  p = p * t - 1.6668057665e-1f;
  p = p * t + 2.0000714765e-1f;
  p = p * t - 2.4999993993e-1f;
  p = p * t + 3.3333331174e-1f;
  return t + t * t * (p * t - 0.5f) + __builtin_convertvector (e, Vector) * 0.693147181f;
}

INLINE Vector
square_root (Vector x)
{
  Vector y;

  for (int i = 0; i < VECTOR_LANES; i++)
    y[i] = __builtin_sqrtf (x[i]);
  return y;
}

/* Sine and cosine of 2π times @turn in [0, 1): Taylor polynomials on an eighth of a turn at either side of
 * the nearest quarter, then the quarter's symmetry. */
INLINE void
sine_cosine (Vector turn, Vector *sine, Vector *cosine)
{
  IntVector quarter = __builtin_convertvector (turn * 4 + 0.5f, IntVector);
  Vector a = (turn * 4 - __builtin_convertvector (quarter, Vector)) * 1.57079632679f;
  Vector a2 = a * a;
  Vector s3 = ((a2 * 2.75573192e-6f - 1.98412698e-4f) * a2 + 8.33333333e-3f) * a2 - 1.66666667e-1f;
  Vector s = a + a * a2 * s3;
  Vector c = 1 + a2 * (((a2 * 2.48015873e-5f - 1.38888889e-3f) * a2 + 4.16666667e-2f) * a2 - 0.5f);
  IntVector odd = (quarter & 1) != 0;
  IntVector negative_sine = (quarter & 2) << 30;
  IntVector negative_cosine = ((quarter + 1) & 2) << 30;

  *sine = (Vector) ((IntVector) choose (odd, c, s) ^ negative_sine);
  *cosine = (Vector) ((IntVector) choose (odd, s, c) ^ negative_cosine);
}

/* Box & Muller 1958: two uniform numbers make two normal ones, for values i and i + 1. */
static void
add_noise (gsize n, guint32 *state, float sigma, float *x)
{
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    {
      BitVector s[4];

      for (int i = 0; i < 4; i++)
        s[i] = *(BitVector *) (state + i * DG_LANES + lane);
      for (gsize i = 0; i < n; i += 2)
        {
          Vector u = to_unit (next_bits (s)) + 0x1p-24f;
          Vector radius = sigma * square_root (-2 * log_unit (u));
          Vector sine, cosine;
          float *out = x + i * DG_LANES + lane;

          sine_cosine (to_unit (next_bits (s)), &sine, &cosine);
          store (out, load (out) + radius * cosine);
          if (i + 1 < n)
            store (out + DG_LANES, load (out + DG_LANES) + radius * sine);
        }
      for (int i = 0; i < 4; i++)
        *(BitVector *) (state + i * DG_LANES + lane) = s[i];
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

extern const DgVectorKernels FOR_TARGET (dg_vector_kernels);
const DgVectorKernels FOR_TARGET (dg_vector_kernels) = {
  .load_pixels = load_pixels,
  .store_rows = store_rows,
  .relu = relu,
  .relu_backward = relu_backward,
  .sum_rows = sum_rows,
  .add_noise = add_noise,
  .step = step,
};
