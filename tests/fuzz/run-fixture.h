/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Puts @data in the place of the file @name of a tiny run with epochs 1 and 2, opens the run and reads all it holds.
 * Returns its folder, where the file stays until the next call. */
const char *fuzz_run_file (const char *name, const guint8 *data, gsize size);
