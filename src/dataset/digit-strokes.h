/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "dataset/digit-styles.h"

G_BEGIN_DECLS

#define DG_STROKE_STEPS 4 /* straight pieces between two control points */
#define DG_STROKE_MAX_DOTS (DG_STYLE_MAX_POINTS * DG_STROKE_STEPS)

/**
 * DgDot:
 * @x: pixels from the page's left
 * @y: pixels from the page's top
 * @radius: of the ink, in pixels
 * @drawn: whether the pen came here from the dot before; FALSE where a stroke starts
 *
 * A place of the pen on the page.
 */
typedef struct
{
  double x, y, radius;
  gboolean drawn;
} DgDot;

/**
 * dg_digit_write:
 * @page: width and height of the page in pixels
 * @box: pixels the ink is fitted into, at most @page
 * @dots: (out): (DG_STROKE_MAX_DOTS)
 *
 * Writes @digit as a hand would: the strokes of one of its styles, with control points, proportions, slant,
 * rotation and pen that vary, the centre of mass about the middle of the page.
 *
 * Returns: number of dots
 */
guint dg_digit_write (guint digit, double page, double box, DgRng *rng, DgDot *dots);

G_END_DECLS
