/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @values, (n_columns), with the row @row. */
typedef void (*DgNpyFillRow) (gsize row, float *values, gpointer data);

/* Writes an (n_rows, n_columns) array of float32 as a .npy file (NumPy's format 1.0, a header of 128 bytes),
 * row by row, so that it need not fit into memory. Atomic and durable: see DgAtomicFile. Errors: G_IO_ERROR
 * naming the file. */
gboolean dg_npy_write_rows (const char *path, gsize n_rows, gsize n_columns, DgNpyFillRow fill, gpointer data,
                            GError **error);

G_END_DECLS
