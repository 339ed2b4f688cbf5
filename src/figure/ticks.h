/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/geometry-private.h"

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

/* (transfer full) a copy of the marks in ascending order of class, then sample: what dg_ticks_new() takes. */
GArray *dg_ticks_sort_marks (const GArray *marks);

DgTicks *dg_ticks_new (const DgGeometry *geometry, const DgCell *cell, const GArray *sorted_marks);
void dg_ticks_free (DgTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTicks, dg_ticks_free)

G_END_DECLS
