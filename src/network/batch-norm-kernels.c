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

/* Normalised, rectified and pooled at once. */

/* One channel in some lanes. */
typedef struct
{
  float mean, inverse, scale, shift;
} Channel;

INLINE Channel
get_channel (const DgNorm *norm, gsize c)
{
  return (Channel) { norm->mean[c], norm->inverse != NULL ? norm->inverse[c] : 0, norm->scale[c], norm->shift[c] };
}

INLINE Vector
normalise (const Channel *channel, Vector value)
{
  return value * channel->scale + channel->shift;
}

/* Value @i of the window (side, side) that begins at @x, whose lines are @below floats apart, less the mean. */
INLINE Vector
load_value (gsize side, gsize below, const Channel *channel, const float *x, gsize i)
{
  return load (x + i / side * below + i % side * DG_LANES) - channel->mean;
}

/* What a window lets through of @delta, which is all to the first that becomes largest, if above 0. @value (side, side): those
 * of load_value(); @which: the number of that one. */
INLINE Vector
let_through (gsize side, gsize below, const Channel *channel, const float *x, Vector delta, Vector *value,
             IntVector *which)
{
  Vector best;

  *which = (IntVector) { 0 };
  UNROLL for (gsize i = 0; i < side * side; i++)
    {
      Vector normalised;
      IntVector larger;

      value[i] = load_value (side, below, channel, x, i);
      normalised = normalise (channel, value[i]);
      if (i == 0)
        best = normalised;
      else
        {
          larger = normalised > best;
          best = choose (larger, normalised, best);
          *which = (IntVector) choose (larger, (Vector) (*which * 0 + (int) i), (Vector) *which);
        }
    }
  return (Vector) ((best > 0) & (IntVector) delta);
}

INLINE void
activate_known (gsize side, const DgNormSizes *s, const DgNorm *norm, const float *x, float *y)
{
  gsize below = s->width * DG_LANES;

  for (gsize c = 0; c < s->n_channels; c++)
    {
      const Channel channel = get_channel (norm, c);

      for (gsize r = 0; r < s->height / side; r++)
        for (gsize q = 0; q < s->width / side; q++, y += DG_LANES)
          for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
            {
              const float *window = x + (c * s->height + r * side) * below + q * side * DG_LANES + lane;
              Vector largest = normalise (&channel, load_value (side, below, &channel, window, 0));

              UNROLL for (gsize i = 1; i < side * side; i++)
                largest = take_larger (normalise (&channel, load_value (side, below, &channel, window, i)), largest);
              store (y + lane, (Vector) (~(largest < 0) & (IntVector) largest));
            }
    }
}

INLINE void
gradient_known (gsize side, const DgNormSizes *s, const DgNorm *norm, const float *x, const float *dy, float *weight,
                float *bias)
{
  gsize below = s->width * DG_LANES, n_windows = (s->height / side) * (s->width / side);

  for (gsize c = 0; c < s->n_channels; c++, x += s->height * below, dy += n_windows * DG_LANES)
    {
      const Channel channel = get_channel (norm, c);

      weight[c] = bias[c] = 0;
      for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
        {
          const float *delta = dy + lane;
          Vector sum = { 0 }, product = { 0 };

          for (gsize r = 0; r < s->height / side; r++)
            for (gsize q = 0; q < s->width / side; q++, delta += DG_LANES)
              {
                const float *window = x + r * side * below + q * side * DG_LANES + lane;
                Vector value[4];
                IntVector which;
                Vector through = let_through (side, below, &channel, window, load (delta), value, &which);
                Vector taken = value[0];

                UNROLL for (gsize i = 1; i < side * side; i++)
                  taken = choose (which == (int) i, value[i], taken);
                sum += through;
                product += through * taken;
              }
          bias[c] += sum_lanes (sum);
          weight[c] += sum_lanes (product) * channel.inverse;
        }
    }
}

/* dx of a value whose x - mean is @value and whose derivative is @delta. */
INLINE void
store_derivative (const Channel *channel, float slope, float bias, IntVector counts, Vector value, Vector delta,
                  float *dx)
{
  store (dx, (Vector) (counts & (IntVector) (channel->scale * (delta - bias - value * slope))));
}

INLINE void
backward_window (gsize side, gsize below, const Channel *channel, float slope, float bias, IntVector counts,
                 const float *x, const float *dy, float *dx)
{
  Vector value[4];
  IntVector which;
  Vector through = let_through (side, below, channel, x, load (dy), value, &which);

  UNROLL for (gsize i = 0; i < side * side; i++)
    store_derivative (channel, slope, bias, counts, value[i], (Vector) ((which == (int) i) & (IntVector) through),
                      dx + i / side * below + i % side * DG_LANES);
}

INLINE void
backward_known (gsize side, const DgNormSizes *s, const DgNorm *norm, gsize n, const float *weight,
                const float *bias, const float *x, const float *dy, float *dx)
{
  gsize below = s->width * DG_LANES, n_windows = (s->height / side) * (s->width / side);

  for (gsize c = 0; c < s->n_channels;
       c++, x += s->height * below, dx += s->height * below, dy += n_windows * DG_LANES)
    for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
      {
        const Channel channel = get_channel (norm, c);
        const IntVector counts = count_lanes (lane, n);
        float slope = channel.inverse * weight[c];
        const float *delta = dy + lane;

        for (gsize r = 0; r < s->height / side; r++)
          for (gsize q = 0; q < s->width / side; q++, delta += DG_LANES)
            {
              gsize at = r * side * below + q * side * DG_LANES + lane;

              backward_window (side, below, &channel, slope, bias[c], counts, x + at, delta, dx + at);
            }
        /* what the windows leave over */
        for (gsize r = 0; r < s->height; r++)
          for (gsize q = r < s->height / side * side ? s->width / side * side : 0; q < s->width; q++)
            {
              gsize at = r * below + q * DG_LANES + lane;

              store_derivative (&channel, slope, bias[c], counts, load (x + at) - channel.mean, broadcast (0),
                                dx + at);
            }
      }
}

static void
batch_norm_activate (const DgNormSizes *s, const DgNorm *norm, const float *x, float *y)
{
  if (s->side == 2)
    activate_known (2, s, norm, x, y);
  else
    activate_known (1, s, norm, x, y);
}

static void
batch_norm_activate_gradient (const DgNormSizes *s, const DgNorm *norm, const float *x, const float *dy,
                              float *weight, float *bias)
{
  if (s->side == 2)
    gradient_known (2, s, norm, x, dy, weight, bias);
  else
    gradient_known (1, s, norm, x, dy, weight, bias);
}

static void
batch_norm_activate_backward (const DgNormSizes *s, const DgNorm *norm, gsize n, const float *weight,
                              const float *bias, const float *x, const float *dy, float *dx)
{
  if (s->side == 2)
    backward_known (2, s, norm, n, weight, bias, x, dy, dx);
  else
    backward_known (1, s, norm, n, weight, bias, x, dy, dx);
}

extern const DgBatchNormKernels FOR_TARGET (dg_batch_norm_kernels);
const DgBatchNormKernels FOR_TARGET (dg_batch_norm_kernels) = {
  .measure = batch_norm_measure,
  .scale = batch_norm_scale,
  .gradient = batch_norm_gradient,
  .backward = batch_norm_backward,
  .activate = batch_norm_activate,
  .activate_gradient = batch_norm_activate_gradient,
  .activate_backward = batch_norm_activate_backward,
};
