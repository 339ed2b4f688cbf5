/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run/array-entry.h"

G_BEGIN_DECLS

/**
 * DgNpz:
 *
 * A .npz file: a zip of .npy, stored or deflated. Its headers are read, its elements when they are asked for.
 * Immutable, any thread.
 */
typedef struct _DgNpz DgNpz;

/* Errors: G_IO_ERROR, DG_ERROR_CHANGED; DG_ERROR_FORMAT for what is no zip that has its directory at its end, or holds
 * no array. A single array that cannot be read is no error yet. */
DgNpz *dg_npz_open (const char *path, GError **error);
void dg_npz_free (DgNpz *self);

const DgArrayEntry *dg_npz_get_entries (const DgNpz *self, gsize *n); /* (n) in the file's order */

/* (transfer full) the elements of the array of that name. Memory is taken only for what its header announces,
 * and an array that inflates to more than a hundred times the whole file is refused (DG_ERROR_UNSUPPORTED)
 * unless it is small. Other errors: those of dg_npz_open(). */
GBytes *dg_npz_read (const DgNpz *self, const DgArrayEntry *entry, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgNpz, dg_npz_free)

G_END_DECLS
