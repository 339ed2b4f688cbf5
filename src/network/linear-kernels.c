/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* Rows of the product worked on together: their sums stay in registers. */
#define ROWS (N_REGISTERS / 2)

/* y (n_rows, DG_LANES) = A x + bias, from n_rows rows of A (n_rows, n) with the given strides and
 * x (n, DG_LANES). */
INLINE void
multiply_rows (guint n_rows, gsize n, const float *a, gsize row_stride, gsize column_stride,
               const float *bias, const float *x, float *y)
{
  Vector sum[ROWS];

  UNROLL for (guint r = 0; r < n_rows; r++)
    sum[r] = broadcast (bias != NULL ? bias[r] : 0);
  for (gsize i = 0; i < n; i++)
    {
      Vector value = load (x + i * DG_LANES);

      UNROLL for (guint r = 0; r < n_rows; r++)
        sum[r] += a[r * row_stride + i * column_stride] * value;
    }
  UNROLL for (guint r = 0; r < n_rows; r++)
    store (y + r * DG_LANES, sum[r]);
}

INLINE void
multiply (gsize n_rows, gsize n, const float *a, gsize row_stride, gsize column_stride, const float *bias,
          const float *x, float *y)
{
  gsize r = 0;

#define REST(row) a + (row) * row_stride, row_stride, column_stride, bias != NULL ? bias + (row) : NULL
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    {
      for (r = 0; r + ROWS <= n_rows; r += ROWS)
        multiply_rows (ROWS, n, REST (r), x + lane, y + r * DG_LANES + lane);
      for (; r + 4 <= n_rows; r += 4)
        multiply_rows (4, n, REST (r), x + lane, y + r * DG_LANES + lane);
      for (; r < n_rows; r++)
        multiply_rows (1, n, REST (r), x + lane, y + r * DG_LANES + lane);
    }
#undef REST
}

static void
linear_forward (gsize n_in, gsize n_out, const float *weight, const float *bias, const float *x, float *y)
{
  multiply (n_out, n_in, weight, n_in, 1, bias, x, y);
}

static void
linear_backward (gsize n_in, gsize n_out, const float *weight, const float *dy, float *dx)
{
  multiply (n_in, n_out, weight, 1, n_in, NULL, dy, dx);
}

extern const DgLinearKernels FOR_TARGET (dg_linear_kernels);
const DgLinearKernels FOR_TARGET (dg_linear_kernels) = {
  .forward = linear_forward,
  .backward = linear_backward,
};
