/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DG_TENSOR_MAX_DIMS 8

/**
 * DgTensor:
 * @n_dims: number of dimensions, 1 to DG_TENSOR_MAX_DIMS
 * @shape: (n_dims) extents, outermost first
 * @data: (shape[0], …, shape[n_dims - 1]) values in C order
 *
 * A reference-counted array of floats. Owned storage is writable until the tensor is shared; that of
 * bytes never is. A tensor handed to another thread is immutable.
 */
typedef struct _DgTensor
{
  /*< private >*/
  gatomicrefcount ref_count;
  GBytes *bytes; /* whose storage it is, NULL if owned */
  struct _DgTensor *whole; /* whose storage it is, NULL if not another tensor's */
  /*< public >*/
  guint n_dims;
  gsize shape[DG_TENSOR_MAX_DIMS];
  float *data;
} DgTensor;

/* A zeroed tensor on 64-byte aligned storage of its own. Aborts where memory ends, as g_malloc() does, and where the
 * product of @shape overflows. */
DgTensor *dg_tensor_new (guint n_dims, const gsize *shape);

/* A view of little-endian float32 values in @bytes, which must hold exactly the product of @shape values and be
 * aligned to 4 bytes; neither is file-supplied here: readers check both before. */
DgTensor *dg_tensor_new_from_bytes (guint n_dims, const gsize *shape, GBytes *bytes);

/* (transfer full) the same values in another shape of as many. */
DgTensor *dg_tensor_reshape (DgTensor *self, guint n_dims, const gsize *shape);

DgTensor *dg_tensor_ref (DgTensor *self);
void dg_tensor_unref (DgTensor *self);

/* Number of values: the product of the shape. */
gsize dg_tensor_get_size (const DgTensor *self);

/* Values per sample: the product of all extents but the first, so that a tensor is (shape[0], row_length). */
gsize dg_tensor_get_row_length (const DgTensor *self);

/* The (n, h·w) copy of one channel of an (n, channels, h, w) tensor. @channel must be below shape[1]. */
DgTensor *dg_tensor_copy_channel (const DgTensor *self, gsize channel);

/* The (count, …) copy of the rows @index[0 … count - 1], each below shape[0]. */
DgTensor *dg_tensor_copy_rows (const DgTensor *self, const guint32 *index, gsize count);

/* Finds the first row that holds a NaN or an infinity. Returns FALSE where all values are finite. */
gboolean dg_tensor_find_not_finite (const DgTensor *self, gsize *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTensor, dg_tensor_unref)

G_END_DECLS
