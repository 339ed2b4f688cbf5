/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/spans.h"

G_BEGIN_DECLS

/**
 * DgTicks:
 * @owner: (side) for each pixel along a margin the first pixel of the span whose tick it shows, or -1
 * @class_index: (side) at such a first pixel: the class that most of the marks there have
 * @wrong: (side) at such a first pixel: whether any of them is misclassified
 *
 * The ticks of one cell. Many samples may share a pixel: the colour is the most frequent one, not the last.
 * A tick is at least a point thick where its neighbours leave room.
 */
typedef struct
{
  gint side;
  gint *owner;
  gint *class_index;
  gboolean *wrong;
} DgTicks;

/* (transfer full) a copy of the marks in ascending order of class, those of one class as they were: what
 * dg_ticks_new() takes. */
GArray *dg_ticks_sort_marks (const GArray *marks);

/**
 * dg_ticks_new:
 * @pixels: (sorted_marks->len): from dg_spans_locate()
 * @least: pixels that a tick is thick where there is room
 */
DgTicks *dg_ticks_new (const DgSpans *spans, const GArray *sorted_marks, const gint *pixels, gint least);
void dg_ticks_free (DgTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTicks, dg_ticks_free)

G_END_DECLS
