/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/partition.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"

static DgPartition *
make_partition (const guint32 *group, gsize n, gsize n_groups)
{
  DgPartition *self = dg_partition_new (n, n_groups);

  memcpy (self->group, group, n * sizeof *group);
  return self;
}

static DgPartition *
draw_partition (DgRng *rng, gsize n, guint32 n_groups)
{
  DgPartition *self = dg_partition_new (n, n_groups);

  for (gsize i = 0; i < n; i++)
    self->group[i] = dg_rng_below (rng, n_groups);
  return self;
}

/* By looking at every pair: a together in both, b and c in one, d in none (Hubert and Arabie's equation 5 as
 * Steinley 2004 writes it). */
static double
naive_compare (const DgPartition *x, const DgPartition *y)
{
  double a = 0, b = 0, c = 0, d = 0;

  for (gsize i = 0; i < x->n; i++)
    for (gsize j = i + 1; j < x->n; j++)
      {
        gboolean in_x = x->group[i] == x->group[j], in_y = y->group[i] == y->group[j];

        *(in_x ? (in_y ? &a : &b) : (in_y ? &c : &d)) += 1;
      }
  return 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d));
}

static void
test_from_classes (void)
{
  const guint8 classes[] = { 3, 0, 3, 1 };
  g_autoptr (DgPartition) partition = dg_partition_new_from_classes (classes, 4);
  g_autofree gsize *counts = dg_partition_count (partition);
  const guint32 samples[] = { 2, 3 };
  g_autoptr (DgPartition) part = dg_partition_restrict (partition, samples, 2);

  g_assert_cmpuint (partition->n_groups, ==, 4);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[2], ==, 0);
  g_assert_cmpuint (counts[3], ==, 2);
  g_assert_cmpuint (part->n, ==, 2);
  g_assert_cmpuint (part->group[0], ==, 3);
  g_assert_cmpuint (part->group[1], ==, 1);
}

static void
test_compare (void)
{
  DgRng rng;

  dg_rng_init (&rng, 5, 0);
  for (guint round = 0; round < 200; round++)
    {
      gsize n = 3 + dg_rng_below (&rng, 60);
      g_autoptr (DgPartition) a = draw_partition (&rng, n, 2 + dg_rng_below (&rng, 6));
      g_autoptr (DgPartition) b = draw_partition (&rng, n, 2 + dg_rng_below (&rng, 6));
      double expected = naive_compare (a, b);

      if (isnan (expected))
        continue;
      g_assert_cmpfloat_with_epsilon (dg_partition_compare (a, b), expected, 1e-12);
      g_assert_cmpfloat_with_epsilon (dg_partition_compare (b, a), expected, 1e-12);
    }
}

/* The same groups under other numbers are the same partition. */
static void
test_same (void)
{
  const guint32 group[] = { 0, 0, 1, 2, 2, 1 }, renamed[] = { 7, 7, 0, 3, 3, 0 }, one[6] = { 0 };
  const guint32 single[] = { 0, 1, 2, 3, 4, 5 };
  g_autoptr (DgPartition) a = make_partition (group, 6, 3), b = make_partition (renamed, 6, 8);
  g_autoptr (DgPartition) whole = make_partition (one, 6, 1), apart = make_partition (single, 6, 6);

  g_assert_cmpfloat (dg_partition_compare (a, b), ==, 1);
  g_assert_cmpfloat (dg_partition_compare (whole, whole), ==, 1);
  g_assert_cmpfloat (dg_partition_compare (apart, apart), ==, 1);
  g_assert_cmpfloat (dg_partition_compare (whole, apart), ==, 0);
}

/* {a b c} {d e f} against {a b} {c d} {e f} has 2 pairs in
 * common of 6 and 3, of 15 in all. */
static void
test_by_hand (void)
{
  const guint32 halves[] = { 0, 0, 0, 1, 1, 1 }, thirds[] = { 0, 0, 1, 1, 2, 2 };
  g_autoptr (DgPartition) a = make_partition (halves, 6, 2), b = make_partition (thirds, 6, 3);

  g_assert_cmpfloat_with_epsilon (dg_partition_compare (a, b), (2 - 1.2) / (4.5 - 1.2), 1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/partition/from-classes", test_from_classes);
  g_test_add_func ("/partition/compare", test_compare);
  g_test_add_func ("/partition/same", test_same);
  g_test_add_func ("/partition/by-hand", test_by_hand);
  return g_test_run ();
}
