/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"
#include "network/network.h"

G_BEGIN_DECLS

/* What other modules of this folder see of a network. */

/* All but the parameters, which take the memory. @place: set where it fails. Errors: those of dg_network_new(). */
DgNetwork *dg_network_build (const char *description, const DgNetworkSizes *sizes, DgTextPlace *place, GError **error);

DgModule *const *dg_network_get_modules (const DgNetwork *self);
const DgKernels *dg_network_get_kernels (const DgNetwork *self);

/* DG_ERROR_MISMATCH where @images are not of the network's input shape. */
gboolean dg_network_check_images (const DgNetwork *self, const DgImages *images, GError **error);

/* DG_ERROR_MISMATCH where the outputs are not as many as the loss takes. */
gboolean dg_network_check_outputs (const DgNetwork *self, guint n_classes, GError **error);

G_END_DECLS
