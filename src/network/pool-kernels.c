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

/* Counts ⌊i · n / n_out⌋ up for i from 0 on. */
typedef struct
{
  gsize at, rest;
} Source;

INLINE void
advance (Source *self, gsize n, gsize n_out)
{
  for (self->rest += n; self->rest >= n_out; self->rest -= n_out)
    self->at++;
}

static void
pool_resize (const DgResizeSizes *s, const float *x, float *y)
{
  for (gsize c = 0; c < s->n_channels; c++, x += s->height * s->width * DG_LANES)
    {
      Source row = { 0 };

      for (gsize r = 0; r < s->out_height; r++, advance (&row, s->height, s->out_height))
        {
          const float *from = x + row.at * s->width * DG_LANES;
          Source column = { 0 };

          for (gsize q = 0; q < s->out_width; q++, advance (&column, s->width, s->out_width), y += DG_LANES)
            for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
              store (y + lane, load (from + column.at * DG_LANES + lane));
        }
    }
}

/* The first of n_out values that comes from value @i of n, or from one after it. */
INLINE gsize
find_first (gsize i, gsize n, gsize n_out)
{
  return (i * n_out + n - 1) / n;
}

static void
pool_resize_backward (const DgResizeSizes *s, const float *dy, float *dx)
{
  gsize below = s->out_width * DG_LANES;

  for (gsize c = 0; c < s->n_channels; c++, dy += s->out_height * below)
    for (gsize r = 0; r < s->height; r++)
      {
        gsize first_row = find_first (r, s->height, s->out_height);
        gsize n_rows = find_first (r + 1, s->height, s->out_height) - first_row;
        gsize first = 0;

        for (gsize q = 0; q < s->width; q++, dx += DG_LANES)
          {
            gsize end = find_first (q + 1, s->width, s->out_width);

            for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
              {
                Vector sum = { 0 };

                for (gsize i = 0; i < n_rows; i++)
                  for (gsize j = first; j < end; j++)
                    sum += load (dy + (first_row + i) * below + j * DG_LANES + lane);
                store (dx + lane, sum);
              }
            first = end;
          }
      }
}

extern const DgPoolKernels FOR_TARGET (dg_pool_kernels);
const DgPoolKernels FOR_TARGET (dg_pool_kernels) = {
  .forward = pool_forward,
  .backward = pool_backward,
  .average = pool_average,
  .average_backward = pool_average_backward,
  .spread = pool_spread,
  .resize = pool_resize,
  .resize_backward = pool_resize_backward,
};
