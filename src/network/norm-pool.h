/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/* batchnorm and relu in one, and both with maxpool 2, for where nobody looks at what is between them: it is neither written to
 * memory nor read again, but computed again on the way back. Their definitions are the modules in a row, so they have no
 * references of their own. */
extern const DgModuleClass dg_norm_relu_class;
extern const DgModuleClass dg_norm_pool_class;

/* Whether the modules, in this order, are what the classes do. */
gboolean dg_norm_relu_matches (const DgModule *first, const DgModule *second);
gboolean dg_norm_pool_matches (const DgModule *first, const DgModule *second, const DgModule *third);

G_END_DECLS
