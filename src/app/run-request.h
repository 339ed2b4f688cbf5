/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/**
 * dg_run_request_parse:
 * @request: a{sv}: what differs from the defaults of a run, under the names that `diagonal train` has for it:
 *   run (where to keep it), data, network, save, layers, optimizer as s; epochs, analysis, batch, threads as u; seed as
 *   t; learning-rate, momentum, beta1, beta2, epsilon, noise as d
 * @folder: (out) (nullable): the folder, where the request names one
 *
 * What win.start-run is asked for, over the bus too. Errors: DG_ERROR_NAME for another key or optimiser, DG_ERROR_VALUE
 * for a value of another type or a list that cannot be read.
 *
 * Returns: (transfer full)
 */
DgRunOptions *dg_run_request_parse (GVariant *request, GFile **folder, GError **error);

G_END_DECLS
