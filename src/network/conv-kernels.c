/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* Every loop keeps a tile of sums in registers, so that each value loaded is used several times. The kernel
 * sizes 3 and 5 get code of their own, in which the innermost loops are unrolled; others, and strides above 1,
 * take the same code with k and stride unknown. */

#define MAX_KNOWN_K 5

#define WITH_KNOWN_K(function, sizes, ...)                                                                   \
  do                                                                                                         \
    if ((sizes)->k == 5)                                                                                     \
      function (5, sizes, __VA_ARGS__);                                                                      \
    else if ((sizes)->k == 3)                                                                                \
      function (3, sizes, __VA_ARGS__);                                                                      \
    else                                                                                                     \
      function ((sizes)->k, sizes, __VA_ARGS__);                                                             \
  while (0)

/* Output channels whose sums at four places are kept together. */
#define OUT_TILE (N_REGISTERS == 32 ? 6 : 3)

/* sum (n_out, n_places): n_out ≤ OUT_TILE channels from @weight on at n_places ≤ 4 places, whose windows
 * begin in x at @place. */
INLINE void
sum_windows (guint n_out, guint n_places, gsize k, const DgConvSizes *s, const float *weight,
             const float *bias, const float *x, const gsize *place, Vector *sum)
{
  gsize weight_stride = s->n_in * k * k;

  UNROLL for (guint o = 0; o < n_out; o++)
    UNROLL for (guint p = 0; p < n_places; p++)
      sum[o * n_places + p] = broadcast (bias[o]);
  for (gsize c = 0; c < s->n_in; c++)
    for (gsize i = 0; i < k; i++)
      UNROLL for (gsize j = 0; j < k; j++)
        {
          const float *from = x + ((c * s->in_height + i) * s->in_width + j) * DG_LANES;
          const float *w = weight + (c * k + i) * k + j;
          Vector value[4];

          UNROLL for (guint p = 0; p < n_places; p++)
            value[p] = load (from + place[p]);
          UNROLL for (guint o = 0; o < n_out; o++)
            UNROLL for (guint p = 0; p < n_places; p++)
              sum[o * n_places + p] += w[o * weight_stride] * value[p];
        }
}

INLINE void
forward_places (guint n_out, guint n_places, gsize k, const DgConvSizes *s, gsize stride, const float *weight,
                const float *bias, const float *x, float *y)
{
  const gsize place[4] = { 0, stride * DG_LANES, 2 * stride * DG_LANES, 3 * stride * DG_LANES };
  Vector sum[4 * OUT_TILE];

  sum_windows (n_out, n_places, k, s, weight, bias, x, place, sum);
  UNROLL for (guint o = 0; o < n_out; o++)
    UNROLL for (guint p = 0; p < n_places; p++)
      store (y + (o * s->out_height * s->out_width + p) * DG_LANES, sum[o * n_places + p]);
}

INLINE void
forward_channels (guint n_out, gsize k, const DgConvSizes *s, gsize stride, const float *weight,
                  const float *bias, const float *x, float *y)
{
  for (gsize r = 0; r < s->out_height; r++)
    {
      const float *from = x + r * stride * s->in_width * DG_LANES;
      float *to = y + r * s->out_width * DG_LANES;
      gsize q = 0;

#define ARGUMENTS k, s, stride, weight, bias, from + q * stride * DG_LANES, to + q * DG_LANES
      for (; q + 4 <= s->out_width; q += 4)
        forward_places (n_out, 4, ARGUMENTS);
      for (; q < s->out_width; q++)
        forward_places (n_out, 1, ARGUMENTS);
#undef ARGUMENTS
    }
}

INLINE void
forward_known (gsize k, const DgConvSizes *s, gsize stride, const float *weight, const float *bias,
               const float *x, float *y)
{
  gsize plane = s->out_height * s->out_width * DG_LANES;
  gsize o = 0;

#define ARGUMENTS k, s, stride, weight + o * s->n_in * k * k, bias + o, x, y + o * plane
  for (; o + OUT_TILE <= s->n_out; o += OUT_TILE)
    forward_channels (OUT_TILE, ARGUMENTS);
  for (; o + 2 <= s->n_out; o += 2)
    forward_channels (2, ARGUMENTS);
  for (; o < s->n_out; o++)
    forward_channels (1, ARGUMENTS);
#undef ARGUMENTS
}

static void
conv_forward (const DgConvSizes *s, const float *weight, const float *bias, const float *x, float *y)
{
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    if (s->stride == 1)
      WITH_KNOWN_K (forward_known, s, 1, weight, bias, x + lane, y + lane);
    else
      forward_known (s->k, s, s->stride, weight, bias, x + lane, y + lane);
}

/* One window of the pooled output for n_out channels. */
INLINE void
pool_place (guint n_out, gsize k, const DgConvSizes *s, const float *weight, const float *bias,
            const float *x, float *y, gint32 *choice)
{
  const gsize place[4] = { 0, DG_LANES, s->in_width * DG_LANES, (s->in_width + 1) * DG_LANES };
  gsize plane = (s->out_height / 2) * (s->out_width / 2) * DG_LANES;
  Vector sum[4 * OUT_TILE];

  sum_windows (n_out, 4, k, s, weight, bias, x, place, sum);
  UNROLL for (guint o = 0; o < n_out; o++)
    {
      Vector best = sum[o * 4];
      IntVector which = { 0 };
      IntVector positive;

      UNROLL for (int p = 1; p < 4; p++)
        {
          Vector value = sum[o * 4 + p];
          IntVector larger = (value > best) | (value != value);

          which = (larger & p) | (~larger & which);
          best = choose (larger, value, best);
        }
      positive = ~(best <= 0); /* a NaN passes */
      store (y + o * plane, (Vector) ((IntVector) best & positive));
      if (choice != NULL)
        *(IntVector *) (choice + o * plane) = (which & positive) | (~positive & 4);
    }
}

INLINE void
pool_channels (guint n_out, gsize k, const DgConvSizes *s, const float *weight, const float *bias,
               const float *x, float *y, gint32 *choice)
{
  for (gsize r = 0; r < s->out_height / 2; r++)
    for (gsize q = 0; q < s->out_width / 2; q++)
      {
        gsize at = (r * (s->out_width / 2) + q) * DG_LANES;

        pool_place (n_out, k, s, weight, bias, x + (2 * r * s->in_width + 2 * q) * DG_LANES, y + at,
                    choice != NULL ? choice + at : NULL);
      }
}

INLINE void
pool_known (gsize k, const DgConvSizes *s, const float *weight, const float *bias, const float *x, float *y,
            gint32 *choice)
{
  gsize plane = (s->out_height / 2) * (s->out_width / 2) * DG_LANES;
  gsize o = 0;

#define ARGUMENTS                                                                                            \
  k, s, weight + o * s->n_in * k * k, bias + o, x, y + o * plane, choice != NULL ? choice + o * plane : NULL
  for (; o + OUT_TILE <= s->n_out; o += OUT_TILE)
    pool_channels (OUT_TILE, ARGUMENTS);
  for (; o + 2 <= s->n_out; o += 2)
    pool_channels (2, ARGUMENTS);
  for (; o < s->n_out; o++)
    pool_channels (1, ARGUMENTS);
#undef ARGUMENTS
}

static void
conv_forward_pooled (const DgConvSizes *s, const float *weight, const float *bias, const float *x, float *y,
                     gint32 *choice)
{
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    WITH_KNOWN_K (pool_known, s, weight, bias, x + lane, y + lane, choice != NULL ? choice + lane : NULL);
}

/* Values of dy in a row whose contributions to dx are summed together, and input channels. */
#define ROW_TILE 8
#define IN_TILE (N_REGISTERS == 32 ? 2 : 1)

/* Adds to row @row of n_in ≤ IN_TILE channels of dx what n_places ≤ ROW_TILE columns of dy, from @column on,
 * give. */
INLINE void
backward_places (guint n_in, guint n_places, gsize k, const DgConvSizes *s, gsize channel, gsize row,
                 gsize column, const float *weight, const float *dy, float *dx)
{
  gsize first = row < k ? 0 : row - k + 1;
  gsize last = MIN (row, s->out_height - 1);
  float *to = dx + ((channel * s->in_height + row) * s->in_width + column) * DG_LANES;
  gsize plane = s->in_height * s->in_width * DG_LANES;
  Vector sum[IN_TILE * (ROW_TILE + MAX_KNOWN_K - 1)];
  guint width = n_places + k - 1;

  UNROLL for (guint c = 0; c < n_in; c++)
    UNROLL for (guint p = 0; p < width; p++)
      sum[c * width + p] = load (to + c * plane + p * DG_LANES);
  for (gsize r = first; r <= last; r++)
    for (gsize o = 0; o < s->n_out; o++)
      {
        const float *from = dy + ((o * s->out_height + r) * s->out_width + column) * DG_LANES;
        const float *w = weight + ((o * s->n_in + channel) * k + row - r) * k;

        UNROLL for (guint p = 0; p < n_places; p++)
          {
            Vector value = load (from + p * DG_LANES);

            UNROLL for (guint c = 0; c < n_in; c++)
              UNROLL for (guint j = 0; j < k; j++)
                sum[c * width + p + j] += w[c * k * k + j] * value;
          }
      }
  UNROLL for (guint c = 0; c < n_in; c++)
    UNROLL for (guint p = 0; p < width; p++)
      store (to + c * plane + p * DG_LANES, sum[c * width + p]);
}

INLINE void
backward_row (guint n_in, gsize k, const DgConvSizes *s, gsize channel, gsize row, const float *weight,
              const float *dy, float *dx)
{
  gsize q = 0;

  for (; q + ROW_TILE <= s->out_width; q += ROW_TILE)
    backward_places (n_in, ROW_TILE, k, s, channel, row, q, weight, dy, dx);
  for (; q + 4 <= s->out_width; q += 4)
    backward_places (n_in, 4, k, s, channel, row, q, weight, dy, dx);
  for (; q < s->out_width; q++)
    backward_places (n_in, 1, k, s, channel, row, q, weight, dy, dx);
}

INLINE void
backward_known (gsize k, const DgConvSizes *s, const float *weight, const float *dy, float *dx)
{
  for (gsize row = 0; row < s->in_height; row++)
    {
      gsize c = 0;

      for (; c + IN_TILE <= s->n_in; c += IN_TILE)
        backward_row (IN_TILE, k, s, c, row, weight, dy, dx);
      for (; c < s->n_in; c++)
        backward_row (1, k, s, c, row, weight, dy, dx);
    }
}

/* The same for any k and stride, with the sums in memory. */
static void
backward_any (const DgConvSizes *s, const float *weight, const float *dy, float *dx)
{
  for (gsize o = 0; o < s->n_out; o++)
    for (gsize c = 0; c < s->n_in; c++)
      for (gsize r = 0; r < s->out_height; r++)
        for (gsize i = 0; i < s->k; i++)
          for (gsize j = 0; j < s->k; j++)
            {
              const float *from = dy + (o * s->out_height + r) * s->out_width * DG_LANES;
              float *to = dx + ((c * s->in_height + r * s->stride + i) * s->in_width + j) * DG_LANES;
              float w = weight[((o * s->n_in + c) * s->k + i) * s->k + j];

              for (gsize q = 0; q < s->out_width; q++, from += DG_LANES, to += s->stride * DG_LANES)
                store (to, load (to) + w * load (from));
            }
}

static void
conv_backward (const DgConvSizes *s, const float *weight, const float *dy, float *dx)
{
  __builtin_memset (dx, 0, s->n_in * s->in_height * s->in_width * DG_LANES * sizeof *dx);
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    if (s->stride == 1 && s->k == 5)
      backward_known (5, s, weight, dy + lane, dx + lane);
    else if (s->stride == 1 && s->k == 3)
      backward_known (3, s, weight, dy + lane, dx + lane);
    else
      backward_any (s, weight, dy + lane, dx + lane);
}

/* Output channels whose weights' gradients are summed together, for a row of weights. */
#define GRADIENT_TILE (N_REGISTERS == 32 ? 4 : 2)

/* The gradient of n_columns weights side by side, for n_out ≤ GRADIENT_TILE output channels: @x begins where
 * the first weight meets the first value of @dy. */
INLINE void
sum_gradient (guint n_out, guint n_columns, const DgConvSizes *s, gsize stride, const float *x,
              const float *dy, float *weight)
{
  gsize plane = s->out_height * s->out_width * DG_LANES;
  gsize weight_stride = s->n_in * s->k * s->k;
  Vector sum[GRADIENT_TILE * MAX_KNOWN_K];

  UNROLL for (guint i = 0; i < n_out * n_columns; i++)
    sum[i] = broadcast (0);
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    for (gsize r = 0; r < s->out_height; r++)
      for (gsize q = 0; q < s->out_width; q++)
        {
          const float *from = x + (r * s->in_width + q) * stride * DG_LANES + lane;
          const float *delta = dy + (r * s->out_width + q) * DG_LANES + lane;
          Vector d[GRADIENT_TILE];

          UNROLL for (guint o = 0; o < n_out; o++)
            d[o] = load (delta + o * plane);
          UNROLL for (guint j = 0; j < n_columns; j++)
            {
              Vector value = load (from + j * DG_LANES);

              UNROLL for (guint o = 0; o < n_out; o++)
                sum[o * n_columns + j] += d[o] * value;
            }
        }
  UNROLL for (guint o = 0; o < n_out; o++)
    UNROLL for (guint j = 0; j < n_columns; j++)
      weight[o * weight_stride + j] = sum_lanes (sum[o * n_columns + j]);
}

INLINE void
gradient_channels (guint n_out, gsize k, const DgConvSizes *s, gsize stride, const float *x, const float *dy,
                   float *weight)
{
  for (gsize c = 0; c < s->n_in; c++)
    for (gsize i = 0; i < k; i++)
      {
        const float *from = x + (c * s->in_height + i) * s->in_width * DG_LANES;
        float *to = weight + (c * k + i) * k;

        if (stride == 1 && k == 5)
          sum_gradient (n_out, 5, s, 1, from, dy, to);
        else if (stride == 1 && k == 3)
          sum_gradient (n_out, 3, s, 1, from, dy, to);
        else
          for (gsize j = 0; j < k; j++)
            sum_gradient (n_out, 1, s, stride, from + j * DG_LANES, dy, to + j);
      }
}

INLINE void
gradient_known (gsize k, const DgConvSizes *s, gsize stride, const float *x, const float *dy, float *weight)
{
  gsize plane = s->out_height * s->out_width * DG_LANES;
  gsize weight_stride = s->n_in * k * k;
  gsize o = 0;

  for (; o + GRADIENT_TILE <= s->n_out; o += GRADIENT_TILE)
    gradient_channels (GRADIENT_TILE, k, s, stride, x, dy + o * plane, weight + o * weight_stride);
  for (; o < s->n_out; o++)
    gradient_channels (1, k, s, stride, x, dy + o * plane, weight + o * weight_stride);
}

static void
conv_gradient (const DgConvSizes *s, const float *x, const float *dy, float *weight)
{
  if (s->stride == 1)
    WITH_KNOWN_K (gradient_known, s, 1, x, dy, weight);
  else
    gradient_known (s->k, s, s->stride, x, dy, weight);
}

extern const DgConvKernels FOR_TARGET (dg_conv_kernels);
const DgConvKernels FOR_TARGET (dg_conv_kernels) = {
  .forward = conv_forward,
  .forward_pooled = conv_forward_pooled,
  .backward = conv_backward,
  .gradient = conv_gradient,
};
