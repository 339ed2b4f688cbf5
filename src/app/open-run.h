/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* dg_run_open() in a thread: folders may be large, and on a network. When cancelled it ends at once, although
 * the thread may still wait for the disk. */
void dg_open_run_async (GFile *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/* (transfer full) */
DgRun *dg_open_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
