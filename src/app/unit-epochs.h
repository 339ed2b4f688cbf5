/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"
#include "explorer/unit-history.h"

G_BEGIN_DECLS

#define DG_TYPE_UNIT_EPOCHS (dg_unit_epochs_get_type ())
/* A unit at each shown epoch: small pictures that make the cell of their epoch current, with the row it has there. */
G_DECLARE_FINAL_TYPE (DgUnitEpochs, dg_unit_epochs, DG, UNIT_EPOCHS, GtkGrid)

/**
 * dg_unit_epochs_update:
 * @history: of the unit; an epoch that it does not have is left empty
 * @epoch: the one that is marked
 *
 * Buttons stay the same as long as their number does, so that one may have the focus.
 */
void dg_unit_epochs_update (DgUnitEpochs *self, DgExplorer *explorer, const DgUnitHistory *history, guint epoch);

G_END_DECLS
