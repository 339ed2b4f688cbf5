/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgPartition:
 * @n: samples
 * @n_groups: groups, some of which may be empty
 * @group: (n) group of each sample, below @n_groups
 * @has_rest: whether the last group is no cluster, but what belongs to none
 *
 * Samples put into groups.
 */
typedef struct
{
  gsize n, n_groups;
  guint32 *group;
  gboolean has_rest;
} DgPartition;

/* All samples in group 0. */
DgPartition *dg_partition_new (gsize n, gsize n_groups);

/* One group for each class up to the largest. @classes: (n) */
DgPartition *dg_partition_new_from_classes (const guint8 *classes, gsize n);

/* The partition of the samples @samples[0 … count - 1] alone; groups keep their numbers. */
DgPartition *dg_partition_restrict (const DgPartition *self, const guint32 *samples, gsize count);

void dg_partition_free (DgPartition *self);

/* (transfer full) (n_groups) how many samples each group has. */
gsize *dg_partition_count (const DgPartition *self);

/**
 * dg_partition_compare:
 * @a, @b: of the same samples
 *
 * The adjusted Rand index (Hubert & Arabie 1985): 1 for partitions that are the same but for the numbers of
 * their groups, 0 in the mean over partitions drawn with groups of these sizes. 1 where both have one group
 * or both have only single samples, for which it is not defined.
 */
double dg_partition_compare (const DgPartition *a, const DgPartition *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgPartition, dg_partition_free)

G_END_DECLS
