/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/ivat.h"

#include <string.h>

#include "tendency/clones.h"

/* Weights of a block are looked through one by one, blocks by the table: the table is small, and still an
 * answer takes a bounded number of steps. */
#define BLOCK 16

struct _DgIvat
{
  gatomicrefcount ref_count;
  DgVat *vat;
  gsize n_blocks;
  guint n_levels;
  float *table; /* (n_levels, n_blocks): [l][b] is the maximum of blocks b … b + 2^l - 1 */
};

static float
find_maximum (const float *values, gsize begin, gsize end)
{
  float maximum = 0;

  for (gsize i = begin; i < end; i++)
    maximum = MAX (maximum, values[i]);
  return maximum;
}

/* ⌊log₂ x⌋ for x ≥ 1. */
static guint
floor_log2 (gsize x)
{
  return g_bit_storage (x) - 1;
}

DgIvat *
dg_ivat_new (DgVat *vat)
{
  DgIvat *self = g_new0 (DgIvat, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->vat = dg_vat_ref (vat);
  self->n_blocks = (vat->n + BLOCK - 1) / BLOCK;
  self->n_levels = floor_log2 (self->n_blocks) + 1;
  self->table = g_new (float, self->n_levels * self->n_blocks);
  for (gsize b = 0; b < self->n_blocks; b++)
    self->table[b] = find_maximum (vat->weight, b * BLOCK, MIN ((b + 1) * BLOCK, vat->n));
  for (guint level = 1; level < self->n_levels; level++)
    {
      const float *below = self->table + (level - 1) * self->n_blocks;
      float *row = self->table + level * self->n_blocks;
      gsize half = (gsize) 1 << (level - 1);

      for (gsize b = 0; b < self->n_blocks; b++)
        row[b] = b + half < self->n_blocks ? MAX (below[b], below[b + half]) : below[b];
    }
  return self;
}

DgIvat *
dg_ivat_ref (DgIvat *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_ivat_unref (DgIvat *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  dg_vat_unref (self->vat);
  g_free (self->table);
  g_free (self);
}

const DgVat *
dg_ivat_get_vat (const DgIvat *self)
{
  return self->vat;
}

/* The largest of weight[begin … end - 1]. */
static float
find_range_maximum (const DgIvat *self, gsize begin, gsize end)
{
  const float *weight = self->vat->weight;
  gsize first = (begin + BLOCK - 1) / BLOCK, last = end / BLOCK; /* blocks wholly inside */
  float maximum, a, b;
  guint level;

  if (first >= last)
    return find_maximum (weight, begin, end);
  level = floor_log2 (last - first);
  a = self->table[level * self->n_blocks + first];
  b = self->table[level * self->n_blocks + last - ((gsize) 1 << level)];
  maximum = MAX (a, b);
  a = find_maximum (weight, begin, first * BLOCK);
  b = find_maximum (weight, last * BLOCK, end);
  return MAX (maximum, MAX (a, b));
}

float
dg_ivat_get_value (const DgIvat *self, gsize i, gsize j)
{
  g_assert (i < self->vat->n && j < self->vat->n);
  return find_range_maximum (self, MIN (i, j) + 1, MAX (i, j) + 1);
}

void
dg_ivat_get_row (const DgIvat *self, guint32 from, float *out)
{
  const DgVat *vat = self->vat;
  gsize position;
  float maximum = 0;

  g_assert (from < vat->n);
  position = vat->position[from];
  out[from] = 0;
  for (gsize k = position + 1; k < vat->n; k++)
    {
      maximum = MAX (maximum, vat->weight[k]);
      out[vat->order[k]] = maximum;
    }
  maximum = 0;
  for (gsize k = position; k > 0; k--)
    {
      maximum = MAX (maximum, vat->weight[k]);
      out[vat->order[k - 1]] = maximum;
    }
}

float
dg_ivat_get_maximum (const DgIvat *self)
{
  return find_range_maximum (self, 0, self->vat->n);
}

/* out[i] = MAX (value, in[i]). */
DG_VECTOR_CLONES static void
raise_to (float value, const float *in, float *out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = in[i] > value ? in[i] : value;
}

void
dg_ivat_render (const DgIvat *self, gsize first, gsize count, gsize size, float *out)
{
  g_autofree float *step = g_new0 (float, size); /* (size) value of a pixel and the one before */
  gsize previous = 0;

  g_assert (count >= 1 && first + count <= self->vat->n);
  for (gsize k = 0; k < size; k++)
    {
      gsize position = first + (2 * k + 1) * count / (2 * size);

      if (k > 0)
        step[k] = find_range_maximum (self, previous + 1, position + 1);
      previous = position;
    }
  /* Left of the diagonal each row is the one above raised to the step between them, right of it the one
   * below. */
  for (gsize y = 0; y < size; y++)
    {
      out[y * size + y] = 0;
      if (y > 0)
        raise_to (step[y], out + (y - 1) * size, out + y * size, y);
    }
  for (gsize y = size; y-- > 1;)
    raise_to (step[y], out + y * size + y, out + (y - 1) * size + y, size - y);
}
