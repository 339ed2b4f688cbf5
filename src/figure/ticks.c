/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/ticks.h"

#include <math.h>

static gint
compare_marks_cb (gconstpointer a, gconstpointer b)
{
  const DgMark *left = a, *right = b;

  if (left->class_index != right->class_index)
    return left->class_index < right->class_index ? -1 : 1;

  return left->sample < right->sample ? -1 : left->sample > right->sample;
}

GArray *
dg_ticks_sort_marks (const GArray *marks)
{
  GArray *sorted = g_array_copy ((GArray *) marks);

  g_array_sort (sorted, compare_marks_cb);
  return sorted;
}

/* Spans are disjoint, or the same single pixel; marks come class by class, so that one counter a pixel finds
 * the most frequent. */
static void
count_classes (DgTicks *self, const DgGeometry *geometry, const DgCell *cell, const GArray *marks)
{
  g_autofree gint *counted = g_new0 (gint, self->side); /* the class @count is of */
  g_autofree guint *count = g_new0 (guint, self->side);
  g_autofree guint *most = g_new0 (guint, self->side);

  for (guint i = 0; i < marks->len; i++)
    {
      const DgMark *mark = &g_array_index (marks, DgMark, i);
      guint32 position = dg_cell_get_position (cell, mark->sample);
      gint first, n_pixels;

      if (position == DG_CELL_ABSENT)
        continue;

      dg_geometry_get_span (geometry, dg_cell_get_n (cell), position, &first, &n_pixels);
      for (gint pixel = first; pixel < first + n_pixels; pixel++)
        self->owner[pixel] = first;
      self->wrong[first] |= mark->wrong;

      count[first] = counted[first] == mark->class_index ? count[first] + 1 : 1;
      counted[first] = mark->class_index;
      if (count[first] > most[first])
        {
          most[first] = count[first];
          self->class_index[first] = mark->class_index;
        }
    }
}

/* Grows ticks thinner than @least into free pixels, by turns after and before. */
static void
thicken (DgTicks *self, gint least)
{
  for (gint first = 0, after; first < self->side; first = after)
    {
      gint before = first;

      for (after = first + 1; after < self->side && self->owner[after] == self->owner[first]; after++)
        ;
      if (self->owner[first] != first)
        continue;

      while (after - before < least)
        {
          gboolean grown = FALSE;

          if (after < self->side && self->owner[after] < 0)
            {
              self->owner[after++] = first;
              grown = TRUE;
            }
          if (after - before < least && before > 0 && self->owner[before - 1] < 0)
            {
              self->owner[--before] = first;
              grown = TRUE;
            }
          if (!grown)
            break;
        }
    }
}

DgTicks *
dg_ticks_new (const DgGeometry *geometry, const DgCell *cell, const GArray *sorted_marks)
{
  DgTicks *self = g_new (DgTicks, 1);

  self->side = geometry->side;
  self->owner = g_new (gint, self->side);
  self->class_index = g_new0 (gint, self->side);
  self->wrong = g_new0 (gboolean, self->side);
  for (gint pixel = 0; pixel < self->side; pixel++)
    self->owner[pixel] = -1;

  count_classes (self, geometry, cell, sorted_marks);
  thicken (self, floor (geometry->scale));

  return self;
}

void
dg_ticks_free (DgTicks *self)
{
  g_free (self->owner);
  g_free (self->class_index);
  g_free (self->wrong);
  g_free (self);
}
