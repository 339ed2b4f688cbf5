/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/units.h"
#include "run/array-file.h"

G_BEGIN_DECLS

/* The units of @module among @units (nullable, of DgUnits). DG_ERROR_NAME lists the modules that have weights, or says @why
 * (nullable) the run at @path has none. */
const DgUnits *dg_weights_find_units (const char *path, GArray *units, const char *why, const char *module,
                                      GError **error);

/* PyTorch's name of a parameter, "C1.weight" or "C1.bias". (transfer full) */
char *dg_weights_name (const DgUnits *units, const char *parameter);

/**
 * dg_weights_load:
 * @file: the parameters of one epoch
 * @biases: (out) (optional) (nullable): (n_units); NULL where the module has none
 *
 * Returns: (transfer full) (n_units, …) values of each unit. Errors: those of the file; DG_ERROR_NAME, _MISMATCH, and
 *   DG_ERROR_VALUE, naming the unit, where one is not finite
 */
DgTensor *dg_weights_load (const DgArrayFile *file, const DgUnits *units, DgTensor **biases, GError **error);

G_END_DECLS
