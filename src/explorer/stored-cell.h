/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"
#include "tendency/vat.h"

G_BEGIN_DECLS

/**
 * DgStoredCell:
 *
 * The place beside a run where the order, parents and weights of one cell are kept, and what they are made
 * from. A file of other outputs, a damaged one and a folder that cannot be written are no errors: the cell is
 * computed then, and kept where that is possible. Immutable, any thread.
 */
typedef struct _DgStoredCell DgStoredCell;

/* In the run @folder. @layer: a layer's name, one channel ("P1:0") or the weights of a module ("F3.weight");
 * @outputs: (n, …) its finite values, of all @n_all rows or of fewer, whose cells are kept beside those of all. */
DgStoredCell *dg_stored_cell_new (const char *folder, guint epoch, const char *layer, DgMetric metric,
                                  DgOrder order, gsize n_all, const DgTensor *outputs);
void dg_stored_cell_free (DgStoredCell *self);

const char *dg_stored_cell_get_path (const DgStoredCell *self);

/* (transfer full) (nullable): NULL unless there is a sound file made from the same outputs in the same
 * way. */
DgVat *dg_stored_cell_read (const DgStoredCell *self);

/* Takes the place of what is there. Writes only beside a run.json. */
void dg_stored_cell_write (const DgStoredCell *self, const DgVat *vat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgStoredCell, dg_stored_cell_free)

G_END_DECLS
