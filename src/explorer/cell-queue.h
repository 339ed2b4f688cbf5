/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-job.h"

G_BEGIN_DECLS

/* Cells computed in the background, in an order of priority that may change while they wait. Belongs to the
 * main context it was made in, where also the results are delivered. */
typedef struct _DgCellQueue DgCellQueue;

/* @cell and @error: one of them is NULL. Never called for a cell that is no longer wanted. */
typedef void (*DgCellQueueFunc) (const DgCellKey *key, DgCell *cell, const GError *error, gpointer data);

DgCellQueue *dg_cell_queue_new (DgCellQueueFunc done, gpointer data);

/* Cancels what is under way and waits for its threads, which look at the cancellable often. */
void dg_cell_queue_free (DgCellQueue *self);

/**
 * DgCellWish:
 * @ivat: (nullable): borrowed; as @known of dg_cell_compute()
 */
typedef struct
{
  DgCellKey key;
  DgIvat *ivat;
} DgCellWish;

/* From now on exactly these cells of @run, of the samples of @subset (nullable: all), are wanted, the first one
 * first: others are cancelled, those under way go on. @wishes: (n) */
void dg_cell_queue_want (DgCellQueue *self, DgRun *run, DgSubset *subset, const DgCellWish *wishes, gsize n);

/* Cells wanted that are not delivered yet. */
guint dg_cell_queue_get_n_pending (DgCellQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgCellQueue, dg_cell_queue_free)

G_END_DECLS
