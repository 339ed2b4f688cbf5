/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/manifest.h"

G_BEGIN_DECLS

/* What run.json says it is. */
#define DG_MANIFEST_FORMAT "diagonal-run"
#define DG_MANIFEST_VERSION 1

G_END_DECLS
