/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

#define DG_TYPE_RUN_WATCH (dg_run_watch_get_type ())
/* Follows a run that is written elsewhere for as long as it lives: calls dg_run_refresh() soon after something
 * in the run's folder has changed, and every few seconds for file systems that do not tell, such as those over
 * a network. Belongs to the main context. */
G_DECLARE_FINAL_TYPE (DgRunWatch, dg_run_watch, DG, RUN_WATCH, GObject)

/**
 * DgRunWatch::failed:
 * @message: why the run could not be refreshed
 *
 * Emitted once for each cause, however often it is met. The watch goes on.
 */

DgRunWatch *dg_run_watch_new (DgRun *run);

G_END_DECLS
