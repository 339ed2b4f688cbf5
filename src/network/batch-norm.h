/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

extern const DgModuleClass dg_batch_norm_class;

G_END_DECLS
