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

typedef struct
{
  float weight;
  guint32 position;
} Step;

static int
compare_steps (const void *a, const void *b)
{
  const Step *x = a, *y = b;

  if (x->weight < y->weight || x->weight > y->weight)
    return x->weight < y->weight ? -1 : 1;
  return (x->position > y->position) - (x->position < y->position);
}

/* (n - 1) the weights of a VAT, ascending. */
static Step *
sort_steps (const DgVat *vat)
{
  Step *steps = g_new (Step, MAX (vat->n, 1));

  for (guint32 k = 1; k < vat->n; k++)
    steps[k - 1] = (Step){ vat->weight[k], k };
  qsort (steps, vat->n - 1, sizeof *steps, compare_steps);
  return steps;
}

/* Joins the run that ends before @position with the one that begins there. A run's length is kept at its
 * first and at its last position.
 * @length: (n)
 * @counted: runs of at least @least samples */
static void
join_runs (guint32 *length, gsize position, gsize least, gsize *counted)
{
  guint32 before = length[position - 1], after = length[position];

  *counted -= (before >= least) + (after >= least);
  *counted += before + after >= least;
  length[position - before] = length[position + after - 1] = before + after;
}

float
dg_blocks_find_height (const DgVat *vat, gsize count, gsize least)
{
  g_autofree Step *steps = sort_steps (vat);
  g_autofree guint32 *length = g_new (guint32, vat->n);
  gsize n_steps = vat->n - 1, counted = least <= 1 ? vat->n : 0, most;
  float height = 0;

  for (gsize k = 0; k < vat->n; k++)
    length[k] = 1;
  most = n_steps > 0 && steps[0].weight == 0 ? 0 : counted;
  for (gsize i = 0; i < n_steps; i++)
    {
      join_runs (length, steps[i].position, least, &counted);
      if (i + 1 < n_steps && steps[i + 1].weight == steps[i].weight)
        continue;
      if (counted >= MIN (most, count))
        {
          most = MAX (most, counted);
          height = steps[i].weight;
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
