/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Element types of the arrays in safetensors and NumPy files. */
typedef enum
{
  DG_DTYPE_F32,
  DG_DTYPE_F64,
  DG_DTYPE_F16,
  DG_DTYPE_BF16,
  DG_DTYPE_I8,
  DG_DTYPE_I16,
  DG_DTYPE_I32,
  DG_DTYPE_I64,
  DG_DTYPE_U8,
  DG_DTYPE_U16,
  DG_DTYPE_U32,
  DG_DTYPE_U64,
  DG_DTYPE_BOOL,
} DgDtype;

/* Bytes of one element. */
gsize dg_dtype_get_size (DgDtype dtype);

/* The name in a safetensors header, e.g. "F32". */
const char *dg_dtype_get_name (DgDtype dtype);
gboolean dg_dtype_from_name (const char *name, DgDtype *dtype);

/**
 * dg_dtype_to_float:
 * @big_endian: whether @source is in big-endian order
 * @source: (n) elements, of any alignment
 * @values: (out): (n)
 *
 * Rounds to the nearest float; a finite value beyond the range of float becomes infinite.
 */
void dg_dtype_to_float (DgDtype dtype, gboolean big_endian, const guint8 *source, gsize n, float *values);

G_END_DECLS
