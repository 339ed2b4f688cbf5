/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/blocks.h"

#include <stdlib.h>

#define LEAST_SHARE 100 /* one sample in so many */

gsize
dg_blocks_get_least (gsize n)
{
  return MAX (2, (n + LEAST_SHARE - 1) / LEAST_SHARE);
}

DgPartition *
dg_blocks_cut (const DgVat *vat, float height)
{
  DgPartition *self = dg_partition_new (vat->n, 0);
  guint32 block = 0;

  for (gsize k = 0; k < vat->n; k++)
    {
      block += k > 0 && vat->weight[k] > height;
      self->group[vat->order[k]] = block;
    }
  self->n_groups = vat->n > 0 ? block + 1 : 0;
  return self;
}

static int
compare_joins (const void *a, const void *b)
{
  const DgJoin *x = a, *y = b;

  if (x->weight < y->weight || x->weight > y->weight)
    return x->weight < y->weight ? -1 : 1;
  return (x->middle > y->middle) - (x->middle < y->middle);
}

DgJoin *
dg_blocks_list_joins (const DgVat *vat)
{
  DgJoin *joins = g_new (DgJoin, vat->n);
  g_autofree guint32 *length = g_new (guint32, vat->n); /* of each run, at its first and last position */

  for (guint32 k = 1; k < vat->n; k++)
    joins[k - 1] = (DgJoin){ .weight = vat->weight[k], .middle = k };
  qsort (joins, vat->n - 1, sizeof *joins, compare_joins);

  for (gsize k = 0; k < vat->n; k++)
    length[k] = 1;
  for (gsize i = 0; i + 1 < vat->n; i++)
    {
      guint32 middle = joins[i].middle;

      joins[i].begin = middle - length[middle - 1];
      joins[i].end = middle + length[middle];
      length[joins[i].begin] = length[joins[i].end - 1] = joins[i].end - joins[i].begin;
    }
  return joins;
}

float
dg_blocks_find_height (const DgVat *vat, gsize count, gsize least)
{
  g_autofree DgJoin *joins = dg_blocks_list_joins (vat);
  gsize n_joins = vat->n - 1, counted = least <= 1 ? vat->n : 0, most;
  float height = 0;

  most = n_joins > 0 && joins[0].weight == 0 ? 0 : counted;
  for (gsize i = 0; i < n_joins; i++)
    {
      const DgJoin *join = &joins[i];

      counted -= (join->middle - join->begin >= least) + (join->end - join->middle >= least);
      counted += join->end - join->begin >= least;
      if (i + 1 < n_joins && joins[i + 1].weight == join->weight)
        continue;
      if (counted >= MIN (most, count))
        {
          most = MAX (most, counted);
          height = join->weight;
        }
    }
  return height;
}

DgPartition *
dg_blocks_gather (const DgPartition *blocks, gsize least)
{
  g_autofree gsize *counts = dg_partition_count (blocks);
  g_autofree guint32 *number = g_new (guint32, MAX (blocks->n_groups, 1)); /* (n_groups) */
  DgPartition *self = dg_partition_new (blocks->n, 0);
  guint32 n_kept = 0;

  for (gsize g = 0; g < blocks->n_groups; g++)
    if (counts[g] >= least)
      number[g] = n_kept++;
  for (gsize g = 0; g < blocks->n_groups; g++)
    if (counts[g] < least)
      {
        number[g] = n_kept;
        self->has_rest |= counts[g] > 0;
      }
  for (gsize i = 0; i < blocks->n; i++)
    self->group[i] = number[blocks->group[i]];
  self->n_groups = n_kept + self->has_rest;
  return self;
}
