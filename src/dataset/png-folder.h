/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "dataset/source-folder.h"

G_BEGIN_DECLS

/* One in so many images of a class is a test image, where a folder does not say which are. */
#define DG_PNG_FOLDER_TEST_SHARE 5

/* Whether @folder holds PNG images, or folders that do, and no file was asked for where a file was. */
gboolean dg_png_folder_matches (const DgSourceFolder *folder);

/**
 * dg_png_folder_open:
 * @folder: one that matches
 *
 * Reads the PNG images of a folder of classes, or of two of them: "train" (or "training") and "test" (or
 * "testing", "val", "valid", "validation", the first that is there). Each folder in it is a class of that name, in
 * natural order. Of a folder of classes alone, one in DG_PNG_FOLDER_TEST_SHARE images of each class, rounded, is a
 * test image, drawn from their natural order by a seed that is always the same.
 *
 * All images must be of one size. They are grey where none has a colour. Hidden files are passed over, and those
 * that are no images; images of other formats are refused, as leaving them out would not be seen.
 *
 * Errors as dg_dataset_open().
 */
DgDataset *dg_png_folder_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error);

G_END_DECLS
