/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/group-sums.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "tendency/embedding.h"

/* Pairs are looked at in squares of this side. */
#define BLOCK 128

/* What a squared distance may be wrong by, relative to itself, to be taken from a product. */
#define TOLERANCE 0x1p-36

/* Half the distance from 1 to the next double, and roundings beside those of the products themselves. */
#define UNIT_ROUNDOFF 0x1p-53
#define EXTRA_ROUNDINGS 16

/* The points of a block of samples, centred, in double. */
typedef struct
{
  gsize first, count;
  double *points; /* (BLOCK, d) */
  double *norms;  /* (BLOCK) squared; NaN where products are no use */
} Block;

/* What one worker needs for a square. */
typedef struct
{
  Block columns;
  double *dots; /* (BLOCK, BLOCK) */
} Scratch;

typedef struct
{
  const DgDissimilarity *dissimilarity;
  const DgPartition *partition;
  GCancellable *cancellable;
  gsize n, d, n_groups, n_blocks;
  const float *values;        /* (n, d) */
  const double *inverse_norm; /* (n) or NULL */
  double *mean;               /* (d), NULL where there are no products */
  double threshold;           /* least squared distance, of the sum of both norms, that a product is good for */

  Block rows;       /* the squares of these are under way */
  Scratch *scratch; /* (n_workers) */
  double *partial;  /* (n_blocks, BLOCK, n_groups) sums of the rows over each block of columns */
  double *sums;     /* (n, n_groups) */
} Sums;

/* Mean of the rows as they enter the distances.
 * @mean: (d) */
static void
compute_mean (const Sums *self, double *mean)
{
  memset (mean, 0, self->d * sizeof *mean);
  for (gsize i = 0; i < self->n; i++)
    {
      double factor = self->inverse_norm != NULL ? self->inverse_norm[i] : 1;

      for (gsize k = 0; k < self->d; k++)
        mean[k] += self->values[i * self->d + k] * factor;
    }
  for (gsize k = 0; k < self->d; k++)
    mean[k] /= (double) self->n;
}

static void
block_init (Block *self, gsize d)
{
  self->points = g_new (double, BLOCK * d);
  self->norms = g_new (double, BLOCK);
}

static void
block_clear (Block *self)
{
  g_free (self->points);
  g_free (self->norms);
}

static void
block_fill (Block *self, const Sums *sums, gsize index)
{
  gsize d = sums->d;

  self->first = index * BLOCK;
  self->count = MIN (BLOCK, sums->n - self->first);
  for (gsize i = 0; sums->mean != NULL && i < self->count; i++)
    {
      const float *row = sums->values + (self->first + i) * d;
      double factor = sums->inverse_norm != NULL ? sums->inverse_norm[self->first + i] : 1;
      double *point = self->points + i * d, norm = 0;

      for (gsize k = 0; k < d; k++)
        {
          point[k] = row[k] * factor - sums->mean[k];
          norm += point[k] * point[k];
        }
      /* A zero vector has an angle to others only by definition. */
      self->norms[i] = factor == 0 ? NAN : norm;
    }
}

static double
get_value (const Sums *self, const Block *rows, gsize i, const Block *columns, gsize j, double dot)
{
  double both = rows->norms[i] + columns->norms[j], squared = both - 2 * dot;

  if (!(squared >= self->threshold * both && squared > 0))
    return dg_dissimilarity_get (self->dissimilarity, rows->first + i, columns->first + j);
  return self->inverse_norm != NULL ? 0.5 * squared : sqrt (squared);
}

/* Adds the pairs of the rows and a block of columns: to the sums of the columns at once, those of the rows,
 * which other workers add to, to a part of their own. */
static void
add_square (Sums *self, Scratch *scratch, gsize index)
{
  const Block *rows = &self->rows, *columns = &scratch->columns;
  const guint32 *group = self->partition->group;
  gsize k = self->n_groups, d = self->d;
  double *partial = self->partial + index * BLOCK * k;

  memset (partial, 0, BLOCK * k * sizeof *partial);
  block_fill (&scratch->columns, self, index);
  if (self->mean != NULL)
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows->count, columns->count, d, 1, rows->points, d,
                 columns->points, d, 0, scratch->dots, BLOCK);
  for (gsize i = 0; i < rows->count; i++)
    for (gsize j = columns->first == rows->first ? i + 1 : 0; j < columns->count; j++)
      {
        double value = self->mean != NULL
                         ? get_value (self, rows, i, columns, j, scratch->dots[i * BLOCK + j])
                         : dg_dissimilarity_get (self->dissimilarity, rows->first + i, columns->first + j);

        partial[i * k + group[columns->first + j]] += value;
        self->sums[(columns->first + j) * k + group[rows->first + i]] += value;
      }
}

static void
add_squares_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  Sums *self = data;
  gsize first = self->rows.first / BLOCK;

  for (gsize i = begin; i < end && !g_cancellable_is_cancelled (self->cancellable); i++)
    add_square (self, &self->scratch[worker], first + i);
}

/* Adds up, in the order of the columns, what the workers found for the rows. */
static void
add_partial (Sums *self)
{
  gsize length = self->rows.count * self->n_groups;
  double *sums = self->sums + self->rows.first * self->n_groups;

  for (gsize index = self->rows.first / BLOCK; index < self->n_blocks; index++)
    {
      const double *partial = self->partial + index * BLOCK * self->n_groups;

      for (gsize k = 0; k < length; k++)
        sums[k] += partial[k];
    }
}

static void
compute (Sums *self, DgParallel *parallel)
{
  guint n_workers = parallel != NULL ? dg_parallel_get_n_workers (parallel) : 1;

  block_init (&self->rows, self->mean != NULL ? self->d : 0);
  self->partial = g_new (double, self->n_blocks * BLOCK * self->n_groups);
  self->scratch = g_new0 (Scratch, n_workers);
  for (guint worker = 0; worker < n_workers; worker++)
    {
      block_init (&self->scratch[worker].columns, self->mean != NULL ? self->d : 0);
      self->scratch[worker].dots = g_new (double, BLOCK * BLOCK);
    }

  for (gsize index = 0; index < self->n_blocks && !g_cancellable_is_cancelled (self->cancellable); index++)
    {
      block_fill (&self->rows, self, index);
      dg_parallel_for (parallel, self->n_blocks - index, 1, add_squares_cb, self);
      add_partial (self);
    }

  for (guint worker = 0; worker < n_workers; worker++)
    {
      block_clear (&self->scratch[worker].columns);
      g_free (self->scratch[worker].dots);
    }
  g_free (self->scratch);
  g_free (self->partial);
  block_clear (&self->rows);
}

double *
dg_group_sums_new (const DgDissimilarity *dissimilarity, const DgPartition *partition, DgParallel *parallel,
                   GCancellable *cancellable, GError **error)
{
  const DgTensor *values = dg_dissimilarity_get_values (dissimilarity);
  gsize d = dg_tensor_get_row_length (values);
  Sums self = { .dissimilarity = dissimilarity,
                .partition = partition,
                .cancellable = cancellable,
                .n = partition->n,
                .d = d,
                .n_groups = partition->n_groups,
                .n_blocks = (partition->n + BLOCK - 1) / BLOCK,
                .values = values->data,
                .inverse_norm = dg_dissimilarity_get_inverse_norms (dissimilarity),
                .threshold = (2 * (double) d + EXTRA_ROUNDINGS) * UNIT_ROUNDOFF / TOLERANCE };

  g_assert (dg_dissimilarity_get_n (dissimilarity) == partition->n);
  self.sums = g_new0 (double, self.n * self.n_groups);
  if (dg_dissimilarity_get_metric (dissimilarity) != DG_METRIC_PRECOMPUTED && d > 0)
    {
      self.mean = g_new (double, d);
      compute_mean (&self, self.mean);
    }
  compute (&self, parallel);
  g_free (self.mean);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    return self.sums;
  g_free (self.sums);
  return NULL;
}
