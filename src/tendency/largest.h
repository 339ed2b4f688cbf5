/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/dissimilarity.h"

G_BEGIN_DECLS

/* The largest dissimilarity of all pairs, summed in double; 0 for a single sample. Time O(n²·d), in blocks of
 * products. */
double dg_largest_dissimilarity (const DgDissimilarity *dissimilarity);

G_END_DECLS
