/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DgInputFile:
 *
 * A regular file that is open for reading. What is asked for is read into memory of its own and not mapped: a mapping
 * ends the program (SIGBUS) where another one cuts the file off or writes it again in place. Replacing the file by a
 * rename leaves what is open as it is. Immutable, any thread.
 */
typedef struct _DgInputFile DgInputFile;

/* Errors: G_IO_ERROR naming the file. */
DgInputFile *dg_input_file_open (const char *path, GError **error);
void dg_input_file_free (DgInputFile *self);

const char *dg_input_file_get_path (const DgInputFile *self);
gsize dg_input_file_get_size (const DgInputFile *self); /* bytes there were when it was opened */

/* Reads @size bytes from @begin on, which must lie in the file as it was opened. @data: (out): (size). Errors:
 * G_IO_ERROR, DG_ERROR_CHANGED where the file has been written since it was opened. */
gboolean dg_input_file_read_into (const DgInputFile *self, gsize begin, gsize size, gpointer data, GError **error);

/* (transfer full) the same in memory taken for it, aligned for any type; also DG_ERROR_UNSUPPORTED where there is not
 * so much memory. */
GBytes *dg_input_file_read (const DgInputFile *self, gsize begin, gsize size, GError **error);

/* (transfer full) what is there of a file that may just be written. Errors: G_IO_ERROR naming the file. */
GBytes *dg_read_file (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgInputFile, dg_input_file_free)

G_END_DECLS
