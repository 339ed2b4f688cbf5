/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DG_IDX_MAX_DIMS 3

/**
 * DgIdx:
 * @shape: (n_dims) extents, outermost first, none 0
 * @size: their product
 * @data: (shape[0], …, shape[n_dims - 1]) values
 *
 * The unsigned bytes of an IDX file, MNIST's format: two zero bytes, the type (0x08), the number of
 * dimensions, each extent as 32 bits with the highest byte first, the values in C order
 * (http://yann.lecun.com/exdb/mnist).
 */
typedef struct
{
  guint n_dims;
  gsize shape[DG_IDX_MAX_DIMS];
  gsize size;
  guint8 *data;
} DgIdx;

/**
 * dg_idx_read:
 * @n_dims: the number of dimensions it must have, at most DG_IDX_MAX_DIMS
 *
 * Reads an IDX file, plain or compressed by gzip; the contents tell which. Memory grows with what is really
 * there, and reading stops one byte after what the header promises.
 *
 * Errors: DG_ERROR_FORMAT, DG_ERROR_UNSUPPORTED (values that are not unsigned bytes, too large for memory, more than
 * 64 MiB and 100 times the compressed file), G_IO_ERROR_*; each names the file.
 */
DgIdx *dg_idx_read (GFile *file, guint n_dims, GCancellable *cancellable, GError **error);
void dg_idx_free (DgIdx *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgIdx, dg_idx_free)

G_END_DECLS
