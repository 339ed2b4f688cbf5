/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run-source.h"

G_BEGIN_DECLS

/* Whether the folder at @path is a log of TensorBoard's projector: whether it holds a projector_config.pbtxt. */
gboolean dg_projector_source_is_at (const char *path);

/* The layers are the embeddings that all epochs have; the newest, which may be in the making, is not asked where there
 * are others. Errors: those of dg_run_open(). */
DgRunSource *dg_projector_source_new (const char *path, GError **error);

G_END_DECLS
