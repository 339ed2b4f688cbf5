/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/trainer.h"
#include "run/manifest.h"
#include "run/safetensors.h"

G_BEGIN_DECLS

/* One epoch's weights and outputs on their way to disk. Shares nothing with the network, which trains on. */
typedef struct _DgSnapshot DgSnapshot;

/**
 * dg_snapshot_new:
 * @manifest: its layers are listed in the file, in their order
 * @names: (NULL-terminated) modules whose @outputs these are
 * @outputs: (element-type DgTensor) (n, …) for each name
 * @state: of @network at the end of the epoch
 */
DgSnapshot *dg_snapshot_new (const DgManifest *manifest, const char *const *names, GPtrArray *outputs,
                             DgNetwork *network, const DgTrainerState *state);
void dg_snapshot_free (DgSnapshot *self);

guint dg_snapshot_get_epoch (const DgSnapshot *self);
gsize dg_snapshot_get_size (const DgSnapshot *self); /* bytes it keeps in memory */

/* Writes outputs/epoch_NNNN.safetensors and weights/epoch_NNNN.safetensors in @folder. Errors: G_IO_ERROR. */
gboolean dg_snapshot_save (DgSnapshot *self, const char *folder, GError **error);

/* (transfer full) where an epoch's @part, "outputs" or "weights", lies. */
char *dg_snapshot_get_path (const char *folder, const char *part, guint epoch);

/* Opens an epoch's outputs and checks that they hold every layer of @manifest, for @n samples. Errors:
 * G_IO_ERROR, DG_ERROR_FORMAT, DG_ERROR_MISMATCH. */
DgSafetensors *dg_snapshot_open_outputs (const char *folder, guint epoch, const DgManifest *manifest, gsize n,
                                         GError **error);

/* Whether an epoch's outputs and weights are both there and whole. */
gboolean dg_snapshot_check (const char *folder, guint epoch, const DgManifest *manifest, gsize n,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSnapshot, dg_snapshot_free)

G_END_DECLS
