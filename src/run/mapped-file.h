/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The contents of a regular file, mapped and not copied; the file may be replaced by a rename meanwhile.
 * Errors: G_IO_ERROR naming the file. */
GBytes *dg_map_file (const char *path, GError **error);

/* The same contents in memory: for a file that may be written in place meanwhile, which ends a program that has it
 * mapped. */
GBytes *dg_read_file (const char *path, GError **error);

G_END_DECLS
