/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compares two names as a person counts: numbers within them by their value, so that conv2 comes before
 * conv10, all else byte by byte. The same in any locale; 0 for equal names alone. */
int dg_natural_order_compare (const char *a, const char *b);

G_END_DECLS
