/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/misclassified.h"

typedef struct
{
  DgMisclassified found;
  float confidence;
} Candidate;

static int
compare_candidates (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  if (x->confidence != y->confidence)
    return x->confidence < y->confidence ? 1 : -1;
  return (x->found.sample > y->found.sample) - (x->found.sample < y->found.sample);
}

static gboolean
is_among (const GArray *classes, guint32 class_index)
{
  for (guint i = 0; i < classes->len; i++)
    if (g_array_index (classes, guint32, i) == class_index)
      return TRUE;
  return classes->len == 0;
}

GArray *
dg_misclassified_list (const DgPrediction *prediction, const guint8 *labels, gsize n, const DgSubset *subset,
                       const GArray *classes)
{
  GArray *misclassified = g_array_new (FALSE, FALSE, sizeof (DgMisclassified));
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint32 i = 0; i < n; i++)
    if (prediction->said[i] != labels[i] && is_among (classes, labels[i]) && dg_subset_has (subset, i))
      {
        Candidate candidate = { { i, labels[i], prediction->said[i] },
                                dg_prediction_get_confidence (prediction, i) };

        g_array_append_val (candidates, candidate);
      }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    g_array_append_val (misclassified, g_array_index (candidates, Candidate, i).found);
  return misclassified;
}
