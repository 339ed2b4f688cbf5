/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/fingerprint.h"

#include <string.h>

#define N_LANES 8
#define BLOCK (N_LANES * sizeof (guint64))

/* Odd, of irregular bits: the golden ratio, and the two factors of Stafford's mix 13. */
#define FACTOR G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define MIX_1 G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9)
#define MIX_2 G_GUINT64_CONSTANT (0x94d049bb133111eb)

/* Words go to the lanes in turn, which do not wait for each other. Each step is a bijection of the lane and
 * of the word, so that no difference in a single word is ever lost. With a product on both sides of the
 * rotation no difference of a few bits can be undone by one of a few bits in the lane's next word. */
static inline void
take_block (guint64 *lanes, const guint8 *block)
{
  guint64 words[N_LANES];

  memcpy (words, block, BLOCK);
  for (guint i = 0; i < N_LANES; i++)
    {
      guint64 sum = lanes[i] + GUINT64_FROM_LE (words[i]) * MIX_1;

      lanes[i] = (sum << 31 | sum >> 33) * FACTOR;
    }
}

/* A bijection in which every bit of the result depends on every bit (Stafford's mix 13). */
static guint64
mix (guint64 value)
{
  value = (value ^ value >> 30) * MIX_1;
  value = (value ^ value >> 27) * MIX_2;
  return value ^ value >> 31;
}

DgFingerprint
dg_fingerprint (gconstpointer data, gsize size)
{
  const guint8 *bytes = data;
  guint64 lanes[N_LANES], high = size, low = ~(guint64) size;
  guint8 last[BLOCK] = { 0 };
  DgFingerprint fingerprint;
  gsize i = 0;

  for (guint64 lane = 0; lane < N_LANES; lane++)
    lanes[lane] = mix (lane + 1);
  for (; size - i >= BLOCK; i += BLOCK)
    take_block (lanes, bytes + i);
  if (i < size)
    {
      memcpy (last, bytes + i, size - i);
      take_block (lanes, last);
    }
  for (guint lane = 0; lane < N_LANES; lane++)
    {
      high = mix (high ^ lanes[lane]);
      low = mix (low + lanes[lane] * FACTOR);
    }
  g_snprintf (fingerprint.text, sizeof fingerprint.text,
              "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", high, low);
  return fingerprint;
}
