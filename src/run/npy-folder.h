/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run/array-entry.h"

G_BEGIN_DECLS

/**
 * DgNpyFolder:
 *
 * The .npy files of a folder, one array each. Their headers are read, their elements when they are asked for.
 * Immutable, any thread.
 */
typedef struct _DgNpyFolder DgNpyFolder;

/* Errors: G_IO_ERROR where the folder cannot be read, DG_ERROR_FORMAT where it holds no .npy. A single file
 * that cannot be read is no error yet. */
DgNpyFolder *dg_npy_folder_open (const char *path, GError **error);
void dg_npy_folder_free (DgNpyFolder *self);

/* (n) by their names without ".npy", in natural order. */
const DgArrayEntry *dg_npy_folder_get_entries (const DgNpyFolder *self, gsize *n);

/* (transfer full) the elements. DG_ERROR_CHANGED where the file holds an array of another layout than when it was
 * opened; others: those of dg_npy_read(). */
GBytes *dg_npy_folder_read (const DgNpyFolder *self, const DgArrayEntry *entry, GError **error);

/* @size bytes of them from @begin on. @part: (out): (size) */
gboolean dg_npy_folder_read_part (const DgNpyFolder *self, const DgArrayEntry *entry, gsize begin, gsize size,
                                  gpointer part, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgNpyFolder, dg_npy_folder_free)

G_END_DECLS
