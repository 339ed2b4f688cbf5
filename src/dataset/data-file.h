/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DgDataFile:
 * @name: for messages
 * @length: in bytes
 *
 * A file of a dataset, opened to be read from its beginning to its end.
 */
typedef struct
{
  char *name;
  goffset length;
  GInputStream *stream;
  GCancellable *cancellable;
} DgDataFile;

/* Only regular files are opened, so that a pipe does not block. Errors: G_IO_ERROR_*, naming the file. */
gboolean dg_data_file_open (DgDataFile *self, GFile *file, GCancellable *cancellable, GError **error);
void dg_data_file_clear (DgDataFile *self);

/* Reads @size bytes, or fewer where the contents end. Errors as those of opening. */
gboolean dg_data_file_read (const DgDataFile *self, gpointer buffer, gsize size, gsize *n_read,
                            GError **error);

/* Takes @fault, and sets @error to one that names the file. */
void dg_data_file_propagate (const DgDataFile *self, GError *fault, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgDataFile, dg_data_file_clear)

G_END_DECLS
