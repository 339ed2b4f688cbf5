/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dg_reduction_interval:
 * @order: (n) samples in VAT order, or the order of path distances
 * @count: how many to keep, 1 … n
 *
 * Satoh's data reduction (3.2): samples at equal intervals of the order, position ⌊k·n/count⌋ for k = 0 …
 * count − 1.
 *
 * Returns: (transfer full) (count) samples in ascending order
 */
guint32 *dg_reduction_interval (const guint32 *order, gsize n, gsize count);

G_END_DECLS
