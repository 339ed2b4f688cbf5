/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/network.h"

/* reference/network.txt, which reference/network.py writes by PyTorch. */
typedef struct
{
  char *description;
  GHashTable *values; /* char * → GArray of double */
  DgImages images;
} NetworkOracle;

NetworkOracle *network_oracle_new (void);
void network_oracle_free (NetworkOracle *self);

/* The @n values called @name. */
const double *network_oracle_get (const NetworkOracle *self, const char *name, gsize n);

/* The network with PyTorch's parameters. */
DgNetwork *network_oracle_make_network (const NetworkOracle *self);

/* Compares all parameters with those called NAME@suffix. */
void network_oracle_compare_parameters (const NetworkOracle *self, DgNetwork *network, const float *block,
                                        const char *suffix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetworkOracle, network_oracle_free)
