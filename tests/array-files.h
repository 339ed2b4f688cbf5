/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* NumPy files, good and bad, as NumPy writes them. */

/* (transfer full) a .npy of format 1.0 with this dictionary and these elements. */
GByteArray *npy_new (const char *dictionary, gconstpointer elements, gsize size);

/* (transfer full) the same of a C-ordered array: @type e.g. "<f4", @shape e.g. "(60, 4)". */
GByteArray *npy_new_array (const char *type, const char *shape, gconstpointer elements, gsize size);

/* A zip of @names[i] → @members[i], n of each. */
void npz_write (const char *path, guint n, const char *const *names, GByteArray *const *members,
                gboolean deflate);

/* A file of these bytes, written in place: it is not renamed. */
void bytes_write (const char *path, gconstpointer data, gsize size);
