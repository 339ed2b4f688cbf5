/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/trainer.h"

G_BEGIN_DECLS

/* checkpoint.safetensors in a run's folder: all that the next epoch depends on. Errors: G_IO_ERROR;
 * DG_ERROR_FORMAT, _NAME, _MISMATCH where the file is not a checkpoint. */
DgTrainerState *dg_checkpoint_load (const char *folder, GError **error);
gboolean dg_checkpoint_save (const DgTrainerState *state, const char *folder, GError **error);

G_END_DECLS
