/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/network.h"

G_BEGIN_DECLS

/**
 * DgOutline:
 * @network: with its modules and their shapes, without parameters: nothing can be computed by it
 * @n_modules: of it
 * @lines: (n_modules) of the text, from 1
 * @n_parameters: (n_modules) numbers that are trained
 * @n_total: the sum of those
 *
 * What a network would be, for people to look at before it is made.
 */
typedef struct
{
  DgNetwork *network;
  guint n_modules;
  guint *lines;
  gsize *n_parameters;
  gsize n_total;
} DgOutline;

/**
 * dg_outline_new:
 * @place: (out): where the fault is, 0 where it has no place
 *
 * Costs no memory to speak of. Errors: those of dg_network_new().
 */
DgOutline *dg_outline_new (const char *description, const DgNetworkSizes *sizes, DgTextPlace *place, GError **error);
void dg_outline_free (DgOutline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgOutline, dg_outline_free)

G_END_DECLS
