/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/partition.h"
#include "tendency/vat.h"

G_BEGIN_DECLS

/* The clusters of single linkage, which are runs of positions between weights above a height: the dark blocks
 * on the diagonal of an iVAT image (docs/numerics.md). */

/* As many samples as a block needs to be counted: one in a hundred of @n, but two at least. */
gsize dg_blocks_get_least (gsize n);

/**
 * DgJoin:
 * @weight: the height at which two neighbouring runs become one
 * @begin, @middle, @end: they are of the positions @begin … @middle − 1 and @middle … @end − 1
 */
typedef struct
{
  float weight;
  guint32 begin, middle, end;
} DgJoin;

/* (transfer full) (n - 1) how single samples become one run, by ascending weight. Time O(n·log n). */
DgJoin *dg_blocks_list_joins (const DgVat *vat);

/* Every run between weights above @height, numbered along the order. */
DgPartition *dg_blocks_cut (const DgVat *vat, float height);

/**
 * dg_blocks_find_height:
 * @count: blocks that are wanted, at least 1
 * @least: samples that a block needs to be counted
 *
 * The largest height at which @count blocks of at least @least samples can be counted; where there is none,
 * the largest of those at which most can be. Time O(n·log n).
 */
float dg_blocks_find_height (const DgVat *vat, gsize count, gsize least);

/* The same with all blocks of fewer than @least samples put together into a last group, which is no cluster;
 * where there are none, it is not there. */
DgPartition *dg_blocks_gather (const DgPartition *blocks, gsize least);

G_END_DECLS
