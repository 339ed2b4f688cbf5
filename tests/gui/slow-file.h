/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A local file whose path is not told until it is released: a disk as slow as a test likes. It knows its name
 * and path, and nothing else of what a GFile can do. */
GFile *slow_file_new (const char *path);
void slow_file_release (GFile *file);
