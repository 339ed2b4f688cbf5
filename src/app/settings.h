/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) the settings, or NULL where their schema is not installed: everything works without. */
GSettings *dg_settings_new (void);

/* Where new runs are kept: as set, else diagonal/runs in the user's data folder. @settings: (nullable) */
GFile *dg_settings_get_runs_folder (GSettings *settings);

/* A folder among them for a run on the built-in digits, named by the time, that does not exist yet:
 * "digits-2024-05-31-142530". */
GFile *dg_settings_suggest_run (GSettings *settings);

/* Where a figure is offered to be saved: the folder of the last one, else the user's pictures, else home. (transfer
 * full) @settings: (nullable) */
GFile *dg_settings_get_figures_folder (GSettings *settings);
void dg_settings_set_figures_folder (GSettings *settings, GFile *folder);

/* The paths of the runs opened last, newest first. (transfer full) @settings: (nullable) */
char **dg_settings_get_recent_runs (GSettings *settings);

/* Puts @folder in front. */
void dg_settings_add_recent_run (GSettings *settings, GFile *folder);

G_END_DECLS
