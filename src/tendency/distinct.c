/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/distinct.h"

#include <string.h>

#include "tendency/embedding.h"

typedef struct
{
  const float *values; /* (length) */
  gsize length;
  double factor;
  guint32 sample;
} Row;

static guint
hash_row (gconstpointer key)
{
  const Row *row = key;
  guint64 hash = 0;

  for (gsize k = 0; k < row->length; k++)
    {
      double value = row->values[k] * row->factor + 0.0; /* no negative zero */
      guint64 bits;

      memcpy (&bits, &value, sizeof bits);
      hash = (hash ^ bits) * 0x9e3779b97f4a7c15;
      hash ^= hash >> 32;
    }
  return (guint) hash;
}

static gboolean
rows_are_equal (gconstpointer a, gconstpointer b)
{
  const Row *x = a, *y = b;

  for (gsize k = 0; k < x->length; k++)
    if (x->values[k] * x->factor != y->values[k] * y->factor)
      return FALSE;
  return TRUE;
}

DgDistinct *
dg_distinct_new (const DgDissimilarity *dissimilarity)
{
  const DgTensor *values = dg_dissimilarity_get_values (dissimilarity);
  const double *inverse_norm = dg_dissimilarity_get_inverse_norms (dissimilarity);
  gsize n = values->shape[0], length = dg_tensor_get_row_length (values);
  DgDistinct *self = g_new0 (DgDistinct, 1);
  g_autofree Row *rows = g_new (Row, n);
  g_autofree guint32 *last = g_new (guint32, n); /* last sample so far of the set that starts at a sample */
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_row, rows_are_equal);

  self->first = g_new (guint32, n);
  self->next = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      const Row *equal;

      rows[i] = (Row){ values->data + i * length, length, inverse_norm != NULL ? inverse_norm[i] : 1, i };
      self->next[i] = DG_DISTINCT_NONE;
      equal = g_hash_table_lookup (seen, &rows[i]);
      if (equal == NULL)
        {
          g_hash_table_add (seen, &rows[i]);
          self->first[self->n_points++] = last[i] = i;
        }
      else
        {
          self->next[last[equal->sample]] = i;
          last[equal->sample] = i;
        }
    }
  return self;
}

void
dg_distinct_free (DgDistinct *self)
{
  g_free (self->first);
  g_free (self->next);
  g_free (self);
}
