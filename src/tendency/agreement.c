/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/agreement.h"

#include "tendency/blocks.h"

static DgPartition *
find_blocks (const DgVat *vat, gsize n_blocks, gsize *counted)
{
  gsize least = dg_blocks_get_least (vat->n);
  DgPartition *blocks = dg_blocks_cut (vat, dg_blocks_find_height (vat, n_blocks, least));
  g_autoptr (DgPartition) gathered = dg_blocks_gather (blocks, least);

  *counted = gathered->n_groups - gathered->has_rest;
  return blocks;
}

/* The sum of the iVAT values of all pairs of kept samples. Where two runs are joined, the pairs between them have
 * the weight of the join.
 * @kept: (nullable): (n) whether a sample is kept; NULL: all are */
static double
sum_values (const DgVat *vat, const gboolean *kept)
{
  g_autofree DgJoin *joins = dg_blocks_list_joins (vat);
  g_autofree guint32 *before = g_new (guint32, vat->n + 1); /* (n + 1) samples kept before each position */
  double sum = 0;

  before[0] = 0;
  for (gsize k = 0; k < vat->n; k++)
    before[k + 1] = before[k] + (kept == NULL || kept[vat->order[k]]);
  for (gsize i = 0; i + 1 < vat->n; i++)
    {
      const DgJoin *join = &joins[i];
      double left = before[join->middle] - before[join->begin], right = before[join->end] - before[join->middle];

      sum += join->weight * left * right;
    }
  return sum;
}

static float
find_largest (const DgVat *vat)
{
  float largest = 0;

  for (gsize k = 1; k < vat->n; k++)
    largest = MAX (largest, vat->weight[k]);
  return largest;
}

DgAgreement
dg_agreement_measure (const DgVat *full, const DgVat *reduced, const guint32 *samples, gsize n_blocks)
{
  DgAgreement self = { 0 };
  g_autoptr (DgPartition) all = find_blocks (full, n_blocks, &self.full_blocks);
  g_autoptr (DgPartition) theirs = dg_partition_restrict (all, samples, reduced->n);
  g_autoptr (DgPartition) own = find_blocks (reduced, n_blocks, &self.blocks);
  g_autofree gboolean *kept = g_new0 (gboolean, full->n);
  double pairs = 0.5 * (double) reduced->n * ((double) reduced->n - 1);
  double scale = pairs * find_largest (full);

  for (gsize k = 0; k < reduced->n; k++)
    kept[samples[k]] = TRUE;
  self.rand_index = dg_partition_compare (theirs, own);
  /* Fewer samples leave fewer paths: no value becomes smaller, so that the sum of differences is that of sums. */
  if (scale > 0)
    self.difference = MAX ((sum_values (reduced, NULL) - sum_values (full, kept)) / scale, 0);
  return self;
}
