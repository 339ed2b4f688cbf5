/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/largest.h"

#include "tendency/neighbours.h"

static double
find_in_matrix (const DgTensor *matrix)
{
  gsize size = dg_tensor_get_size (matrix);
  float largest = 0;

  for (gsize i = 0; i < size; i++)
    largest = MAX (largest, matrix->data[i]);
  return largest;
}

gboolean
dg_largest_dissimilarity (const DgDissimilarity *dissimilarity, DgParallel *parallel, GCancellable *cancellable,
                          double *largest, GError **error)
{
  g_autoptr (DgDistinct) distinct = NULL;
  g_autoptr (DgEmbedding) embedding = NULL;
  g_autoptr (DgNeighbours) neighbours = NULL;

  if (dg_dissimilarity_get_metric (dissimilarity) == DG_METRIC_PRECOMPUTED)
    {
      *largest = find_in_matrix (dg_dissimilarity_get_values (dissimilarity));
      return TRUE;
    }
  distinct = dg_distinct_new (dissimilarity);
  embedding = dg_embedding_new (dissimilarity, distinct->first, distinct->n_points);
  neighbours = dg_neighbours_new (dissimilarity, distinct, embedding, 1, parallel, cancellable, error);
  if (neighbours == NULL)
    return FALSE;
  *largest = neighbours->largest;
  return TRUE;
}
