/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Takes the run in @folder for writing: an flock() on its file "lock", which the system gives back when the
 * process ends, however it ends. Returns: a descriptor to close, or -1 with G_IO_ERROR_BUSY where another
 * recorder has it. */
int dg_lock_take (const char *folder, GError **error);

G_END_DECLS
