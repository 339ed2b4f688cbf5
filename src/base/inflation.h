/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many times a compressed file what is in it may be, where that is much. */
#define DG_INFLATION_MAX_RATIO 100

/* Whether @size bytes are to be made of a compressed file of @file_size: up to 64 MiB of any, and up to
 * DG_INFLATION_MAX_RATIO times its size. More looks like a file that is to exhaust the memory: MNIST inflates to 5
 * times its size. */
gboolean dg_inflation_is_plausible (gsize size, gsize file_size);

G_END_DECLS
