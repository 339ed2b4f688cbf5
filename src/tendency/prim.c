/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/prim.h"

#include <math.h>

#include "tendency/distinct.h"
#include "tendency/embedding.h"
#include "tendency/frontier.h"
#include "tendency/neighbours.h"

/* Steps between two looks at the cancellable. */
#define CANCEL_INTERVAL 64

const DgPrimTuning dg_prim_default_tuning = { .k = 16, .batch = 128 };

DgTree *
dg_tree_new (gsize n)
{
  DgTree *self = g_new0 (DgTree, 1);

  self->n = n;
  self->order = g_new (guint32, n);
  self->parent = g_new (guint32, n);
  self->weight = g_new (double, n);
  return self;
}

void
dg_tree_free (DgTree *self)
{
  g_free (self->order);
  g_free (self->parent);
  g_free (self->weight);
  g_free (self);
}

static void
append (DgTree *tree, gsize position, guint32 sample, guint32 parent, double weight)
{
  tree->order[position] = sample;
  tree->parent[position] = parent;
  tree->weight[position] = weight;
}

/* Row of the first largest entry. */
static guint32
find_farthest_in_matrix (const DgTensor *matrix)
{
  gsize n = matrix->shape[0], largest = 0;

  for (gsize i = 1; i < n * n; i++)
    if (matrix->data[i] > matrix->data[largest])
      largest = i;
  return largest / n;
}

/* Where all dissimilarities are there, a row of them is all that a step needs. */
static void
grow_in_matrix (const DgTensor *matrix, guint32 start, DgTree *tree, GCancellable *cancellable)
{
  gsize n = matrix->shape[0];
  g_autofree float *key = g_new (float, n); /* NaN if reached */
  g_autofree guint32 *parent = g_new (guint32, n);
  gsize nearest = start;

  for (gsize i = 0; i < n; i++)
    {
      key[i] = INFINITY;
      parent[i] = G_MAXUINT32;
    }
  for (gsize position = 0; position < n; position++)
    {
      const float *row = matrix->data + nearest * n;
      guint32 reached = nearest;

      if (position % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return;
      append (tree, position, reached, parent[reached], position > 0 ? key[reached] : 0);
      key[reached] = NAN;
      nearest = n;
      for (gsize i = 0; i < n; i++)
        {
          if (row[i] < key[i])
            {
              key[i] = row[i];
              parent[i] = reached;
            }
          if (nearest == n ? !isnan (key[i]) : key[i] < key[nearest])
            nearest = i;
        }
    }
}

/* The point of a sample: the set that it is in. */
static guint32
find_point (const DgDistinct *distinct, guint32 sample)
{
  for (gsize point = 0;; point++)
    for (guint32 other = distinct->first[point]; other != DG_DISTINCT_NONE; other = distinct->next[other])
      if (other == sample)
        return point;
}

static void
grow_from_products (const DgDissimilarity *dissimilarity, const DgDistinct *distinct, gint64 start,
                    const DgPrimTuning *tuning, DgParallel *parallel, GCancellable *cancellable, DgTree *tree)
{
  g_autoptr (DgEmbedding) embedding = dg_embedding_new (dissimilarity, distinct->first, distinct->n_points);
  g_autoptr (DgNeighbours) neighbours = NULL;
  g_autoptr (DgFrontier) frontier = NULL;
  guint32 point, parent = 0;
  gsize position = 0;
  double key = 0;

  neighbours = dg_neighbours_new (dissimilarity, distinct, embedding, tuning->k, parallel, cancellable, NULL);
  if (neighbours == NULL)
    return;
  frontier = dg_frontier_new (dissimilarity, distinct, embedding, neighbours, tuning->batch, parallel);
  if (start == DG_PRIM_FARTHEST)
    start = neighbours->farthest;
  point = find_point (distinct, start);
  for (gsize step = 0; step < distinct->n_points; step++)
    {
      guint32 first = start;

      if (step % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return;
      if (step > 0)
        {
          point = dg_frontier_find_nearest (frontier, &parent, &key);
          first = distinct->first[point];
        }
      append (tree, position++, first, step > 0 ? distinct->first[parent] : G_MAXUINT32, key);
      for (guint32 equal = distinct->first[point]; equal != DG_DISTINCT_NONE; equal = distinct->next[equal])
        if (equal != first)
          append (tree, position++, equal, first, 0);
      dg_frontier_reach (frontier, point);
    }
}

DgTree *
dg_prim_grow (const DgDissimilarity *dissimilarity, gint64 start, const DgPrimTuning *tuning,
              DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTree) tree = dg_tree_new (dg_dissimilarity_get_n (dissimilarity));

  if (dg_dissimilarity_get_metric (dissimilarity) == DG_METRIC_PRECOMPUTED)
    {
      const DgTensor *matrix = dg_dissimilarity_get_values (dissimilarity);

      if (start == DG_PRIM_FARTHEST)
        start = find_farthest_in_matrix (matrix);
      grow_in_matrix (matrix, start, tree, cancellable);
    }
  else
    {
      g_autoptr (DgDistinct) distinct = dg_distinct_new (dissimilarity);

      grow_from_products (dissimilarity, distinct, start, tuning, parallel, cancellable, tree);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&tree);
}
