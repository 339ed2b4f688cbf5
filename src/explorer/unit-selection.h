/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgUnitId:
 * @module: interned
 * @unit: of its units, from 0 on
 */
typedef struct
{
  const char *module;
  guint32 unit;
} DgUnitId;

/* Chosen units in the order of choice, (element-type DgUnitId). A unit belongs to its module, so that those of several
 * can be chosen side by side. */

/* (transfer full) none. */
GArray *dg_unit_selection_new (void);

/* As dg_choice_take(). */
void dg_unit_selection_choose (GArray *self, const char *module, guint32 unit, gboolean extend);

/* (transfer full) (element-type guint32) the chosen units of @module. */
GArray *dg_unit_selection_list (const GArray *self, const char *module);

/**
 * dg_unit_selection_parse:
 * @run: whose units they are
 *
 * "C1:0,3,F3:7": a module's name and unit after a colon, then more of its units or other modules'. Errors:
 * DG_ERROR_VALUE names the item that is no unit, and those its module has; DG_ERROR_NAME lists the modules.
 *
 * Returns: (transfer full) (element-type DgUnitId) each once
 */
GArray *dg_unit_selection_parse (DgRun *run, const char *text, GError **error);

G_END_DECLS
