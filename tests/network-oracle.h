/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/network.h"

/* One of the files that reference/network.py writes by PyTorch. */
typedef struct
{
  char *description;
  GHashTable *values; /* char * → GArray of double */
  DgImages images;
} NetworkOracle;

/* All of them, NULL-terminated. */
extern const char *const network_oracle_names[];

/* reference/NAME.txt */
NetworkOracle *network_oracle_new (const char *name);
void network_oracle_free (NetworkOracle *self);

/* Whether there are values called @name. */
gboolean network_oracle_has (const NetworkOracle *self, const char *name);

/* The @n values called @name. */
const double *network_oracle_get (const NetworkOracle *self, const char *name, gsize n);

/* Steps of training that are there. */
guint network_oracle_count_steps (const NetworkOracle *self);

/* The network with PyTorch's parameters. */
DgNetwork *network_oracle_make_network (const NetworkOracle *self);

/* Compares all parameters with those called NAME@suffix. */
void network_oracle_compare_parameters (const NetworkOracle *self, DgNetwork *network, const float *block,
                                        const char *suffix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetworkOracle, network_oracle_free)
