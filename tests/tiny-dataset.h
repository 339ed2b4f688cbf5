/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

#define TINY_DATASET_N_CLASSES 4

/* Images of @size × @size pixels that are easy to tell apart: a class is the quarter that is bright. */
DgDataset *tiny_dataset_new (gsize n_train, gsize n_test, guint size, guint channels, guint64 seed);

/* A dataset of copies of @images in both splits. */
DgDataset *tiny_dataset_new_from_images (const DgImages *images);
