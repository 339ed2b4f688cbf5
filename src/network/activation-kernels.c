/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* The exponential of x, as 2^n e^r with n whole and |r| ≤ ½ log 2, and the polynomial of Cephes' expf. What
 * lies beyond ±87 is taken as ±87, so that the result is a normal number; a NaN stays one. */
INLINE Vector
exponential (Vector x)
{
  Vector n, r, p;
  IntVector whole;

  x = choose (x > 87, broadcast (87), x);
  x = choose (x < -87, broadcast (-87), x);
  n = x * 1.44269504f;
  whole = __builtin_convertvector (n + choose (n < 0, broadcast (-0.5f), broadcast (0.5f)), IntVector);
  n = __builtin_convertvector (whole, Vector);
  r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  p = broadcast (1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  return p * (Vector) ((whole + 127) << 23);
}

static void
sigmoid (gsize n, const float *x, float *y)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    store (y + i, 1 / (1 + exponential (-load (x + i))));
}

static void
sigmoid_backward (gsize n, const float *y, const float *dy, float *dx)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    {
      Vector value = load (y + i);

      store (dx + i, load (dy + i) * value * (1 - value));
    }
}

/* Near 0 the polynomial of Cephes' tanhf, farther away 1 - 2 / (e^2|x| + 1) with the sign of x. */
static void
hyperbolic_tangent (gsize n, const float *x, float *y)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    {
      Vector value = load (x + i);
      IntVector sign = (IntVector) value & G_MININT32;
      Vector size = (Vector) ((IntVector) value ^ sign);
      Vector far = 1 - 2 / (exponential (2 * size) + 1);
      Vector z = value * value;
      Vector p = broadcast (-5.70498872745e-3f);

      p = p * z + 2.06390887954e-2f;
      p = p * z - 5.37397155531e-2f;
      p = p * z + 1.33314422036e-1f;
      p = p * z - 3.33332819422e-1f;
      store (y + i, choose (size < 0.625f, p * z * value + value, (Vector) ((IntVector) far | sign)));
    }
}

static void
hyperbolic_tangent_backward (gsize n, const float *y, const float *dy, float *dx)
{
  for (gsize i = 0; i < n * DG_LANES; i += VECTOR_LANES)
    {
      Vector value = load (y + i);

      store (dx + i, load (dy + i) * (1 - value * value));
    }
}

extern const DgActivationKernels FOR_TARGET (dg_activation_kernels);
const DgActivationKernels FOR_TARGET (dg_activation_kernels) = {
  .sigmoid = sigmoid,
  .sigmoid_backward = sigmoid_backward,
  .tanh = hyperbolic_tangent,
  .tanh_backward = hyperbolic_tangent_backward,
};
