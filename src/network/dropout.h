/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

extern const DgModuleClass dg_dropout_class;

/* The definition: what each value of an image is multiplied by in training, (n_values), from the seed of the
 * module's own numbers. */
void dg_dropout_reference (guint64 module_seed, guint epoch, guint32 image, double share, gsize n_values,
                           double *factor);

G_END_DECLS
