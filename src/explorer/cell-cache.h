/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-job.h"

G_BEGIN_DECLS

/* Cells of one run that need not be computed again, the least recently used given up first. One thread. */
typedef struct _DgCellCache DgCellCache;

/* Holds at most about @max_bytes of cells. */
DgCellCache *dg_cell_cache_new (gsize max_bytes);
void dg_cell_cache_free (DgCellCache *self);
void dg_cell_cache_clear (DgCellCache *self);

/* (transfer none) (nullable) */
DgCell *dg_cell_cache_get (DgCellCache *self, const DgCellKey *key);

/* (transfer none) (nullable): order and path distances of any image of the same rows in the same order. */
DgIvat *dg_cell_cache_find_ivat (DgCellCache *self, const DgCellKey *key);

/* Takes a reference to @cell. */
void dg_cell_cache_put (DgCellCache *self, const DgCellKey *key, DgCell *cell);

guint dg_cell_cache_get_n_cells (DgCellCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgCellCache, dg_cell_cache_free)

G_END_DECLS
