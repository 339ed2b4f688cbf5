/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) the names of what is in the folder at @path, in natural order. Errors: G_FILE_ERROR naming the
 * folder. */
char **dg_folder_list (const char *path, GError **error);

G_END_DECLS
