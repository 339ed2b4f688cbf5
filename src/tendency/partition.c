/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/partition.h"

#include <stdlib.h>

DgPartition *
dg_partition_new (gsize n, gsize n_groups)
{
  DgPartition *self = g_new0 (DgPartition, 1);

  self->n = n;
  self->n_groups = n_groups;
  self->group = g_new0 (guint32, n);
  return self;
}

DgPartition *
dg_partition_new_from_classes (const guint8 *classes, gsize n)
{
  DgPartition *self = dg_partition_new (n, 0);

  for (gsize i = 0; i < n; i++)
    {
      self->group[i] = classes[i];
      self->n_groups = MAX (self->n_groups, classes[i] + 1u);
    }
  return self;
}

DgPartition *
dg_partition_restrict (const DgPartition *self, const guint32 *samples, gsize count)
{
  DgPartition *part = dg_partition_new (count, self->n_groups);

  part->has_rest = self->has_rest;
  for (gsize k = 0; k < count; k++)
    part->group[k] = self->group[samples[k]];
  return part;
}

void
dg_partition_free (DgPartition *self)
{
  g_free (self->group);
  g_free (self);
}

gsize *
dg_partition_count (const DgPartition *self)
{
  gsize *counts = g_new0 (gsize, MAX (self->n_groups, 1));

  for (gsize i = 0; i < self->n; i++)
    counts[self->group[i]]++;
  return counts;
}

static double
count_pairs (gsize count)
{
  return 0.5 * (double) count * ((double) count - 1);
}

/* Pairs of samples within the same group. */
static double
count_pairs_within (const DgPartition *self)
{
  g_autofree gsize *counts = dg_partition_count (self);
  double pairs = 0;

  for (gsize g = 0; g < self->n_groups; g++)
    pairs += count_pairs (counts[g]);
  return pairs;
}

static int
compare_keys (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* Pairs of samples within the same group of both: of the cells of the table of both partitions, which may be
 * far more than there are samples, only those that are not empty are looked at. */
static double
count_pairs_within_both (const DgPartition *a, const DgPartition *b)
{
  g_autofree guint64 *keys = g_new (guint64, MAX (a->n, 1));
  double pairs = 0;

  for (gsize i = 0; i < a->n; i++)
    keys[i] = (guint64) a->group[i] << 32 | b->group[i];
  qsort (keys, a->n, sizeof *keys, compare_keys);
  for (gsize first = 0, end; first < a->n; first = end)
    {
      for (end = first + 1; end < a->n && keys[end] == keys[first]; end++)
        ;
      pairs += count_pairs (end - first);
    }
  return pairs;
}

double
dg_partition_compare (const DgPartition *a, const DgPartition *b)
{
  double all, within_a, within_b, expected, largest;

  g_assert (a->n == b->n);
  all = count_pairs (a->n);
  within_a = count_pairs_within (a);
  within_b = count_pairs_within (b);
  expected = all > 0 ? within_a * within_b / all : 0;
  largest = 0.5 * (within_a + within_b);
  if (largest == expected)
    return 1;
  return (count_pairs_within_both (a, b) - expected) / (largest - expected);
}
