/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/partition.h"
#include "tendency/vat.h"

G_BEGIN_DECLS

typedef enum
{
  DG_GROUP_LABEL,      /* label, the true class */
  DG_GROUP_PREDICTION, /* prediction, the class of largest log-likelihood */
  DG_GROUP_BLOCKS,     /* blocks:K, the blocks at the largest height that has K of them */
  DG_GROUP_HEIGHT,     /* height:H, the blocks between steps longer than H */
} DgGroupKind;

/**
 * DgGroupRule:
 * @count: for blocks, from 1 on
 * @height: for height, from 0 on
 *
 * By what samples are put into groups. A plain value; what a kind does not use is 0.
 */
typedef struct
{
  DgGroupKind kind;
  guint count;
  float height;
} DgGroupRule;

#define DG_GROUP_RULE_INIT ((DgGroupRule){ DG_GROUP_LABEL, 0, 0 })

/* The text forms above; DG_ERROR_NAME lists them, DG_ERROR_VALUE names the number that is no use. */
gboolean dg_group_rule_parse (const char *text, DgGroupRule *rule, GError **error);
char *dg_group_rule_to_string (const DgGroupRule *self);
gboolean dg_group_rule_equal (const DgGroupRule *a, const DgGroupRule *b);
guint dg_group_rule_hash (const DgGroupRule *self);

/* Whether groups are runs of the order, and not classes. */
gboolean dg_group_rule_is_of_blocks (const DgGroupRule *self);

/**
 * dg_group_rule_apply:
 * @labels, @predictions: (n) classes, or NULL
 * @vat: of the samples; NULL will do for classes
 * @height: (out) (optional): where blocks were cut, else 0
 *
 * Blocks of fewer than dg_blocks_get_least() samples make a rest. Errors: DG_ERROR_VALUE for a rule that needs
 * labels or predictions that are not there.
 */
DgPartition *dg_group_rule_apply (const DgGroupRule *self, const guint8 *labels, const guint8 *predictions,
                                  gsize n, const DgVat *vat, float *height, GError **error);

G_END_DECLS
