/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/input-scale.h"

#include <math.h>

#define N_VALUES 256

DgInputScale
dg_input_scale_get_default (guint n_channels)
{
  DgInputScale self = { .n_channels = n_channels };

  g_assert (n_channels >= 1 && n_channels <= DG_INPUT_MAX_CHANNELS);
  for (guint c = 0; c < n_channels; c++)
    {
      self.mean[c] = 0.1307f;
      self.deviation[c] = 0.3081f;
    }
  return self;
}

static double
round_to_decimals (double value)
{
  return round (value * 1e4) / 1e4;
}

/* @counts: (N_VALUES) how often each value is there. The sums are exact below 2^53. */
static void
measure_channel (const guint64 *counts, float *mean, float *deviation)
{
  double n = 0, sum = 0, squares = 0, exact_mean, rounded;

  for (guint value = 0; value < N_VALUES; value++)
    {
      double times = counts[value];

      n += times;
      sum += times * value;
      squares += times * value * value;
    }
  exact_mean = sum / n;
  rounded = round_to_decimals (sqrt (MAX (squares / n - exact_mean * exact_mean, 0)) / 255);
  *mean = round_to_decimals (exact_mean / 255);
  *deviation = rounded > 0 ? rounded : 1;
}

DgInputScale
dg_input_scale_measure (const DgImages *images)
{
  DgInputScale self = { .n_channels = images->channels };
  guint64 counts[DG_INPUT_MAX_CHANNELS][N_VALUES] = { 0 };
  gsize n_pixels = images->n * images->height * images->width;
  const guint8 *pixel = images->pixels;

  g_assert (images->channels >= 1 && images->channels <= DG_INPUT_MAX_CHANNELS);
  for (gsize i = 0; i < n_pixels; i++)
    for (guint c = 0; c < images->channels; c++)
      counts[c][*pixel++]++;
  for (guint c = 0; c < images->channels; c++)
    measure_channel (counts[c], &self.mean[c], &self.deviation[c]);
  return self;
}
