/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/embedding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Half the distance from 1 to the next float. */
#define UNIT_ROUNDOFF 0x1p-24

/* Roundings beside those of the product itself: 8 by the derivation, twice that to be on the safe side. */
#define EXTRA_ROUNDINGS 16

/* Larger than what products of numbers below the smallest normal float can lose, a coordinate. */
#define UNDERFLOW_SLACK 0x1p-100

/* A row further from the mean than this many times the median distance does not take part in the mean. */
#define OUTLIER_RATIO 4

/* Rows of a dissimilarity, each with the factor its values are multiplied by. */
typedef struct
{
  const float *values; /* (…, d) */
  const double *inverse_norm;
  const guint32 *samples;
  gsize n, d;
} Rows;

static const float *
get_row (const Rows *rows, gsize i, double *factor)
{
  gsize sample = rows->samples != NULL ? rows->samples[i] : i;

  *factor = rows->inverse_norm != NULL ? rows->inverse_norm[sample] : 1;
  return rows->values + sample * rows->d;
}

/* The mean of the rows that are no further than @limit by @distance, or of all if @distance is NULL.
 * @distance: (n)
 * @mean: (d) */
static void
compute_mean (const Rows *rows, const double *distance, double limit, double *mean)
{
  gsize count = 0;

  memset (mean, 0, rows->d * sizeof *mean);
  for (gsize i = 0; i < rows->n; i++)
    {
      double factor;
      const float *row = get_row (rows, i, &factor);

      if (distance != NULL && distance[i] > limit)
        continue;
      for (gsize k = 0; k < rows->d; k++)
        mean[k] += row[k] * factor;
      count++;
    }
  for (gsize k = 0; k < rows->d; k++)
    mean[k] /= count;
}

/* Distances of the rows to the mean.
 * @distance: (n) */
static void
compute_distances (const Rows *rows, const double *mean, double *distance)
{
  for (gsize i = 0; i < rows->n; i++)
    {
      double factor, sum = 0;
      const float *row = get_row (rows, i, &factor);

      for (gsize k = 0; k < rows->d; k++)
        {
          double difference = row[k] * factor - mean[k];

          sum += difference * difference;
        }
      distance[i] = sqrt (sum);
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Puts @mean where most rows are, so that a few rows far away do not take their digits. Returns the largest
 * distance from it.
 * @mean: (d) */
static double
find_centre (const Rows *rows, double *mean)
{
  g_autofree double *distance = g_new (double, rows->n);
  g_autofree double *sorted = g_new (double, rows->n);
  double limit;

  compute_mean (rows, NULL, 0, mean);
  compute_distances (rows, mean, distance);
  memcpy (sorted, distance, rows->n * sizeof *sorted);
  qsort (sorted, rows->n, sizeof *sorted, compare_doubles);
  limit = OUTLIER_RATIO * sorted[rows->n / 2];
  if (sorted[rows->n - 1] <= limit)
    return sorted[rows->n - 1];

  compute_mean (rows, distance, limit, mean);
  compute_distances (rows, mean, distance);
  for (gsize i = 1; i < rows->n; i++)
    distance[0] = MAX (distance[0], distance[i]);
  return distance[0];
}

static gboolean
has_zero_vector (const DgDissimilarity *dissimilarity, const double *inverse_norm)
{
  for (gsize i = 0; inverse_norm != NULL && i < dg_dissimilarity_get_n (dissimilarity); i++)
    if (inverse_norm[i] == 0)
      return TRUE;
  return FALSE;
}

/* Writes point @i and returns its squared norm. */
static double
embed (DgEmbedding *self, const Rows *rows, const double *mean, gsize i)
{
  double factor, squared_norm = 0;
  const float *row = get_row (rows, i, &factor);
  float *point = self->points + i * self->d;

  for (gsize k = 0; k < rows->d; k++)
    point[k] = (float) ((row[k] * factor - mean[k]) * self->scale);
  /* A zero vector is at a right angle to all others and not to zero vectors: a direction of its own. */
  if (self->d > rows->d)
    point[rows->d] = factor == 0 ? (float) self->scale : 0;
  for (gsize k = 0; k < self->d; k++)
    squared_norm += (double) point[k] * point[k];
  return squared_norm;
}

DgEmbedding *
dg_embedding_new (const DgDissimilarity *dissimilarity, const guint32 *samples, gsize count)
{
  const DgTensor *values = dg_dissimilarity_get_values (dissimilarity);
  DgEmbedding *self = g_new0 (DgEmbedding, 1);
  Rows rows = { .values = values->data,
                .inverse_norm = dg_dissimilarity_get_inverse_norms (dissimilarity),
                .samples = samples,
                .n = count,
                .d = dg_tensor_get_row_length (values) };
  gboolean has_extra = has_zero_vector (dissimilarity, rows.inverse_norm);
  g_autofree double *mean = g_new (double, MAX (rows.d, 1));
  double largest, roundings, relative, slack;

  self->metric = dg_dissimilarity_get_metric (dissimilarity);
  g_assert (self->metric != DG_METRIC_PRECOMPUTED && count > 0);
  self->n = count;
  self->d = MAX (rows.d + has_extra, 1);
  self->points = g_aligned_alloc0 (self->n * self->d, sizeof (float), 64);
  self->low = g_new (float, self->n);
  self->high = g_new (float, self->n);

  largest = find_centre (&rows, mean);
  if (has_extra)
    largest = MAX (largest, 1);
  self->scale = largest > 0 ? 1 / largest : 1;

  roundings = (self->d + EXTRA_ROUNDINGS) * UNIT_ROUNDOFF;
  relative = roundings < 0.5 ? roundings / (1 - roundings) : 1e6;
  slack = self->d * UNDERFLOW_SLACK;
  for (gsize i = 0; i < self->n; i++)
    {
      double squared_norm = embed (self, &rows, mean, i);

      self->low[i] = (float) ((1 - relative) * squared_norm - slack);
      self->high[i] = (float) ((1 + relative) * squared_norm + slack);
    }
  return self;
}

void
dg_embedding_free (DgEmbedding *self)
{
  g_aligned_free (self->points);
  g_free (self->low);
  g_free (self->high);
  g_free (self);
}

double
dg_embedding_to_dissimilarity (const DgEmbedding *self, double separation)
{
  double squared_distance = separation / (self->scale * self->scale);

  return self->metric == DG_METRIC_COSINE ? 0.5 * squared_distance : sqrt (squared_distance);
}

double
dg_embedding_to_separation (const DgEmbedding *self, double dissimilarity)
{
  double scaled = dissimilarity * self->scale;

  return self->metric == DG_METRIC_COSINE ? 2 * scaled * self->scale : scaled * scaled;
}

float
dg_embedding_lower_bound (const DgEmbedding *self, double dissimilarity)
{
  return (float) (dg_embedding_to_separation (self, dissimilarity) * (1 - 4 * UNIT_ROUNDOFF)) - 0x1p-149f;
}

float
dg_embedding_upper_bound (const DgEmbedding *self, double dissimilarity)
{
  return (float) (dg_embedding_to_separation (self, dissimilarity) * (1 + 4 * UNIT_ROUNDOFF)) + 0x1p-149f;
}
