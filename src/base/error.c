/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

G_DEFINE_QUARK (dg-error-quark, dg_error)
