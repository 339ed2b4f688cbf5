/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/kernels.h"

/* Vectors for the files that are compiled once for each instruction set (meson.build gives DG_TARGET). A
 * block of DG_LANES samples is worked on in groups of VECTOR_LANES, one register each. */

#if defined(__AVX512F__)
#define VECTOR_LANES 16
#define LANES { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }
#define N_REGISTERS 32
#elif defined(__AVX__)
#define VECTOR_LANES 8
#define LANES { 0, 1, 2, 3, 4, 5, 6, 7 }
#define N_REGISTERS 16
#else
#define VECTOR_LANES 4
#define LANES { 0, 1, 2, 3 }
#ifdef __aarch64__
#define N_REGISTERS 32
#else
#define N_REGISTERS 16
#endif
#endif

#define INLINE static inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 32")

#define PASTE(a, b) a##_##b
#define PASTE_VALUE(a, b) PASTE (a, b)
#define FOR_TARGET(name) PASTE_VALUE (name, DG_TARGET)

typedef float Vector __attribute__ ((vector_size (VECTOR_LANES * 4), may_alias));
typedef gint32 IntVector __attribute__ ((vector_size (VECTOR_LANES * 4), may_alias));
typedef guint32 BitVector __attribute__ ((vector_size (VECTOR_LANES * 4), may_alias));

/* The same at any address. */
typedef float LooseVector __attribute__ ((vector_size (VECTOR_LANES * 4), aligned (1), may_alias));

INLINE Vector
load (const float *x)
{
  return *(const Vector *) x;
}

INLINE void
store (float *y, Vector v)
{
  *(Vector *) y = v;
}

INLINE Vector
broadcast (float x)
{
  return x - (Vector) { 0 };
}

/* @yes where @mask has its bits set, @no where it has none. */
INLINE Vector
choose (IntVector mask, Vector yes, Vector no)
{
  return (Vector) ((mask & (IntVector) yes) | (~mask & (IntVector) no));
}

/* The larger of each lane; of @value where it is a NaN. */
INLINE Vector
take_larger (Vector value, Vector best)
{
  return choose ((value > best) | (value != value), value, best);
}

/* Lane i of the result is lane @index[i] of @a, or from VECTOR_LANES on of @b. */
INLINE Vector
shuffle (Vector a, Vector b, IntVector index)
{
#ifdef __clang__ /* knows shuffles with literal indices alone */
  Vector v = a;

  for (int i = 0; i < VECTOR_LANES; i++)
    v[i] = index[i] < VECTOR_LANES ? a[index[i]] : b[index[i] - VECTOR_LANES];
  return v;
#else
  return __builtin_shuffle (a, b, index);
#endif
}

/* Sum over the lanes in an order that depends on nothing. */
INLINE float
sum_lanes (Vector v)
{
  const IntVector lane = LANES;

  UNROLL for (int distance = VECTOR_LANES / 2; distance > 0; distance /= 2)
    v += shuffle (v, v, lane ^ distance);
  return v[0];
}
