/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rng.h"

#include <math.h>

static guint64
split_mix (guint64 *x)
{
  guint64 z = (*x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline guint64
rotate_left (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

void
dg_rng_init (DgRng *self, guint64 seed, guint64 stream)
{
  guint64 x = stream;

  x = seed ^ split_mix (&x);
  for (int i = 0; i < 4; i++)
    self->state[i] = split_mix (&x);
}

guint64
dg_rng_next (DgRng *self)
{
  guint64 *s = self->state;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
dg_rng_uniform (DgRng *self)
{
  return (dg_rng_next (self) >> 11) * 0x1.0p-53;
}

guint32
dg_rng_below (DgRng *self, guint32 bound)
{
  guint64 product = (dg_rng_next (self) >> 32) * bound;
  guint32 low = (guint32) product;

  if (low < bound)
    {
      guint32 threshold = -bound % bound;

      while (low < threshold)
        {
          product = (dg_rng_next (self) >> 32) * bound;
          low = (guint32) product;
        }
    }
  return product >> 32;
}

double
dg_rng_normal (DgRng *self)
{
  double u = 1.0 - dg_rng_uniform (self);
  double v = dg_rng_uniform (self);

  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);
}

void
dg_rng_shuffle (DgRng *self, guint32 *items, gsize n)
{
  g_assert (n <= G_MAXUINT32);
  for (gsize i = n; i > 1; i--)
    {
      gsize j = dg_rng_below (self, (guint32) i);
      guint32 item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}
