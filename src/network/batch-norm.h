/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

extern const DgModuleClass dg_batch_norm_class;

/* For modules that do more, but have its parameters, statistics and scratch. */

/* What x is normalised by; @scale: (n_channels) where a part of it is put. */
DgNorm dg_batch_norm_get_norm (const DgModule *self, const DgBlock *block, float *scale);

/* @weight, @bias: (n_channels) the gradient of the mini-batch, divided by the number of values in a channel. */
void dg_batch_norm_get_means (const DgModule *self, const DgBlock *block, float *weight, float *bias);

G_END_DECLS
