/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of an IDX file of @type: its header and @n_values values, which count 0, 1, 2, … */
GByteArray *idx_files_make (guint8 type, guint n_dims, const guint32 *shape, gsize n_values);

/* Replaces @bytes by what gzip makes of them. */
void idx_files_compress (GByteArray *bytes);

/* Writes @bytes as @name into @folder, and frees them. */
void idx_files_write (const char *folder, const char *name, GByteArray *bytes);

/* Writes an IDX file of @n labels, and one of @n images of @height × @width pixels that count 0, 1, 2, … */
void idx_files_write_labels (const char *folder, const char *name, const guint8 *labels, gsize n);
void idx_files_write_images (const char *folder, const char *name, guint32 n, guint32 height, guint32 width);

/* A folder for a test, and its end with all that is in it. */
char *idx_files_make_folder (void);
void idx_files_remove_folder (char *folder);

G_END_DECLS
