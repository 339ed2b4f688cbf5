/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgUnitMoment:
 * @weights: (nullable): (fan-in); NULL where they cannot be read
 * @bias: NAN where the unit has none
 * @norm: Euclidean, of the weights
 * @change: Euclidean norm of the difference from the epoch before in the list; NAN where there is none
 * @fault: (nullable): why there are no weights
 *
 * A unit after one epoch.
 */
typedef struct
{
  guint epoch;
  float *weights;
  double bias, norm, change;
  char *fault;
} DgUnitMoment;

/**
 * DgUnitHistory:
 * @units: of the module, borrowed from @run
 * @moments: (element-type DgUnitMoment) ascending
 * @largest: absolute value among all weights
 *
 * What a unit weighed over the epochs of a run. Immutable.
 */
typedef struct
{
  DgRun *run;
  const DgUnits *units;
  guint32 unit;
  GArray *moments;
  double largest;
} DgUnitHistory;

/**
 * dg_unit_history_load:
 * @unit: below the n_units of @module, which has weights
 * @epochs: (n) ascending
 *
 * Any thread. An epoch that cannot be read is no error but a fault of its own. Errors: G_IO_ERROR_CANCELLED.
 */
DgUnitHistory *dg_unit_history_load (DgRun *run, const char *module, guint32 unit, const guint *epochs, gsize n,
                                     GCancellable *cancellable, GError **error);
void dg_unit_history_free (DgUnitHistory *self);

/* (nullable) */
const DgUnitMoment *dg_unit_history_find (const DgUnitHistory *self, guint epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgUnitHistory, dg_unit_history_free)

G_END_DECLS
