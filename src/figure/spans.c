/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/spans.h"

DgSpans *
dg_spans_new (const DgGeometry *geometry, gsize n)
{
  DgSpans *self = g_new (DgSpans, 1);

  self->n = n;
  self->side = geometry->side;
  self->first = g_new (gint, n);
  self->count = g_new0 (gint, self->side);
  for (gsize position = 0; position < n; position++)
    {
      gint first, count;

      dg_geometry_get_span (geometry, n, position, &first, &count);
      self->first[position] = first;
      self->count[first] = count;
    }
  return self;
}

void
dg_spans_free (DgSpans *self)
{
  g_free (self->first);
  g_free (self->count);
  g_free (self);
}

gint *
dg_spans_locate (const DgSpans *self, const DgCell *cell, const GArray *marks)
{
  gint *pixels = g_new (gint, marks->len);
  gsize n_rows;
  const guint32 *positions = dg_cell_get_positions (cell, &n_rows);

  for (guint i = 0; i < marks->len; i++)
    {
      guint32 sample = g_array_index (marks, DgMark, i).sample;
      guint32 position = sample < n_rows ? positions[sample] : DG_CELL_ABSENT;

      pixels[i] = position != DG_CELL_ABSENT ? self->first[position] : -1;
    }
  return pixels;
}
