/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"
#include "dataset/source-folder.h"

G_BEGIN_DECLS

/* Whether @folder holds files of CIFAR-10 or CIFAR-100, and one of them was asked for where a file was. */
gboolean dg_cifar_matches (const DgSourceFolder *folder);

/**
 * dg_cifar_open:
 * @folder: one that matches
 *
 * Reads the binary version of CIFAR-10 (batches.meta.txt, data_batch_1.bin … data_batch_5.bin, test_batch.bin) or
 * CIFAR-100 (fine_label_names.txt, train.bin, test.bin): images of 32 × 32 pixels in colour, each a byte of its
 * class, after one of its coarse class in CIFAR-100, and its red, its green and its blue pixels
 * (https://www.cs.toronto.edu/~kriz/cifar.html). A file may hold any number of images, the training files of
 * CIFAR-10 all the same number.
 *
 * Errors as dg_dataset_open().
 */
DgDataset *dg_cifar_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error);

G_END_DECLS
