/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run-source.h"

G_BEGIN_DECLS

/* Whether the folder at @path is a run recorded by this program: whether it holds a run.json. */
gboolean dg_recorded_source_is_at (const char *path);

/* Errors: those of dg_run_open(). */
DgRunSource *dg_recorded_source_new (const char *path, GError **error);

G_END_DECLS
