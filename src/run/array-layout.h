/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"
#include "run/dtype.h"

G_BEGIN_DECLS

/**
 * DgArrayLayout:
 * @fortran_order: whether the first dimension varies fastest
 * @shape: (n_dims) extents; n_dims 0 is a single number
 * @n: number of elements
 *
 * How the elements of an array lie in a file.
 */
typedef struct
{
  DgDtype dtype;
  gboolean big_endian;
  gboolean fortran_order;
  guint n_dims;
  gsize shape[DG_TENSOR_MAX_DIMS];
  gsize n;
} DgArrayLayout;

/* Sets @n from the shape. FALSE where the elements, or as many floats, are more than any memory holds. */
gboolean dg_array_layout_count (DgArrayLayout *self);

gboolean dg_array_layout_equal (const DgArrayLayout *a, const DgArrayLayout *b);

/* Bytes that the elements take. */
gsize dg_array_layout_get_size (const DgArrayLayout *self);

/* Whether the extents are the same. */
gboolean dg_array_layout_has_shape (const DgArrayLayout *self, guint n_dims, const gsize *shape);

/* Whether there is one element for each of @n samples: (n) or (n, 1). */
gboolean dg_array_layout_is_list (const DgArrayLayout *self, gsize n);

/* (transfer full) e.g. "(1000, 6, 12, 12)" */
char *dg_array_layout_describe_shape (const DgArrayLayout *self);

/* Whether memory can be had for dg_array_layout_to_tensor(): a file may announce and, with holes, even have more than
 * that. */
gboolean dg_array_layout_fits_memory (const DgArrayLayout *self, GBytes *elements);

/* The elements in C order as floats; @elements must hold exactly those of the layout. C-ordered little-endian
 * float32 that is aligned is not copied. A single number is (1). */
DgTensor *dg_array_layout_to_tensor (const DgArrayLayout *self, GBytes *elements);

G_END_DECLS
