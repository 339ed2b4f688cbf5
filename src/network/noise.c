/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/noise.h"

#include <math.h>

#include "base/rng.h"

/* The state of an image's own xoshiro128+: half of the stream (epoch, image) of the seed. */
static void
seed_state (guint64 seed, guint epoch, guint32 image, guint32 state[4])
{
  DgRng rng;

  dg_rng_init (&rng, seed, (guint64) epoch << 32 | image);
  state[0] = rng.state[0] >> 32;
  state[1] = (guint32) rng.state[0];
  state[2] = rng.state[1] >> 32;
  state[3] = (guint32) rng.state[1] | 1; /* never all zero */
}

void
dg_noise_add (const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n, float sigma,
              gsize n_values, float *x)
{
  guint32 state[4 * DG_LANES] __attribute__ ((aligned (64))) = { 0 };

  for (gsize s = 0; s < n; s++)
    {
      guint32 own[4];

      seed_state (seed, epoch, index[s], own);
      for (guint i = 0; i < 4; i++)
        state[i * DG_LANES + s] = own[i];
    }
  kernels->vector->add_noise (n_values, state, sigma, x);
}

static guint32
next_bits (guint32 s[4])
{
  guint32 result = s[0] + s[3];
  guint32 t = s[1] << 9;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >> 21);
  return result;
}

void
dg_noise_reference (guint64 seed, guint epoch, guint32 image, gsize n_values, double *noise)
{
  guint32 state[4];

  seed_state (seed, epoch, image, state);
  for (gsize i = 0; i < n_values; i += 2)
    {
      double radius = sqrt (-2 * log (((next_bits (state) >> 8) + 1) * 0x1p-24));
      double angle = 2 * G_PI * (next_bits (state) >> 8) * 0x1p-24;

      noise[i] = radius * cos (angle);
      if (i + 1 < n_values)
        noise[i + 1] = radius * sin (angle);
    }
}
