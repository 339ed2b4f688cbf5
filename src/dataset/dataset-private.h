/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

G_BEGIN_DECLS

/**
 * dg_dataset_new:
 * @class_names: (n_classes)
 * @train: (inout): its pixels and labels are taken over, to be freed by g_free(), and set to NULL
 * @test: (inout): likewise
 *
 * A dataset from images in memory, whose labels are known to be below @n_classes.
 */
DgDataset *dg_dataset_new (const char *name, const char *const *class_names, guint n_classes, DgImages *train,
                           DgImages *test);

/* Frees pixels and labels that are owned, as those in the making of a dataset are. */
void dg_images_clear (DgImages *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgImages, dg_images_clear)

G_END_DECLS
