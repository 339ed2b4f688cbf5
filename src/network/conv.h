/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

extern const DgModuleClass dg_conv_class;

/* The sizes the kernels ask for. */
DgConvSizes dg_conv_get_sizes (const DgModule *self);

/* Whether it has no padding and a stride of 1. */
gboolean dg_conv_is_plain (const DgModule *self);

G_END_DECLS
