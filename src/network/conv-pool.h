/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/* conv without padding or stride, relu and maxpool 2 in one, for where nobody looks at what is between them: neither written to memory
 * nor read again. Its definition is the three modules in a row, so it has no reference of its own. */
extern const DgModuleClass dg_conv_pool_class;

/* Whether the three modules, in this order, are what the class does. */
gboolean dg_conv_pool_matches (const DgModule *first, const DgModule *second, const DgModule *third);

G_END_DECLS
