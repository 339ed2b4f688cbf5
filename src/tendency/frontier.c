/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/frontier.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "tendency/clones.h"

/* Columns that are compared before a branch. */
#define CHUNK 64

/* Columns of a product that one worker takes at a time, at most. */
#define GRAIN 1024

/* Products of fewer pairs of numbers are over before another worker is awake. */
#define MIN_SHARED_WORK 1000000

/* Reached columns are taken out when they are this part of all. */
#define REACHED_SHARE 8

#define NONE G_MAXUINT32

/* Not yet summed in double. */
#define UNKNOWN (-1.0)

/* A reached point whose row is put off: no pair of it that was not offered has a separation below @bound. */
typedef struct
{
  float bound;
  guint32 point;
} Deferred;

struct _DgFrontier
{
  const DgDissimilarity *dissimilarity;
  const DgDistinct *distinct;
  const DgEmbedding *embedding;
  const DgNeighbours *neighbours;
  DgParallel *parallel;
  gsize batch;

  /* Columns: the points not reached, ascending, and reached ones until they are taken out. */
  gsize n, n_reached;
  guint32 *point;       /* (n) */
  float *coordinates;   /* (n, d) */
  float *low, *high;    /* (n) as the embedding's */
  float *rest;          /* (n) last bound of the neighbours' list; NaN if reached */
  guint32 *parent;      /* (n) reached point */
  double *exact;        /* (n) the key if it is known */
  float *lower, *upper; /* (n) bounds of the key as a separation; NaN if reached */

  guint32 *column;       /* (points) where a point is, NONE if reached */
  guint32 *position;     /* (points) when a point was reached */
  guint32 n_positions;
  gsize *back_begin;     /* (points + 1) */
  guint32 *back;         /* entries of the neighbours' lists by the point that they name */
  Deferred *deferred;    /* (n_deferred) heap, smallest bound first */
  gsize n_deferred;

  guint32 *rows;     /* (n_batch) points whose rows are being computed */
  gsize n_batch;
  float *row_points; /* (batch, d) */
  float **dots;      /* (n_workers) scratch, (batch, GRAIN) each */
  guint n_workers;
};

static void
push_deferred (DgFrontier *self, guint32 point, float bound)
{
  gsize at = self->n_deferred++;

  for (; at > 0 && self->deferred[(at - 1) / 2].bound > bound; at = (at - 1) / 2)
    self->deferred[at] = self->deferred[(at - 1) / 2];
  self->deferred[at] = (Deferred){ bound, point };
}

static guint32
pop_deferred (DgFrontier *self)
{
  guint32 point = self->deferred[0].point;
  Deferred last = self->deferred[--self->n_deferred];
  gsize at = 0, child;

  while ((child = 2 * at + 1) < self->n_deferred)
    {
      if (child + 1 < self->n_deferred && self->deferred[child + 1].bound < self->deferred[child].bound)
        child++;
      if (last.bound <= self->deferred[child].bound)
        break;
      self->deferred[at] = self->deferred[child];
      at = child;
    }
  self->deferred[at] = last;
  return point;
}

/* Sorts the entries of all lists by the point they name. */
static void
index_lists (DgFrontier *self)
{
  const DgNeighbours *neighbours = self->neighbours;
  gsize n = neighbours->n, n_entries = n * neighbours->k;
  g_autofree gsize *fill = NULL;

  self->back_begin = g_new0 (gsize, n + 1);
  for (gsize i = 0; i < n_entries; i++)
    if (neighbours->point[i] != DG_DISTINCT_NONE)
      self->back_begin[neighbours->point[i] + 1]++;
  for (gsize i = 0; i < n; i++)
    self->back_begin[i + 1] += self->back_begin[i];
  fill = g_memdup2 (self->back_begin, (n + 1) * sizeof *fill);
  self->back = g_new (guint32, MAX (n_entries, 1));
  for (gsize i = 0; i < n_entries; i++)
    if (neighbours->point[i] != DG_DISTINCT_NONE)
      self->back[fill[neighbours->point[i]]++] = i;
}

DgFrontier *
dg_frontier_new (const DgDissimilarity *dissimilarity, const DgDistinct *distinct,
                 const DgEmbedding *embedding, const DgNeighbours *neighbours, gsize batch,
                 DgParallel *parallel)
{
  DgFrontier *self = g_new0 (DgFrontier, 1);
  gsize n = embedding->n, d = embedding->d;

  g_assert (n * neighbours->k < G_MAXUINT32 && batch >= 1);
  self->dissimilarity = dissimilarity;
  self->distinct = distinct;
  self->embedding = embedding;
  self->neighbours = neighbours;
  self->parallel = parallel;
  self->batch = batch;
  self->n = n;
  self->point = g_new (guint32, n);
  self->coordinates = g_memdup2 (embedding->points, n * d * sizeof (float));
  self->low = g_memdup2 (embedding->low, n * sizeof (float));
  self->high = g_memdup2 (embedding->high, n * sizeof (float));
  self->rest = g_new (float, n);
  self->parent = g_new (guint32, n);
  self->exact = g_new (double, n);
  self->lower = g_new (float, n);
  self->upper = g_new (float, n);
  self->column = g_new (guint32, n);
  self->position = g_new0 (guint32, n);
  self->deferred = g_new (Deferred, n);
  self->rows = g_new (guint32, batch);
  self->row_points = g_new (float, batch * d);
  self->n_workers = parallel != NULL ? dg_parallel_get_n_workers (parallel) : 1;
  self->dots = g_new0 (float *, self->n_workers);
  for (gsize c = 0; c < n; c++)
    {
      self->point[c] = self->column[c] = c;
      self->rest[c] = neighbours->bound[(c + 1) * neighbours->k - 1];
      self->parent[c] = NONE;
      self->exact[c] = UNKNOWN;
      self->lower[c] = self->upper[c] = INFINITY;
    }
  index_lists (self);
  return self;
}

void
dg_frontier_free (DgFrontier *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    g_free (self->dots[i]);
  g_free (self->dots);
  g_free (self->row_points);
  g_free (self->rows);
  g_free (self->deferred);
  g_free (self->back);
  g_free (self->back_begin);
  g_free (self->position);
  g_free (self->column);
  g_free (self->upper);
  g_free (self->lower);
  g_free (self->exact);
  g_free (self->parent);
  g_free (self->rest);
  g_free (self->high);
  g_free (self->low);
  g_free (self->coordinates);
  g_free (self->point);
  g_free (self);
}

static double
get_dissimilarity (const DgFrontier *self, guint32 a, guint32 b)
{
  return dg_dissimilarity_get (self->dissimilarity, self->distinct->first[a], self->distinct->first[b]);
}

static void
set_exact (DgFrontier *self, gsize column, guint32 parent, double key)
{
  self->parent[column] = parent;
  self->exact[column] = key;
  self->lower[column] = dg_embedding_lower_bound (self->embedding, key);
  self->upper[column] = dg_embedding_upper_bound (self->embedding, key);
}

static void
make_exact (DgFrontier *self, gsize column)
{
  if (self->exact[column] == UNKNOWN)
    set_exact (self, column, self->parent[column],
               get_dissimilarity (self, self->parent[column], self->point[column]));
}

/* Offers a column a reached point as its parent; @lower and @upper bound their separation. */
static void
offer (DgFrontier *self, gsize column, guint32 point, float lower, float upper)
{
  double key;

  if (lower > self->upper[column] || point == self->parent[column])
    return;
  if (upper < self->lower[column])
    {
      self->parent[column] = point;
      self->exact[column] = UNKNOWN;
      self->lower[column] = lower;
      self->upper[column] = upper;
      return;
    }
  make_exact (self, column);
  key = get_dissimilarity (self, point, self->point[column]);
  if (key < self->exact[column]
      || (key == self->exact[column] && self->position[point] < self->position[self->parent[column]]))
    set_exact (self, column, point, key);
}

/* Whether a column of the chunk may take the point as its parent.
 * @low, @dots, @upper: (CHUNK) */
DG_VECTOR_CLONES static gboolean
may_take (const float *low, float own_low, const float *dots, const float *upper)
{
  int any = 0;

  for (guint k = 0; k < CHUNK; k++)
    any |= (low[k] + own_low) - 2 * dots[k] <= upper[k];
  return any;
}

/* Offers a point to the columns @begin … @end - 1.
 * @dots: (end - begin) products */
static void
offer_to_all (DgFrontier *self, guint32 point, gsize begin, gsize end, const float *dots)
{
  float own_low = self->embedding->low[point], own_high = self->embedding->high[point];

  for (gsize first = begin; first < end; first += CHUNK)
    {
      gsize stop = MIN (first + CHUNK, end);

      if (stop - first == CHUNK
          && !may_take (self->low + first, own_low, dots + (first - begin), self->upper + first))
        continue;
      /* A NaN, of a column that is reached, fails the comparison. */
      for (gsize c = first; c < stop; c++)
        if ((self->low[c] + own_low) - 2 * dots[c - begin] <= self->upper[c])
          offer (self, c, point, (self->low[c] + own_low) - 2 * dots[c - begin],
                 (self->high[c] + own_high) - 2 * dots[c - begin]);
    }
}

static void
compute_columns (gsize begin, gsize end, guint worker, gpointer data)
{
  DgFrontier *self = data;
  gsize d = self->embedding->d;
  float *dots;

  if (self->dots[worker] == NULL)
    self->dots[worker] = g_new (float, self->batch * GRAIN);
  dots = self->dots[worker];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, self->n_batch, end - begin, d, 1, self->row_points, d,
               self->coordinates + begin * d, d, 0, dots, GRAIN);
  for (gsize i = 0; i < self->n_batch; i++)
    offer_to_all (self, self->rows[i], begin, end, dots + i * GRAIN);
}

/* Offers the deferred points of the smallest bounds to all columns. */
static void
compute_rows (DgFrontier *self)
{
  gsize d = self->embedding->d, share = (self->n + self->n_workers - 1) / self->n_workers;
  DgParallel *parallel;

  self->n_batch = MIN (self->batch, self->n_deferred);
  for (gsize i = 0; i < self->n_batch; i++)
    {
      self->rows[i] = pop_deferred (self);
      memcpy (self->row_points + i * d, self->embedding->points + self->rows[i] * d, d * sizeof (float));
    }
  parallel = self->n_batch * self->n * d >= MIN_SHARED_WORK ? self->parallel : NULL;
  dg_parallel_for (parallel, self->n, CLAMP (share, CHUNK, GRAIN), compute_columns, self);
}

/* Takes the reached columns out. */
static void
compact (DgFrontier *self)
{
  gsize d = self->embedding->d, count = 0;

  for (gsize c = 0; c < self->n; c++)
    {
      if (isnan (self->upper[c]))
        continue;
      self->column[self->point[c]] = count;
      self->point[count] = self->point[c];
      memmove (self->coordinates + count * d, self->coordinates + c * d, d * sizeof (float));
      self->low[count] = self->low[c];
      self->high[count] = self->high[c];
      self->rest[count] = self->rest[c];
      self->parent[count] = self->parent[c];
      self->exact[count] = self->exact[c];
      self->lower[count] = self->lower[c];
      self->upper[count] = self->upper[c];
      count++;
    }
  self->n = count;
  self->n_reached = 0;
}

/* Offers @point to @other, one of which lists the other with @dot as their product. */
static void
offer_listed (DgFrontier *self, guint32 point, guint32 other, float dot)
{
  guint32 column = self->column[other];

  if (column != NONE)
    offer (self, column, point, (self->low[column] + self->embedding->low[point]) - 2 * dot,
           (self->high[column] + self->embedding->high[point]) - 2 * dot);
}

void
dg_frontier_reach (DgFrontier *self, guint32 point)
{
  const DgNeighbours *neighbours = self->neighbours;
  gsize k = neighbours->k, column = self->column[point];

  push_deferred (self, point, self->rest[column]);
  self->position[point] = self->n_positions++;
  self->column[point] = NONE;
  self->rest[column] = self->lower[column] = self->upper[column] = NAN;
  self->n_reached++;
  for (gsize i = point * k; i < (point + 1) * k && neighbours->point[i] != DG_DISTINCT_NONE; i++)
    offer_listed (self, point, neighbours->point[i], neighbours->dot[i]);
  for (gsize i = self->back_begin[point]; i < self->back_begin[point + 1]; i++)
    offer_listed (self, point, self->back[i] / k, neighbours->dot[self->back[i]]);
  if (self->n_reached * REACHED_SHARE >= self->n)
    compact (self);
}

/* @values: (n); NaN is passed over. */
DG_VECTOR_CLONES static float
find_minimum (const float *values, gsize n)
{
  float lane[CHUNK], minimum = INFINITY;
  gsize first = 0;

  for (guint k = 0; k < CHUNK; k++)
    lane[k] = INFINITY;
  for (; first + CHUNK <= n; first += CHUNK)
    for (guint k = 0; k < CHUNK; k++)
      lane[k] = values[first + k] < lane[k] ? values[first + k] : lane[k];
  for (; first < n; first++)
    lane[0] = values[first] < lane[0] ? values[first] : lane[0];
  for (guint k = 0; k < CHUNK; k++)
    minimum = MIN (minimum, lane[k]);
  return minimum;
}

/* Whether a value of the chunk is at most @limit.
 * @values: (CHUNK) */
DG_VECTOR_CLONES static gboolean
reaches_down (const float *values, float limit)
{
  int any = 0;

  for (guint k = 0; k < CHUNK; k++)
    any |= values[k] <= limit;
  return any;
}

guint32
dg_frontier_find_nearest (DgFrontier *self, guint32 *parent, double *key)
{
  float limit = find_minimum (self->upper, self->n);
  gsize nearest = self->n;

  /* A pair that was not offered is no nearer than either of its points' rests. */
  while (self->n_deferred > 0 && self->deferred[0].bound <= limit
         && find_minimum (self->rest, self->n) <= limit)
    {
      compute_rows (self);
      limit = find_minimum (self->upper, self->n);
    }
  for (gsize first = 0; first < self->n; first += CHUNK)
    {
      gsize end = MIN (first + CHUNK, self->n);

      if (end - first == CHUNK && !reaches_down (self->lower + first, limit))
        continue;
      for (gsize c = first; c < end; c++)
        if (self->lower[c] <= limit)
          {
            make_exact (self, c);
            if (nearest == self->n || self->exact[c] < self->exact[nearest])
              nearest = c;
          }
    }
  *parent = self->parent[nearest];
  *key = self->exact[nearest];
  return self->point[nearest];
}
