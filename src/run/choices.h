/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* Whether a run made with @options keeps the snapshot of @epoch. */
gboolean dg_choices_keep_epoch (const DgRunOptions *options, guint epoch);

/**
 * dg_choices_get_layers:
 * @layers: (nullable): names asked for, in any order, or "all" alone
 *
 * The names in the network's order, each once; for NULL the last module of each block (P1 P2 R3 R4 S5 of LeNet-5,
 * 5.3 MB for 1 000 samples, where all twelve take 42 MB). A block begins with a linear module, with one that changes the
 * height and width by copying (upsample, resize), or with a convolution; but convolutions that keep height and width,
 * with no pooling between them, share a block. What hands on its input in evaluation (dropout, noise, flatten) is not
 * taken for the last.
 *
 * Returns: (transfer full); DG_ERROR_NAME for a module that does not exist, with those that do
 */
char **dg_choices_get_layers (const DgNetwork *network, const char *const *layers, GError **error);

/* Refuses (DG_ERROR_VALUE) what no run can be made with: no epoch, no image, no epoch to keep. */
gboolean dg_choices_check (const DgRunOptions *options, GError **error);

G_END_DECLS
