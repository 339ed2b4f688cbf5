/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rng.h"

#include <math.h>

/* The authors' published sequence for the state 1, 2, 3, 4. */
static void
test_published (void)
{
  const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520),
    G_GUINT64_CONSTANT (0),
    G_GUINT64_CONSTANT (1509978240),
    G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360),
    G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625),
    G_GUINT64_CONSTANT (8476171486693032832),
    G_GUINT64_CONSTANT (10595114339597558777),
    G_GUINT64_CONSTANT (2904607092377533576),
  };
  DgRng rng = { .state = { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (dg_rng_next (&rng), ==, expected[i]);
}

/* Values worked out by integer arithmetic of unbounded width, reduced modulo 2^64. */
static void
test_seeding (void)
{
  DgRng rng;

  dg_rng_init (&rng, 0, 0);
  g_assert_cmphex (rng.state[0], ==, G_GUINT64_CONSTANT (0xa706dd2f4d197e6f));
  g_assert_cmphex (rng.state[3], ==, G_GUINT64_CONSTANT (0xa80aba8c86640906));
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0xfb5405f7bd79c540));
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0x780c98e26cea5883));

  dg_rng_init (&rng, 42, 0);
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0x1ff785474f113b15));

  dg_rng_init (&rng, 42, 1);
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0x584870a53e6ddcdf));
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0x24862b58ab088c44));
  g_assert_cmphex (dg_rng_next (&rng), ==, G_GUINT64_CONSTANT (0xb77af7ea4c59709e));
}

static void
test_uniform (void)
{
  const double expected[] = { 0.34485534700654996, 0.1426722613787509, 0.7167200991646945 };
  const gsize n = 200000;
  guint counts[20] = { 0 };
  double sum = 0.0;
  DgRng rng;

  dg_rng_init (&rng, 42, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (dg_rng_uniform (&rng), ==, expected[i]);
  for (gsize i = 0; i < n; i++)
    {
      double x = dg_rng_uniform (&rng);

      g_assert_true (x >= 0.0 && x < 1.0);
      counts[(int) (x * 20.0)]++;
      sum += x;
    }
  /* Five standard deviations. */
  g_assert_cmpfloat (fabs (sum / n - 0.5), <, 5.0 * sqrt (1.0 / 12.0 / n));
  for (int i = 0; i < 20; i++)
    g_assert_cmpfloat (fabs (counts[i] - n / 20.0), <, 5.0 * sqrt (n / 20.0));
}

static void
test_below (void)
{
  const guint32 expected[] = { 1, 8, 2, 3, 5, 6, 4, 6, 8, 9, 2, 2, 6, 2, 9, 1, 8, 5, 5, 9 };
  /* With a bound of three quarters of 2^32 a quarter of the draws are rejected. */
  const guint32 wide[] = { 2333666350u, 3000724054u, 3106936108u, 2560174799u,
                           769149884u,  408679760u,  2843018479u, 533423757u };
  guint counts[7] = { 0 };
  DgRng rng;

  dg_rng_init (&rng, 42, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (dg_rng_below (&rng, 10), ==, expected[i]);
  dg_rng_init (&rng, 42, 8);
  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    g_assert_cmpuint (dg_rng_below (&rng, 0xc0000000u), ==, wide[i]);
  g_assert_cmpuint (rng.state[0], ==, G_GUINT64_CONSTANT (13043056053370471130));
  for (gsize i = 0; i < 70000; i++)
    {
      guint32 x = dg_rng_below (&rng, 7);

      g_assert_cmpuint (x, <, 7);
      counts[x]++;
    }
  for (int i = 0; i < 7; i++)
    g_assert_cmpfloat (fabs (counts[i] - 10000.0), <, 5.0 * sqrt (10000.0));
  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (dg_rng_below (&rng, 1), ==, 0);
}

static void
test_normal (void)
{
  const gsize n = 200000;
  double sum[5] = { 0.0 };
  gsize beyond = 0;
  DgRng rng;

  dg_rng_init (&rng, 3, 0);
  for (gsize i = 0; i < n; i++)
    {
      double x = dg_rng_normal (&rng);

      g_assert_true (isfinite (x));
      for (int power = 1; power <= 4; power++)
        sum[power] += pow (x, power);
      beyond += fabs (x) > 1.959963984540054;
    }
  /* Moments 0, 1, 0, 3 and the 95 % interval, within five standard deviations. */
  g_assert_cmpfloat (fabs (sum[1] / n), <, 5.0 * sqrt (1.0 / n));
  g_assert_cmpfloat (fabs (sum[2] / n - 1.0), <, 5.0 * sqrt (2.0 / n));
  g_assert_cmpfloat (fabs (sum[3] / n), <, 5.0 * sqrt (15.0 / n));
  g_assert_cmpfloat (fabs (sum[4] / n - 3.0), <, 5.0 * sqrt (96.0 / n));
  g_assert_cmpfloat (fabs ((double) beyond / n - 0.05), <, 5.0 * sqrt (0.05 * 0.95 / n));
}

static void
test_shuffle (void)
{
  guint32 items[1000], again[1000];
  gboolean seen[1000] = { FALSE };
  guint first[5] = { 0 };
  gsize moved = 0;
  DgRng rng;

  for (guint32 i = 0; i < 1000; i++)
    items[i] = again[i] = i;
  dg_rng_init (&rng, 5, 0);
  dg_rng_shuffle (&rng, items, 1000);
  dg_rng_init (&rng, 5, 0);
  dg_rng_shuffle (&rng, again, 1000);
  g_assert_cmpmem (items, sizeof items, again, sizeof again);
  for (guint32 i = 0; i < 1000; i++)
    {
      g_assert_cmpuint (items[i], <, 1000);
      g_assert_false (seen[items[i]]);
      seen[items[i]] = TRUE;
      moved += items[i] != i;
    }
  g_assert_cmpuint (moved, >, 980);

  dg_rng_shuffle (&rng, items, 0);
  /* Each item comes first equally often. */
  for (int i = 0; i < 50000; i++)
    {
      guint32 five[] = { 0, 1, 2, 3, 4 };

      dg_rng_shuffle (&rng, five, 5);
      first[five[0]]++;
    }
  for (int i = 0; i < 5; i++)
    g_assert_cmpfloat (fabs (first[i] - 10000.0), <, 500.0);
}

static void
test_streams (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  static guint64 values[64 * 64];

  for (guint64 seed = 0; seed < 64; seed++)
    for (guint64 stream = 0; stream < 64; stream++)
      {
        guint64 *value = &values[seed * 64 + stream];
        DgRng rng;

        dg_rng_init (&rng, seed, stream);
        *value = dg_rng_next (&rng);
        g_assert_true (g_hash_table_add (seen, value));
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rng/published", test_published);
  g_test_add_func ("/rng/seeding", test_seeding);
  g_test_add_func ("/rng/uniform", test_uniform);
  g_test_add_func ("/rng/below", test_below);
  g_test_add_func ("/rng/normal", test_normal);
  g_test_add_func ("/rng/shuffle", test_shuffle);
  g_test_add_func ("/rng/streams", test_streams);
  return g_test_run ();
}
