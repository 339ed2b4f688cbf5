/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "network/units.h"

G_BEGIN_DECLS

/**
 * DgUnitMosaic:
 * @n_maps, @height, @width: small images, one for each channel
 * @columns, @rows: of maps
 * @pixel: side of a weight; 0 where @block weights share one, each way
 * @gap: between maps
 *
 * How the weights of a unit lie in its picture, in device pixels: the channels beside each other, row by row; a plain
 * list of features in lines, to be read like text. It has the same columns at any size.
 */
typedef struct
{
  gsize n_maps, height, width;
  gsize columns, rows;
  gsize pixel, block, gap;
} DgUnitMosaic;

/* The largest that fits into @size × @size, at least one pixel. */
DgUnitMosaic dg_unit_mosaic_fit (const DgUnits *units, guint size);

void dg_unit_mosaic_get_size (const DgUnitMosaic *self, guint *width, guint *height);

/* The weight at a pixel, the first of those that share it; -1 in gaps, and where lines end early. */
gssize dg_unit_mosaic_pick (const DgUnitMosaic *self, guint x, guint y);

/**
 * dg_unit_texture_new:
 * @weights: (fan-in)
 * @largest: absolute value that is drawn darkest
 *
 * Gaps are transparent. Weights that share a pixel are averaged.
 */
GdkTexture *dg_unit_texture_new (const DgUnitMosaic *mosaic, const float *weights, double largest);

G_END_DECLS
