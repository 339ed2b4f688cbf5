/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/network.h"

G_BEGIN_DECLS

/**
 * DgUnits:
 * @module: its name, e.g. "C1"
 * @are_filters: of a convolution
 * @n_units: outputs of a fully connected module, or filters
 * @n_dims, @shape: (n_dims) of what one unit weighs: (channels, height, width) of a filter, or of what lies before a
 *   fully connected module where that has rows and columns; else (features)
 *
 * The units of a module that have weights of their own, (n_units, fan-in) without the biases.
 */
typedef struct
{
  char *module;
  gboolean are_filters;
  gsize n_units;
  guint n_dims;
  gsize shape[3];
} DgUnits;

/* (transfer full) (element-type DgUnits) of a network in its order; a module that has but one number for each
 * channel has no units. Costs no memory to speak of. Errors: those of dg_network_new(). */
GArray *dg_units_list (const char *description, const DgNetworkSizes *sizes, GError **error);

/* (transfer full) (element-type DgUnits) none. */
GArray *dg_units_list_new (void);

/* Weights of one unit: the product of its shape. */
gsize dg_units_get_fan_in (const DgUnits *self);

G_END_DECLS
