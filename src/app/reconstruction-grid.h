/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_RECONSTRUCTION_GRID (dg_reconstruction_grid_get_type ())
/* The image of a sample, and what the network made of it at each shown epoch, with the error of that. */
G_DECLARE_FINAL_TYPE (DgReconstructionGrid, dg_reconstruction_grid, DG, RECONSTRUCTION_GRID, GtkGrid)

/* What is not known yet is left blank: to be called again after DgExplorer::reconstructed. */
void dg_reconstruction_grid_show (DgReconstructionGrid *self, DgExplorer *explorer, guint32 sample);

G_END_DECLS
