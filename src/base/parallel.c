/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/parallel.h"

#include <cblas.h>
#include <stdatomic.h>

/* A mini-batch takes about half a millisecond; sleeping and waking costs a tenth of that. Workers therefore look a
 * short while for the next region before they sleep. */
#define SPINS 4000

typedef struct
{
  DgParallel *team;
  guint worker;
  GThread *thread;
} Worker;

struct _DgParallel
{
  guint n_workers;
  Worker *workers; /* (n_workers), the first is the caller */
  GMutex mutex;
  GCond changed;
  DgParallelFunc func;
  gpointer data;
  gboolean ending;
  _Atomic guint region;  /* counts up: a new one is to be run */
  _Atomic guint running; /* workers still in the region */
  _Atomic guint waiting; /* workers at the barrier */
  _Atomic guint barrier; /* counts up: the barrier opened */
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

/* Returns when *@counter differs from @seen. */
static void
wait_for_change (DgParallel *self, _Atomic guint *counter, guint seen)
{
  for (int i = 0; i < SPINS; i++)
    {
      if (atomic_load_explicit (counter, memory_order_acquire) != seen)
        return;
      relax ();
    }
  g_mutex_lock (&self->mutex);
  while (atomic_load_explicit (counter, memory_order_acquire) == seen)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static void
advance (DgParallel *self, _Atomic guint *counter)
{
  g_mutex_lock (&self->mutex);
  atomic_fetch_add_explicit (counter, 1, memory_order_release);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
finish_region (DgParallel *self)
{
  g_mutex_lock (&self->mutex);
  atomic_fetch_sub_explicit (&self->running, 1, memory_order_release);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gpointer
work (gpointer data)
{
  Worker *me = data;
  DgParallel *self = me->team;
  guint seen = 0;

  for (;;)
    {
      wait_for_change (self, &self->region, seen);
      seen++;
      if (self->ending)
        return NULL;
      self->func (me->worker, self->n_workers, self->data);
      finish_region (self);
    }
}

/* FALSE where the system has no more threads. */
static gboolean
add_worker (DgParallel *self)
{
  Worker *worker = &self->workers[self->n_workers];

  *worker = (Worker) { self, self->n_workers, NULL };
  if (self->n_workers > 0)
    worker->thread = g_thread_try_new ("dg-worker", work, worker, NULL);
  if (self->n_workers > 0 && worker->thread == NULL)
    return FALSE;
  self->n_workers++;
  return TRUE;
}

DgParallel *
dg_parallel_new (guint n_threads)
{
  DgParallel *self = g_new0 (DgParallel, 1);

  openblas_set_num_threads (1);
  n_threads = MIN (n_threads > 0 ? n_threads : g_get_num_processors (), DG_PARALLEL_MAX_THREADS);
  self->workers = g_new0 (Worker, n_threads);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  while (self->n_workers < n_threads && add_worker (self))
    ;
  return self;
}

void
dg_parallel_free (DgParallel *self)
{
  self->ending = TRUE;
  advance (self, &self->region);
  for (guint i = 1; i < self->n_workers; i++)
    g_thread_join (self->workers[i].thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->workers);
  g_free (self);
}

guint
dg_parallel_get_n_workers (const DgParallel *self)
{
  return self->n_workers;
}

void
dg_parallel_run (DgParallel *self, DgParallelFunc func, gpointer data)
{
  guint left;

  self->func = func;
  self->data = data;
  atomic_store_explicit (&self->running, self->n_workers - 1, memory_order_relaxed);
  if (self->n_workers > 1)
    advance (self, &self->region);
  func (0, self->n_workers, data);
  while ((left = atomic_load_explicit (&self->running, memory_order_acquire)) > 0)
    wait_for_change (self, &self->running, left);
}

void
dg_parallel_barrier (DgParallel *self)
{
  guint seen = atomic_load_explicit (&self->barrier, memory_order_acquire);

  if (atomic_fetch_add_explicit (&self->waiting, 1, memory_order_acq_rel) + 1 == self->n_workers)
    {
      atomic_store_explicit (&self->waiting, 0, memory_order_relaxed);
      advance (self, &self->barrier);
    }
  else
    wait_for_change (self, &self->barrier, seen);
}

typedef struct
{
  gsize n, grain;
  _Atomic gsize next;
  DgParallelRangeFunc func;
  gpointer data;
} Range;

static void
take_pieces (guint worker, guint n_workers, gpointer data)
{
  Range *range = data;
  gsize begin;

  while ((begin = atomic_fetch_add (&range->next, range->grain)) < range->n)
    range->func (begin, MIN (begin + range->grain, range->n), worker, range->data);
}

void
dg_parallel_for (DgParallel *self, gsize n, gsize grain, DgParallelRangeFunc func, gpointer data)
{
  /* A grain beyond n would let the counter wrap round. */
  Range range = { .n = n, .grain = CLAMP (grain, 1, MAX (n, 1)), .func = func, .data = data };

  if (self == NULL || self->n_workers == 1 || range.grain >= n)
    take_pieces (0, 1, &range);
  else
    dg_parallel_run (self, take_pieces, &range);
}
