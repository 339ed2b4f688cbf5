/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_UNIT_LIST (dg_unit_list_get_type ())
/* The units of one module as pictures on one scale, to be selected; the module is that of the current cell. Loads in the
 * background, and only while weights are looked at. */
G_DECLARE_FINAL_TYPE (DgUnitList, dg_unit_list, DG, UNIT_LIST, GtkBox)

/**
 * DgUnitList:explorer: (nullable): whose units are listed
 */

G_END_DECLS
