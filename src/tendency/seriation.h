/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/prim.h"

G_BEGIN_DECLS

/**
 * dg_seriation_reorder:
 * @tree: a minimum spanning tree as Prim's algorithm grows it from any start
 *
 * The order that R's seriation (Hahsler, Hornik & Buchta 2008) gives for iVAT: VAT of the path distances. It
 * is a walk of the single-linkage tree; docs/numerics.md derives it. Time and memory O(n).
 *
 * Returns: the same path distances in the new order. A parent is the first sample at that path distance; the
 *   pair need not be an edge of @tree.
 */
DgTree *dg_seriation_reorder (const DgTree *tree);

G_END_DECLS
