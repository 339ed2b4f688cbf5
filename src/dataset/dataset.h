/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  DG_SPLIT_TRAIN,
  DG_SPLIT_TEST,
} DgSplit;

/**
 * DgImages:
 * @n: number of images
 * @pixels: (n, height, width, channels) values 0 … 255, ink bright on dark ground as in MNIST
 * @labels: (n) classes, each below the dataset's number of classes
 *
 * One split of a dataset. Borrowed from the dataset, immutable.
 */
typedef struct
{
  gsize n;
  guint height, width, channels;
  const guint8 *pixels;
  const guint8 *labels;
} DgImages;

/* Labelled images in two splits; immutable, may be shared between threads. */
typedef struct _DgDataset DgDataset;

/**
 * dg_dataset_open:
 * @source: "digits" for the built-in drawn digits, or a folder of IDX files (plain or .gz; the file names of
 *   MNIST, Fashion-MNIST, KMNIST and EMNIST are known), of the binary version of CIFAR-10 or CIFAR-100, or of
 *   folders of PNG images, one for each class; or one of the files where a folder holds several datasets
 *
 * Errors: DG_ERROR_FORMAT, _UNSUPPORTED, _MISMATCH, _NAME (nothing known in the folder, or more than one),
 * G_IO_ERROR_* (NOT_FOUND for a missing counterpart); each names the file.
 */
DgDataset *dg_dataset_open (const char *source, GCancellable *cancellable, GError **error);

void dg_dataset_free (DgDataset *self);

/* For people: "MNIST", "built-in digits". */
const char *dg_dataset_get_name (const DgDataset *self);

/* Over sizes, pixels and labels of both splits, in hex; computed when first asked for. */
const char *dg_dataset_get_sha256 (const DgDataset *self);

guint dg_dataset_get_n_classes (const DgDataset *self);
const char *dg_dataset_get_class_name (const DgDataset *self, guint class_index);
const DgImages *dg_dataset_get_images (const DgDataset *self, DgSplit split);

/**
 * dg_dataset_draw_sample:
 * @n: how many; the whole split where it holds fewer
 * @n_drawn: (out): how many were drawn
 *
 * A sample of a split without replacement, stratified: each class in proportion to its share (largest
 * remainders), drawn by @seed, returned in ascending order of index.
 *
 * Returns: (transfer full) (n_drawn) rows of the split
 */
guint32 *dg_dataset_draw_sample (const DgDataset *self, DgSplit split, gsize n, guint64 seed, gsize *n_drawn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDataset, dg_dataset_free)

G_END_DECLS
