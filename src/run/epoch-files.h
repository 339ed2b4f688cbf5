/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgEpochFile:
 * @name: e.g. "epoch_0001.npz", or "epoch_0001" for a folder
 *
 * The file of one epoch's arrays.
 */
typedef struct
{
  guint epoch;
  char *name;
} DgEpochFile;

/**
 * dg_epoch_files_list:
 *
 * Finds epoch_N.safetensors, epoch_N.npz and folders epoch_N in @folder, N of any number of digits; other names are
 * passed over. Errors: G_FILE_ERROR naming the folder, DG_ERROR_MISMATCH where an epoch is there twice.
 *
 * Returns: (transfer full) (element-type DgEpochFile): ascending
 */
GArray *dg_epoch_files_list (const char *folder, GError **error);

/* When the file at @path, or what is in the folder there, was changed last: microseconds since 1970; 0 where it is
 * gone. */
gint64 dg_epoch_files_get_time (const char *path);

G_END_DECLS
