/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/neighbours.h"

#include <cblas.h>
#include <math.h>

#include "tendency/clones.h"

/* Pairs are looked at in squares of at most this side, smaller ones where that would be few. */
#define MAX_BLOCK 512
#define MIN_BLOCK 64
#define BLOCKS_A_SIDE 16

/* Pairs that are compared before a branch. */
#define CHUNK 64

typedef struct
{
  guint32 row, column;
} Task;

typedef struct
{
  const DgDissimilarity *dissimilarity;
  const DgDistinct *distinct;
  const DgEmbedding *embedding;
  GCancellable *cancellable;
  DgNeighbours *neighbours;

  gsize block, n_blocks, n_tasks;
  Task *tasks;   /* (n_tasks) pairs of blocks */
  float **dots;  /* (n_workers) scratch, (block, block) each, allocated when first needed */
  GMutex *locks; /* (n_blocks) guard the lists of a block's points and @limit */
  float *limit;  /* (n) the last bound of each list */

  GMutex lock;      /* guards what follows */
  double largest;   /* the largest dissimilarity so far */
  guint32 low;      /* the lower of its two samples */
  float threshold;  /* a lower bound of its separation */
} Search;

static float
get_threshold (Search *self)
{
  float threshold;

  g_mutex_lock (&self->lock);
  threshold = self->threshold;
  g_mutex_unlock (&self->lock);
  return threshold;
}

/* Offers a pair, a < b, as the farthest. Returns the new threshold. */
static float
offer_farthest (Search *self, gsize a, gsize b)
{
  guint32 low = self->distinct->first[a], high = self->distinct->first[b];
  double value = dg_dissimilarity_get (self->dissimilarity, low, high);
  float threshold;

  g_mutex_lock (&self->lock);
  if (value > self->largest || (value == self->largest && low < self->low))
    {
      self->largest = value;
      self->low = low;
      self->threshold = dg_embedding_lower_bound (self->embedding, value);
    }
  threshold = self->threshold;
  g_mutex_unlock (&self->lock);
  return threshold;
}

/* Lists @other, which is nearer than the last, for @point. */
static void
list_neighbour (Search *self, gsize point, guint32 other, float bound, float dot)
{
  gsize k = self->neighbours->k, at;
  guint32 *points = self->neighbours->point + point * k;
  float *bounds = self->neighbours->bound + point * k, *dots = self->neighbours->dot + point * k;

  for (at = k - 1; at > 0 && bounds[at - 1] > bound; at--)
    {
      points[at] = points[at - 1];
      bounds[at] = bounds[at - 1];
      dots[at] = dots[at - 1];
    }
  points[at] = other;
  bounds[at] = bound;
  dots[at] = dot;
  self->limit[point] = bounds[k - 1];
}

/* Whether a pair of the chunk may be listed by one of its points, or be the farthest.
 * @low, @high, @limit, @dots: (CHUNK) */
DG_VECTOR_CLONES static gboolean
matters (const float *low, const float *high, const float *limit, const float *dots, float own_low,
         float own_high, float own_limit, float threshold)
{
  int any = 0;

  for (guint k = 0; k < CHUNK; k++)
    {
      float lower = (low[k] + own_low) - 2 * dots[k], upper = (high[k] + own_high) - 2 * dots[k];

      any |= (lower < own_limit) | (lower < limit[k]) | (upper >= threshold);
    }
  return any;
}

/* Looks at the pairs of @point and the points @begin … @end - 1 after it.
 * @dots: (end - begin) products */
static void
scan_row (Search *self, gsize point, gsize begin, gsize end, const float *dots)
{
  const float *low = self->embedding->low, *high = self->embedding->high;
  float threshold = get_threshold (self);

  for (gsize first = begin; first < end; first += CHUNK)
    {
      gsize stop = MIN (first + CHUNK, end);

      if (stop - first == CHUNK
          && !matters (low + first, high + first, self->limit + first, dots + (first - begin), low[point],
                       high[point], self->limit[point], threshold))
        continue;
      for (gsize other = first; other < stop; other++)
        {
          float dot = dots[other - begin];
          float lower = (low[other] + low[point]) - 2 * dot;

          if (lower < self->limit[point])
            list_neighbour (self, point, other, lower, dot);
          if (lower < self->limit[other])
            list_neighbour (self, other, point, lower, dot);
          if ((high[other] + high[point]) - 2 * dot >= threshold)
            threshold = offer_farthest (self, point, other);
        }
    }
}

static void
search_block (Search *self, const Task *task, float *dots)
{
  const DgEmbedding *embedding = self->embedding;
  gsize d = embedding->d, n = embedding->n;
  gsize row = task->row * self->block, column = task->column * self->block;
  gsize n_rows = MIN (self->block, n - row), n_columns = MIN (self->block, n - column);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n_rows, n_columns, d, 1, embedding->points + row * d,
               d, embedding->points + column * d, d, 0, dots, self->block);
  g_mutex_lock (&self->locks[task->row]);
  if (column != row)
    g_mutex_lock (&self->locks[task->column]);
  for (gsize i = 0; i < n_rows; i++)
    {
      gsize begin = MAX (column, row + i + 1);

      scan_row (self, row + i, begin, column + n_columns, dots + i * self->block + (begin - column));
    }
  if (column != row)
    g_mutex_unlock (&self->locks[task->column]);
  g_mutex_unlock (&self->locks[task->row]);
}

static void
search_blocks (gsize begin, gsize end, guint worker, gpointer data)
{
  Search *self = data;

  if (self->dots[worker] == NULL)
    self->dots[worker] = g_new (float, self->block * self->block);
  for (gsize i = begin; i < end && !g_cancellable_is_cancelled (self->cancellable); i++)
    search_block (self, &self->tasks[i], self->dots[worker]);
}

/* Lists the pairs of blocks along diagonals: what workers do at the same time seldom shares a block. */
static void
list_tasks (Search *self)
{
  self->tasks = g_new (Task, self->n_blocks * (self->n_blocks + 1) / 2);
  for (guint32 distance = 0; distance < self->n_blocks; distance++)
    for (guint32 row = 0; row + distance < self->n_blocks; row++)
      self->tasks[self->n_tasks++] = (Task){ row, row + distance };
}

static void
search (Search *self, DgParallel *parallel)
{
  guint n_workers = parallel != NULL ? dg_parallel_get_n_workers (parallel) : 1;

  self->block = CLAMP (self->embedding->n / BLOCKS_A_SIDE, MIN_BLOCK, MAX_BLOCK);
  self->n_blocks = (self->embedding->n + self->block - 1) / self->block;
  list_tasks (self);
  self->dots = g_new0 (float *, n_workers);
  self->locks = g_new (GMutex, self->n_blocks);
  for (gsize i = 0; i < self->n_blocks; i++)
    g_mutex_init (&self->locks[i]);
  g_mutex_init (&self->lock);

  dg_parallel_for (parallel, self->n_tasks, 1, search_blocks, self);

  g_mutex_clear (&self->lock);
  for (gsize i = 0; i < self->n_blocks; i++)
    g_mutex_clear (&self->locks[i]);
  for (guint i = 0; i < n_workers; i++)
    g_free (self->dots[i]);
  g_free (self->dots);
  g_free (self->locks);
  g_free (self->tasks);
}

DgNeighbours *
dg_neighbours_new (const DgDissimilarity *dissimilarity, const DgDistinct *distinct,
                   const DgEmbedding *embedding, gsize k, DgParallel *parallel, GCancellable *cancellable,
                   GError **error)
{
  gsize n = embedding->n;
  g_autoptr (DgNeighbours) self = g_new0 (DgNeighbours, 1);
  g_autofree float *limit = g_new (float, n);
  Search task = { .dissimilarity = dissimilarity,
                  .distinct = distinct,
                  .embedding = embedding,
                  .cancellable = cancellable,
                  .neighbours = self,
                  .limit = limit,
                  .largest = -1,
                  .threshold = -INFINITY };

  g_assert (k >= 1 && n == distinct->n_points);
  self->n = n;
  self->k = k;
  self->point = g_new (guint32, n * k);
  self->bound = g_new (float, n * k);
  self->dot = g_new (float, n * k);
  for (gsize i = 0; i < n * k; i++)
    {
      self->point[i] = DG_DISTINCT_NONE;
      self->bound[i] = INFINITY;
      self->dot[i] = 0;
    }
  for (gsize i = 0; i < n; i++)
    limit[i] = INFINITY;
  search (&task, parallel);
  self->largest = MAX (task.largest, 0);
  self->farthest = task.low;
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&self);
}

void
dg_neighbours_free (DgNeighbours *self)
{
  g_free (self->point);
  g_free (self->bound);
  g_free (self->dot);
  g_free (self);
}
