/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "network/units.h"

G_BEGIN_DECLS

#define DG_TYPE_UNIT_IMAGE (dg_unit_image_get_type ())
/* What a unit weighs as a picture: blue below zero, white at zero, red above. */
G_DECLARE_FINAL_TYPE (DgUnitImage, dg_unit_image, DG, UNIT_IMAGE, GtkWidget)

/**
 * DgUnitImage:size: of the larger side at most, in points
 */

/**
 * dg_unit_image_set_weights:
 * @units: the shape of one unit
 * @weights: (nullable): (fan-in), copied; NULL leaves the place empty
 * @largest: absolute value that is drawn darkest
 */
void dg_unit_image_set_weights (DgUnitImage *self, const DgUnits *units, const float *weights, double largest);

/* (nullable) what is drawn: (fan-in). */
const float *dg_unit_image_get_weights (DgUnitImage *self);

/* The weight at a point, or -1. */
gssize dg_unit_image_pick (DgUnitImage *self, double x, double y);

G_END_DECLS
