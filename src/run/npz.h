/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/tensor.h"

G_BEGIN_DECLS

/* (transfer full) the names of the arrays in a .npz file (a zip of .npy), without their ".npy", in the file's
 * order. Errors: G_IO_ERROR; DG_ERROR_FORMAT for what is no zip, holds a name twice, or holds no array. */
char **dg_npz_list (const char *path, GError **error);

/**
 * dg_npz_load:
 * @name: one of dg_npz_list()
 *
 * Reads one array, stored or deflated. Memory is taken only for what the array's header announces, and an
 * array that inflates to more than a hundred times the whole file is refused (DG_ERROR_UNSUPPORTED) unless it
 * is small.
 */
DgTensor *dg_npz_load (const char *path, const char *name, GError **error);

G_END_DECLS
