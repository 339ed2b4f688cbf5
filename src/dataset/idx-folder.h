/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "dataset/source-folder.h"

G_BEGIN_DECLS

/* Whether @folder holds a file of a dataset in IDX files, and that was asked for where a file was. */
gboolean dg_idx_folder_matches (const DgSourceFolder *folder);

/* The dataset whose four IDX files are in @folder, which matches. Errors as dg_dataset_open(). */
DgDataset *dg_idx_folder_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error);

G_END_DECLS
