/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/ticks.h"

/* Counting sort: there are at most a few hundred classes, and maybe many thousand marks. */
GArray *
dg_ticks_sort_marks (const GArray *marks)
{
  const DgMark *from = (const DgMark *) (gconstpointer) marks->data;
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (DgMark), marks->len);
  gint least = G_MAXINT, most = G_MININT;
  g_autofree guint *next = NULL; /* (most - least + 1) place of the class's next mark */

  for (guint i = 0; i < marks->len; i++)
    {
      least = MIN (least, from[i].class_index);
      most = MAX (most, from[i].class_index);
    }
  if (least >= most)
    return g_array_append_vals (sorted, from, marks->len);

  next = g_new0 (guint, most - least + 2);
  for (guint i = 0; i < marks->len; i++)
    next[from[i].class_index - least + 1]++;
  for (gint class_index = least; class_index < most; class_index++)
    next[class_index - least + 1] += next[class_index - least];
  g_array_set_size (sorted, marks->len);
  for (guint i = 0; i < marks->len; i++)
    g_array_index (sorted, DgMark, next[from[i].class_index - least]++) = from[i];
  return sorted;
}

/* Marks come class by class, so that one counter a pixel finds the most frequent. */
static void
count_classes (DgTicks *self, const DgSpans *spans, const GArray *marks, const gint *pixels)
{
  g_autofree gint *counted = g_new0 (gint, self->side); /* the class @count is of */
  g_autofree guint *count = g_new0 (guint, self->side);
  g_autofree guint *most = g_new0 (guint, self->side);

  for (guint i = 0; i < marks->len; i++)
    {
      const DgMark *mark = &g_array_index (marks, DgMark, i);
      gint first = pixels[i];

      if (first < 0)
        continue;

      self->wrong[first] |= mark->wrong;
      count[first] = counted[first] == mark->class_index ? count[first] + 1 : 1;
      counted[first] = mark->class_index;
      if (count[first] > most[first])
        {
          most[first] = count[first];
          self->class_index[first] = mark->class_index;
        }
    }
  for (gint first = 0; first < self->side; first++)
    for (gint pixel = first; most[first] > 0 && pixel < first + spans->count[first]; pixel++)
      self->owner[pixel] = first;
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
dg_ticks_new (const DgSpans *spans, const GArray *sorted_marks, const gint *pixels, gint least)
{
  DgTicks *self = g_new (DgTicks, 1);

  self->side = spans->side;
  self->owner = g_new (gint, self->side);
  self->class_index = g_new0 (gint, self->side);
  self->wrong = g_new0 (gboolean, self->side);
  for (gint pixel = 0; pixel < self->side; pixel++)
    self->owner[pixel] = -1;

  count_classes (self, spans, sorted_marks, pixels);
  thicken (self, least);

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
