/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DgAtomicFile:
 *
 * A file that appears whole or not at all: written beside its target, flushed to disk, renamed over it, and
 * the folder flushed, so that after a crash of the program or the machine the target holds either its old
 * contents or all of the new. A device or pipe does not make way for a file: it takes what is written as it comes.
 * Errors are G_IO_ERROR and name the target.
 */
typedef struct _DgAtomicFile DgAtomicFile;

DgAtomicFile *dg_atomic_file_new (const char *path, GError **error);

/* Closes and removes what was written, unless it was committed. */
void dg_atomic_file_free (DgAtomicFile *self);

gboolean dg_atomic_file_write (DgAtomicFile *self, const void *data, gsize size, GError **error);

/* For contents that can be made again: they are not flushed to disk. The file still appears whole or not at
 * all, but a crash of the machine may leave it empty or cut off, so whoever reads it must notice. */
void dg_atomic_file_set_expendable (DgAtomicFile *self);

/* The last call but dg_atomic_file_free(), also where it fails. */
gboolean dg_atomic_file_commit (DgAtomicFile *self, GError **error);

/* The whole of a small file in one call. */
gboolean dg_atomic_file_set_contents (const char *path, const void *data, gsize size, GError **error);

/* Removes from @folder what a killed program left half-written. The caller must be its only writer. */
void dg_atomic_file_remove_left_overs (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgAtomicFile, dg_atomic_file_free)

G_END_DECLS
