/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_UNIT_MODEL (dg_unit_model_get_type ())
/* The units of a module as a list for a grid view: a GtkStringObject with its number each. Selection belongs to the
 * explorer: the model shows it, and asks for a change of it by a signal. */
G_DECLARE_FINAL_TYPE (DgUnitModel, dg_unit_model, DG, UNIT_MODEL, GObject)

/**
 * DgUnitModel::select-unit:
 * @unit: that was clicked or moved to
 * @extend: whether it is to be toggled beside those selected, or selected alone
 */

DgUnitModel *dg_unit_model_new (void);

/* Lists @n units anew, whatever was listed. */
void dg_unit_model_set_n_units (DgUnitModel *self, guint n);

/* @units: (element-type guint32) */
void dg_unit_model_set_selected (DgUnitModel *self, const GArray *units);

G_END_DECLS
