/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/tensor.h"
#include "run/dtype.h"

G_BEGIN_DECLS

/* No header that is read here is longer: magic, version, length and a dictionary padded to 64 bytes. */
#define DG_NPY_MAX_HEADER 65536

/**
 * DgNpyHeader:
 * @shape: (n_dims) extents; n_dims 0 is a single number
 * @n: number of elements
 * @data_begin: bytes before the elements
 */
typedef struct
{
  DgDtype dtype;
  gboolean big_endian;
  gboolean fortran_order;
  guint n_dims;
  gsize shape[DG_TENSOR_MAX_DIMS];
  gsize n;
  gsize data_begin;
} DgNpyHeader;

/**
 * dg_npy_header_parse:
 * @path: named in errors
 * @data: (size) the file, or at least its first DG_NPY_MAX_HEADER bytes
 *
 * Reads the header of NumPy's format 1.0 to 3.0 (numpy.lib.format). Errors: DG_ERROR_FORMAT, and
 * DG_ERROR_UNSUPPORTED for Python objects (never unpickled), records, text, times and complex numbers.
 */
gboolean dg_npy_header_parse (DgNpyHeader *self, const char *path, const guint8 *data, gsize size,
                              GError **error);

/* The elements in C order as floats; @elements must hold exactly those the header announces. C-ordered
 * little-endian float32 that is aligned stays where it is. A single number is (1). */
DgTensor *dg_npy_header_to_tensor (const DgNpyHeader *self, GBytes *elements);

/* A whole .npy file, mapped. */
DgTensor *dg_npy_load (const char *path, GError **error);

G_END_DECLS
