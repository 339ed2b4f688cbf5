/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

extern const DgModuleClass dg_maxpool_class;
extern const DgModuleClass dg_avgpool_class;

G_END_DECLS
