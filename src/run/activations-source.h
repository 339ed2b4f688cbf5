/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run-source.h"

G_BEGIN_DECLS

/* Whether the folder at @path holds activations from elsewhere: a file or folder of at least one epoch. */
gboolean dg_activations_source_is_at (const char *path);

/* What the first epoch that is whole says holds for all. Errors: those of dg_run_open(). */
DgRunSource *dg_activations_source_new (const char *path, GError **error);

G_END_DECLS
