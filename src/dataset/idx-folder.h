/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

G_BEGIN_DECLS

/* The dataset whose four IDX files are in the folder @source, or beside the file @source, one of the four.
 * Errors as dg_dataset_open(). */
DgDataset *dg_idx_folder_open (const char *source, GCancellable *cancellable, GError **error);

G_END_DECLS
