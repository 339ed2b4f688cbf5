/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgParallel:
 *
 * A team of threads that runs one region at a time; the caller is worker 0. A team belongs to one caller at a time.
 * OpenBLAS is held to one thread per worker from the first team on, so that products inside a region do not fight
 * over the cores.
 */
typedef struct _DgParallel DgParallel;

typedef void (*DgParallelFunc) (guint worker, guint n_workers, gpointer data);
typedef void (*DgParallelRangeFunc) (gsize begin, gsize end, guint worker, gpointer data);

#define DG_PARALLEL_MAX_THREADS 1024

/* A team of @n_threads, which may come from a file: of fewer where there are more than DG_PARALLEL_MAX_THREADS, or than
 * the system has; 0 takes one for each processor this process may use. */
DgParallel *dg_parallel_new (guint n_threads);
void dg_parallel_free (DgParallel *self);
guint dg_parallel_get_n_workers (const DgParallel *self);

/* Calls @func once on every worker and returns when all have ended. */
void dg_parallel_run (DgParallel *self, DgParallelFunc func, gpointer data);

/* Waits, inside a region, until every worker has come to the same call. */
void dg_parallel_barrier (DgParallel *self);

/* Calls @func over pieces of 0 … @n - 1 of at most @grain items, handed out in order to whoever is free. @self may
 * be NULL: the caller does it all, as it does a single piece. Which worker gets which piece is not fixed, results
 * must not depend on it. */
void dg_parallel_for (DgParallel *self, gsize n, gsize grain, DgParallelRangeFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgParallel, dg_parallel_free)

G_END_DECLS
