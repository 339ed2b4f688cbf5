/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/parallel.h"

#include <stdatomic.h>

static const guint team_sizes[] = { 1, 2, 4 };

typedef struct
{
  gint calls[8]; /* per worker; plain, so that a missing happens-before shows under ThreadSanitizer */
  guint n_workers;
} Region;

static void
count_cb (guint worker, guint n_workers, gpointer data)
{
  Region *region = data;

  region->calls[worker]++;
  if (worker == 0)
    region->n_workers = n_workers;
}

static void
count_call_cb (guint worker, guint n_workers, gpointer data)
{
  _Atomic guint *calls = data;

  atomic_fetch_add (calls, 1);
}

static void
test_run (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (team_sizes); t++)
    {
      g_autoptr (DgParallel) team = dg_parallel_new (team_sizes[t]);
      Region region = { 0 };

      g_assert_cmpuint (dg_parallel_get_n_workers (team), ==, team_sizes[t]);
      for (int i = 1; i <= 3; i++)
        {
          dg_parallel_run (team, count_cb, &region);
          g_assert_cmpuint (region.n_workers, ==, team_sizes[t]);
          for (guint w = 0; w < 8; w++)
            g_assert_cmpint (region.calls[w], ==, w < team_sizes[t] ? i : 0);
        }
    }
}

static void
test_default_size (void)
{
  g_autoptr (DgParallel) team = dg_parallel_new (0);

  g_assert_cmpuint (dg_parallel_get_n_workers (team), ==, g_get_num_processors ());
}

/* A number from a file, such as run.json, does not take the memory or the system's threads. */
static void
test_too_many (void)
{
  g_autoptr (DgParallel) team = dg_parallel_new (G_MAXUINT);
  guint n_workers = dg_parallel_get_n_workers (team);
  _Atomic guint calls = 0;

  g_assert_cmpuint (n_workers, >=, 1);
  g_assert_cmpuint (n_workers, <=, DG_PARALLEL_MAX_THREADS);
  dg_parallel_run (team, count_call_cb, &calls);
  g_assert_cmpuint (calls, ==, n_workers);
}

/* Regions shorter than a wake-up, with sleeps among them so that both ways of waiting are taken. */
static void
test_tiny_regions (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (team_sizes); t++)
    {
      g_autoptr (DgParallel) team = dg_parallel_new (team_sizes[t]);
      Region region = { 0 };
      const gint n = 3000;

      for (gint i = 0; i < n; i++)
        {
          dg_parallel_run (team, count_cb, &region);
          if (i % 300 == 0)
            g_usleep (2000);
        }
      for (guint w = 0; w < team_sizes[t]; w++)
        g_assert_cmpint (region.calls[w], ==, n);
    }
}

typedef struct
{
  DgParallel *team;
  gint values[8]; /* per worker */
  gint faults[8]; /* per worker */
  gint rounds;
} Rounds;

/* Every worker writes, all wait, every worker reads what the others wrote, all wait. */
static void
barrier_cb (guint worker, guint n_workers, gpointer data)
{
  Rounds *rounds = data;

  for (gint round = 1; round <= rounds->rounds; round++)
    {
      if (round % 100 == 0 && worker == n_workers - 1)
        g_usleep (1000);
      rounds->values[worker] = round;
      dg_parallel_barrier (rounds->team);
      for (guint w = 0; w < n_workers; w++)
        rounds->faults[worker] += rounds->values[w] != round;
      dg_parallel_barrier (rounds->team);
    }
}

static void
test_barrier (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (team_sizes); t++)
    {
      g_autoptr (DgParallel) team = dg_parallel_new (team_sizes[t]);
      Rounds rounds = { .team = team, .rounds = 500 };

      dg_parallel_run (team, barrier_cb, &rounds);
      dg_parallel_run (team, barrier_cb, &rounds);
      for (guint w = 0; w < team_sizes[t]; w++)
        {
          g_assert_cmpint (rounds.values[w], ==, 500);
          g_assert_cmpint (rounds.faults[w], ==, 0);
        }
    }
}

typedef struct
{
  guint8 *visits; /* (n) */
  gsize n;
  gsize grain;
  guint n_workers;
  _Atomic gsize pieces;
  _Atomic guint faults;
} Cover;

static void
cover_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  Cover *cover = data;

  atomic_fetch_add (&cover->pieces, 1);
  if (begin >= end || end > cover->n || end - begin > MAX (cover->grain, 1) || worker >= cover->n_workers)
    atomic_fetch_add (&cover->faults, 1);
  for (gsize i = begin; i < end; i++)
    cover->visits[i]++;
}

static void
assert_covers (DgParallel *team, gsize n, gsize grain)
{
  g_autofree guint8 *visits = g_new0 (guint8, n + 1);
  Cover cover = { .visits = visits, .n = n, .grain = grain };
  gsize step = MAX (grain, 1);

  cover.n_workers = team != NULL ? dg_parallel_get_n_workers (team) : 1;
  dg_parallel_for (team, n, grain, cover_cb, &cover);
  g_assert_cmpuint (cover.faults, ==, 0);
  g_assert_cmpuint (cover.pieces, ==, n / step + (n % step != 0));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (visits[i], ==, 1);
}

static void
test_for (void)
{
  const gsize counts[] = { 0, 1, 2, 7, 1000 };
  const gsize grains[] = { 0, 1, 3, 7, 64, 5000, G_MAXSIZE / 2 + 1, G_MAXSIZE };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (grains); j++)
      {
        assert_covers (NULL, counts[i], grains[j]);
        for (gsize t = 0; t < G_N_ELEMENTS (team_sizes); t++)
          {
            g_autoptr (DgParallel) team = dg_parallel_new (team_sizes[t]);

            assert_covers (team, counts[i], grains[j]);
          }
      }
}

static void
inner_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  atomic_fetch_add ((_Atomic gsize *) data, end - begin);
}

static void
outer_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  for (gsize i = begin; i < end; i++)
    {
      g_autoptr (DgParallel) team = dg_parallel_new (2);

      dg_parallel_for (team, 100, 3, inner_cb, data);
      dg_parallel_for (NULL, 10, 3, inner_cb, data);
    }
}

/* A region may run teams of its own, each belonging to one worker. */
static void
test_nested (void)
{
  g_autoptr (DgParallel) team = dg_parallel_new (2);
  _Atomic gsize count = 0;

  dg_parallel_for (team, 16, 1, outer_cb, &count);
  g_assert_cmpuint (count, ==, 16 * 110);
}

static void
test_unused (void)
{
  for (int i = 0; i < 50; i++)
    {
      DgParallel *team = dg_parallel_new (4);

      g_assert_cmpuint (dg_parallel_get_n_workers (team), ==, 4);
      dg_parallel_free (team);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parallel/run", test_run);
  g_test_add_func ("/parallel/default-size", test_default_size);
  g_test_add_func ("/parallel/too-many", test_too_many);
  g_test_add_func ("/parallel/tiny-regions", test_tiny_regions);
  g_test_add_func ("/parallel/barrier", test_barrier);
  g_test_add_func ("/parallel/for", test_for);
  g_test_add_func ("/parallel/nested", test_nested);
  g_test_add_func ("/parallel/unused", test_unused);
  return g_test_run ();
}
