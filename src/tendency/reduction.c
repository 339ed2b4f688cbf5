/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/reduction.h"

#include <stdlib.h>

static int
compare_samples (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

guint32 *
dg_reduction_interval (const guint32 *order, gsize n, gsize count)
{
  guint32 *samples = g_new (guint32, count);

  g_assert (count >= 1 && count <= n);
  for (gsize k = 0; k < count; k++)
    samples[k] = order[k * n / count];
  qsort (samples, count, sizeof *samples, compare_samples);
  return samples;
}
