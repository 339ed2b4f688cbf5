/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DG_STYLE_MAX_POINTS 16
#define DG_STYLES_MAX 6

/**
 * DgPointKind:
 * @DG_POINT_NONE: after the last point
 * @DG_POINT_START: the pen comes down
 * @DG_POINT_SMOOTH: the curve passes through
 * @DG_POINT_CORNER: the curve passes through and turns sharply
 */
typedef enum
{
  DG_POINT_NONE,
  DG_POINT_START,
  DG_POINT_SMOOTH,
  DG_POINT_CORNER,
} DgPointKind;

/* @x to the right, @y down; a digit is about 60 wide and 100 high. */
typedef struct
{
  guint8 kind;
  gint8 x, y;
} DgStylePoint;

/**
 * DgDigitStyle:
 * @weight: how often it is written, among those of its digit; 0 after the last style
 *
 * One way to write a digit: the control points of its strokes.
 */
typedef struct
{
  guint weight;
  DgStylePoint points[DG_STYLE_MAX_POINTS];
} DgDigitStyle;

extern const DgDigitStyle dg_digit_styles[10][DG_STYLES_MAX];

G_END_DECLS
