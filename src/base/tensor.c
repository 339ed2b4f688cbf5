/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tensor.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64

/* Files hold little-endian values, which are used as they are read. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

static DgTensor *
tensor_alloc (guint n_dims, const gsize *shape)
{
  DgTensor *self = g_new0 (DgTensor, 1);
  gsize size = sizeof (float);

  g_assert (n_dims >= 1 && n_dims <= DG_TENSOR_MAX_DIMS);
  for (guint i = 0; i < n_dims; i++)
    g_assert (g_size_checked_mul (&size, size, shape[i]));
  g_atomic_ref_count_init (&self->ref_count);
  self->n_dims = n_dims;
  memcpy (self->shape, shape, n_dims * sizeof *shape);
  return self;
}

DgTensor *
dg_tensor_new (guint n_dims, const gsize *shape)
{
  DgTensor *self = tensor_alloc (n_dims, shape);
  gsize size = dg_tensor_get_size (self);

  self->data = g_aligned_alloc0 (MAX (size, 1), sizeof (float), ALIGNMENT);
  return self;
}

DgTensor *
dg_tensor_new_from_bytes (guint n_dims, const gsize *shape, GBytes *bytes)
{
  DgTensor *self = tensor_alloc (n_dims, shape);
  gsize length;

  self->data = (float *) g_bytes_get_data (bytes, &length);
  g_assert (length == dg_tensor_get_size (self) * sizeof (float));
  g_assert ((guintptr) self->data % sizeof (float) == 0);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

DgTensor *
dg_tensor_reshape (DgTensor *self, guint n_dims, const gsize *shape)
{
  DgTensor *view = tensor_alloc (n_dims, shape);

  g_assert (dg_tensor_get_size (view) == dg_tensor_get_size (self));
  view->data = self->data;
  view->whole = dg_tensor_ref (self);
  return view;
}

DgTensor *
dg_tensor_ref (DgTensor *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_tensor_unref (DgTensor *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->whole != NULL)
    dg_tensor_unref (self->whole);
  else if (self->bytes != NULL)
    g_bytes_unref (self->bytes);
  else
    g_aligned_free (self->data);
  g_free (self);
}

gsize
dg_tensor_get_size (const DgTensor *self)
{
  return self->shape[0] * dg_tensor_get_row_length (self);
}

gsize
dg_tensor_get_row_length (const DgTensor *self)
{
  gsize length = 1;

  for (guint i = 1; i < self->n_dims; i++)
    length *= self->shape[i];
  return length;
}

DgTensor *
dg_tensor_copy_channel (const DgTensor *self, gsize channel)
{
  gsize plane, shape[2];
  DgTensor *copy;

  g_assert (self->n_dims == 4 && channel < self->shape[1]);
  plane = self->shape[2] * self->shape[3];
  shape[0] = self->shape[0];
  shape[1] = plane;
  copy = dg_tensor_new (2, shape);
  for (gsize i = 0; i < self->shape[0]; i++)
    memcpy (copy->data + i * plane, self->data + (i * self->shape[1] + channel) * plane, plane * sizeof (float));
  return copy;
}

DgTensor *
dg_tensor_copy_rows (const DgTensor *self, const guint32 *index, gsize count)
{
  gsize length = dg_tensor_get_row_length (self);
  gsize shape[DG_TENSOR_MAX_DIMS];
  DgTensor *copy;

  memcpy (shape, self->shape, sizeof shape);
  shape[0] = count;
  copy = dg_tensor_new (self->n_dims, shape);
  for (gsize i = 0; i < count; i++)
    {
      g_assert (index[i] < self->shape[0]);
      memcpy (copy->data + i * length, self->data + index[i] * length, length * sizeof (float));
    }
  return copy;
}

gboolean
dg_tensor_find_not_finite (const DgTensor *self, gsize *row)
{
  gsize length = dg_tensor_get_row_length (self);

  for (gsize i = 0; i < self->shape[0]; i++)
    for (gsize j = 0; j < length; j++)
      if (!isfinite (self->data[i * length + j]))
        {
          *row = i;
          return TRUE;
        }
  return FALSE;
}
