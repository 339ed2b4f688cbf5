/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/unit-history.h"

G_BEGIN_DECLS

#define DG_TYPE_UNIT_CURVE (dg_unit_curve_get_type ())
/* How large the weights of a unit were at each epoch, and how far they moved since the epoch before in the history:
 * two lines on one axis from 0. */
G_DECLARE_FINAL_TYPE (DgUnitCurve, dg_unit_curve, DG, UNIT_CURVE, GtkWidget)

/**
 * dg_unit_curve_set_history:
 * @history: (nullable): borrowed until the next one
 * @epoch: the one that is marked; 0: none
 */
void dg_unit_curve_set_history (DgUnitCurve *self, const DgUnitHistory *history, guint epoch);

G_END_DECLS
