/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* y, and backward dx, of one k × k window that begins at @x; lines are @below floats apart. */

INLINE Vector
find_largest (gsize k, gsize below, const float *x)
{
  Vector best = load (x);

  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      best = take_larger (load (x + i * below + j * DG_LANES), best);
  return best;
}

INLINE void
give_to_largest (gsize k, gsize below, const float *x, Vector largest, Vector delta, float *dx)
{
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      {
        IntVector here = load (x + i * below + j * DG_LANES) == largest;

        store (dx + i * below + j * DG_LANES, (Vector) (here & (IntVector) delta));
        delta = (Vector) (~here & (IntVector) delta);
      }
}

static void
pool_forward (gsize n_channels, gsize height, gsize width, gsize k, const float *x, float *y)
{
  for (gsize c = 0; c < n_channels; c++)
    for (gsize r = 0; r < height / k; r++)
      for (gsize q = 0; q < width / k; q++, y += DG_LANES)
        for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
          {
            const float *window = x + ((c * height + r * k) * width + q * k) * DG_LANES + lane;

            store (y + lane, find_largest (k, width * DG_LANES, window));
          }
}

/* Where k × k windows leave something over at the edge, which has no share in y. */
INLINE void
clear_uncovered (gsize n_channels, gsize height, gsize width, gsize k, float *dx)
{
  if (height % k != 0 || width % k != 0)
    __builtin_memset (dx, 0, n_channels * height * width * DG_LANES * sizeof *dx);
}

static void
pool_backward (gsize n_channels, gsize height, gsize width, gsize k, const float *x, const float *y,
               const float *dy, float *dx)
{
  clear_uncovered (n_channels, height, width, k, dx);
  for (gsize c = 0; c < n_channels; c++)
    for (gsize r = 0; r < height / k; r++)
      for (gsize q = 0; q < width / k; q++, y += DG_LANES, dy += DG_LANES)
        for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
          {
            gsize window = ((c * height + r * k) * width + q * k) * DG_LANES + lane;

            give_to_largest (k, width * DG_LANES, x + window, load (y + lane), load (dy + lane), dx + window);
          }
}

/* Adds up, and later shares out, what lies in a window. */

INLINE Vector
sum_window (gsize k, gsize below, const float *x)
{
  Vector sum = { 0 };

  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      sum += load (x + i * below + j * DG_LANES);
  return sum;
}

INLINE void
fill_window (gsize k, gsize below, Vector value, float *x)
{
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      store (x + i * below + j * DG_LANES, value);
}

static void
pool_average (gsize n_channels, gsize height, gsize width, gsize k, const float *x, float *y)
{
  const float share = 1.0f / (k * k);

  for (gsize c = 0; c < n_channels; c++)
    for (gsize r = 0; r < height / k; r++)
      for (gsize q = 0; q < width / k; q++, y += DG_LANES)
        for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
          {
            const float *window = x + ((c * height + r * k) * width + q * k) * DG_LANES + lane;

            store (y + lane, sum_window (k, width * DG_LANES, window) * share);
          }
}

static void
pool_average_backward (gsize n_channels, gsize height, gsize width, gsize k, const float *dy, float *dx)
{
  const float share = 1.0f / (k * k);

  clear_uncovered (n_channels, height, width, k, dx);
  for (gsize c = 0; c < n_channels; c++)
    for (gsize r = 0; r < height / k; r++)
      for (gsize q = 0; q < width / k; q++, dy += DG_LANES)
        for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
          {
            float *window = dx + ((c * height + r * k) * width + q * k) * DG_LANES + lane;

            fill_window (k, width * DG_LANES, load (dy + lane) * share, window);
          }
}

/* One channel. Returns the sum of dx. */
INLINE float
spread_channel (gsize height, gsize width, const gint32 *choice, const float *dy, float *dx)
{
  gsize below = width * DG_LANES;
  Vector sum = { 0 };

  for (gsize r = 0; r < height / 2; r++)
    for (gsize q = 0; q < width / 2; q++, dy += DG_LANES, choice += DG_LANES)
      {
        float *window = dx + 2 * (r * width + q) * DG_LANES;
        IntVector which = *(const IntVector *) choice;
        IntVector value = (IntVector) load (dy);

        store (window, (Vector) (value & (which == 0)));
        store (window + DG_LANES, (Vector) (value & (which == 1)));
        store (window + below, (Vector) (value & (which == 2)));
        store (window + below + DG_LANES, (Vector) (value & (which == 3)));
        sum += (Vector) (value & (which != 4));
      }
  return sum_lanes (sum);
}

static void
pool_spread (gsize n_channels, gsize height, gsize width, const gint32 *choice, const float *dy, float *dx,
             float *sum)
{
  gsize plane = height * width * DG_LANES;
  gsize pooled = (height / 2) * (width / 2) * DG_LANES;

  clear_uncovered (n_channels, height, width, 2, dx);
  for (gsize c = 0; c < n_channels; c++)
    {
      sum[c] = 0;
      for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
        sum[c] += spread_channel (height, width, choice + c * pooled + lane, dy + c * pooled + lane,
                                  dx + c * plane + lane);
    }
}

extern const DgPoolKernels FOR_TARGET (dg_pool_kernels);
const DgPoolKernels FOR_TARGET (dg_pool_kernels) = {
  .forward = pool_forward,
  .backward = pool_backward,
  .average = pool_average,
  .average_backward = pool_average_backward,
  .spread = pool_spread,
};
