/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

G_BEGIN_DECLS

#define DG_DIGITS_SIZE 28
#define DG_DIGITS_N_CLASSES 10
#define DG_DIGITS_N_TRAIN 12000
#define DG_DIGITS_N_TEST 2000
#define DG_DIGITS_SEED 1

/* The built-in dataset: DG_DIGITS_N_TRAIN and DG_DIGITS_N_TEST digits drawn by DG_DIGITS_SEED, each class
 * equally often. Errors: G_IO_ERROR_CANCELLED. */
DgDataset *dg_digits_open (GCancellable *cancellable, GError **error);

/* Which digit image @index of @split is. Each ten images in a row hold every digit once. */
guint8 dg_digits_get_label (guint64 seed, DgSplit split, gsize index);

/**
 * dg_digits_draw:
 * @pixels: (out): (DG_DIGITS_SIZE, DG_DIGITS_SIZE) values, ink bright on dark
 *
 * Draws one digit as a hand would: strokes of one of several styles whose control points, slant, proportions,
 * rotation and pen vary, fitted into 20 × 20 pixels and centred by mass as in MNIST. Depends on nothing but
 * the arguments.
 */
void dg_digits_draw (guint64 seed, DgSplit split, gsize index, guint8 *pixels);

G_END_DECLS
