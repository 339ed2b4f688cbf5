/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* The outputs and parameters of an epoch that is not saved, in memory. Immutable and reference-counted, any thread. */
typedef struct _DgLiveEpoch DgLiveEpoch;

/**
 * dg_live_epoch_new:
 * @names: (NULL-terminated) modules whose outputs, and parameters whose values, are the @arrays
 * @arrays: (element-type DgTensor) for each name, finite
 */
DgLiveEpoch *dg_live_epoch_new (guint epoch, const char *const *names, GPtrArray *arrays);
DgLiveEpoch *dg_live_epoch_ref (DgLiveEpoch *self);
void dg_live_epoch_unref (DgLiveEpoch *self);

guint dg_live_epoch_get_epoch (const DgLiveEpoch *self);

/* (transfer none) (nullable): (n, …), or a parameter's shape */
DgTensor *dg_live_epoch_find (const DgLiveEpoch *self, const char *name);

/* Has @run serve @live (nullable) in place of the one before, unless it or a later epoch is saved already. In the
 * main context; emits DgRun::epoch-added or DgRun::epoch-removed. */
void dg_run_set_live_epoch (DgRun *self, DgLiveEpoch *live);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgLiveEpoch, dg_live_epoch_unref)

G_END_DECLS
