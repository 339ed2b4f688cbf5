/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/geometry-private.h"

G_BEGIN_DECLS

/**
 * DgSpans:
 * @n, @side: samples of a cell, pixels of a side of its image
 * @first: (n) first pixel of each position's span
 * @count: (side) pixels of the span that begins there
 *
 * dg_geometry_get_span() of all positions at once, for all cells of as many samples: spans are disjoint, or the same
 * single pixel.
 */
typedef struct
{
  gsize n;
  gint side;
  gint *first;
  gint *count;
} DgSpans;

DgSpans *dg_spans_new (const DgGeometry *geometry, gsize n);
void dg_spans_free (DgSpans *self);

/**
 * dg_spans_locate:
 * @marks: (element-type DgMark)
 *
 * Returns: (transfer full): (marks->len) first pixel of the span of each mark in @cell, of n samples; -1 where the cell
 *   does not show the sample
 */
gint *dg_spans_locate (const DgSpans *self, const DgCell *cell, const GArray *marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSpans, dg_spans_free)

G_END_DECLS
