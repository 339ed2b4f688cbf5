/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

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

/* One number for each value, in order. */
static void
drop (gsize n, guint32 *state, float share, const float *x, float *y, float *factor)
{
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    {
      BitVector s[4];

      for (int i = 0; i < 4; i++)
        s[i] = *(BitVector *) (state + i * DG_LANES + lane);
      for (gsize i = lane; i < n * DG_LANES; i += DG_LANES)
        {
          IntVector kept = to_unit (next_bits (s)) >= share;
          Vector times = (Vector) (kept & (IntVector) broadcast (1 / (1 - share)));

          store (factor + i, times);
          store (y + i, times * load (x + i));
        }
      for (int i = 0; i < 4; i++)
        *(BitVector *) (state + i * DG_LANES + lane) = s[i];
    }
}

extern const DgRandomKernels FOR_TARGET (dg_random_kernels);
const DgRandomKernels FOR_TARGET (dg_random_kernels) = {
  .add_noise = add_noise,
  .drop = drop,
};
