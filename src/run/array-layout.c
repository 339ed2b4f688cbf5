/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/array-layout.h"

#include <string.h>

gboolean
dg_array_layout_count (DgArrayLayout *self)
{
  gsize element = MAX (dg_dtype_get_size (self->dtype), sizeof (float));
  gsize bytes = element;

  self->n = 0;
  for (guint i = 0; i < self->n_dims; i++)
    if (!g_size_checked_mul (&bytes, bytes, self->shape[i]))
      return FALSE;
  self->n = bytes / element;
  return TRUE;
}

gboolean
dg_array_layout_equal (const DgArrayLayout *a, const DgArrayLayout *b)
{
  return a->dtype == b->dtype && a->big_endian == b->big_endian && a->fortran_order == b->fortran_order &&
         dg_array_layout_has_shape (a, b->n_dims, b->shape);
}

gsize
dg_array_layout_get_size (const DgArrayLayout *self)
{
  return self->n * dg_dtype_get_size (self->dtype);
}

gboolean
dg_array_layout_has_shape (const DgArrayLayout *self, guint n_dims, const gsize *shape)
{
  return self->n_dims == n_dims && (n_dims == 0 || memcmp (self->shape, shape, n_dims * sizeof *shape) == 0);
}

gboolean
dg_array_layout_is_list (const DgArrayLayout *self, gsize n)
{
  const gsize shape[] = { n, 1 };

  return dg_array_layout_has_shape (self, 1, shape) || dg_array_layout_has_shape (self, 2, shape);
}

char *
dg_array_layout_describe_shape (const DgArrayLayout *self)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < self->n_dims; i++)
    g_string_append_printf (text, "%s%zu", i > 0 ? ", " : "", self->shape[i]);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* Copies @source, whose first dimension varies fastest, to C order. */
static void
transpose (guint n_dims, const gsize *shape, const float *source, float *values)
{
  gsize index[DG_TENSOR_MAX_DIMS] = { 0 };
  gsize stride[DG_TENSOR_MAX_DIMS];
  gsize n = 1, from = 0;

  for (guint i = 0; i < n_dims; i++)
    {
      stride[i] = n;
      n *= shape[i];
    }
  for (gsize to = 0; to < n; to++)
    {
      values[to] = source[from];
      for (guint i = n_dims; i-- > 0;)
        {
          from += stride[i];
          if (++index[i] < shape[i])
            break;
          from -= stride[i] * shape[i];
          index[i] = 0;
        }
    }
}

static gboolean
is_transposed (const DgArrayLayout *self)
{
  return self->fortran_order && self->n_dims > 1;
}

/* Whether the elements are the floats of a tensor. */
static gboolean
is_in_place (const DgArrayLayout *self, const guint8 *data)
{
  return self->dtype == DG_DTYPE_F32 && !self->big_endian && !is_transposed (self) &&
         (guintptr) data % sizeof (float) == 0;
}

gboolean
dg_array_layout_fits_memory (const DgArrayLayout *self, GBytes *elements)
{
  g_autofree gpointer probe = NULL;

  if (self->n == 0 || is_in_place (self, g_bytes_get_data (elements, NULL)))
    return TRUE;
  probe = g_try_malloc_n (self->n, (is_transposed (self) ? 2 : 1) * sizeof (float));
  return probe != NULL;
}

DgTensor *
dg_array_layout_to_tensor (const DgArrayLayout *self, GBytes *elements)
{
  static const gsize single[] = { 1 };
  guint n_dims = MAX (self->n_dims, 1);
  const gsize *shape = self->n_dims > 0 ? self->shape : single;
  g_autoptr (DgTensor) tensor = NULL;
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (elements, &size);
  g_assert (size == dg_array_layout_get_size (self));
  if (is_in_place (self, data))
    return dg_tensor_new_from_bytes (n_dims, shape, elements);
  tensor = dg_tensor_new (n_dims, shape);
  dg_dtype_to_float (self->dtype, self->big_endian, data, self->n, tensor->data);
  if (is_transposed (self))
    {
      DgTensor *in_order = dg_tensor_new (n_dims, shape);

      transpose (n_dims, shape, tensor->data, in_order->data);
      return in_order;
    }
  return g_steal_pointer (&tensor);
}
