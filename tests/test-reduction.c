/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/reduction.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "sample-data.h"

static void
test_interval (void)
{
  const guint32 order[] = { 6, 2, 9, 0, 5, 1, 8, 3, 7, 4 };
  const guint32 expected[] = { 0, 6, 8 }; /* positions 0, 3, 6 */
  g_autofree guint32 *samples = dg_reduction_interval (order, 10, 3);

  g_assert_cmpmem (samples, 3 * sizeof *samples, expected, sizeof expected);
}

static void
test_all_and_one (void)
{
  const guint32 order[] = { 2, 0, 3, 1 }, all[] = { 0, 1, 2, 3 };
  g_autofree guint32 *kept = dg_reduction_interval (order, 4, 4);
  g_autofree guint32 *one = dg_reduction_interval (order, 4, 1);

  g_assert_cmpmem (kept, sizeof all, all, sizeof all);
  g_assert_cmpuint (one[0], ==, 2);
}

/* Every count keeps that many different samples, in ascending order. */
static void
test_counts (void)
{
  guint32 order[97];

  for (guint32 k = 0; k < 97; k++)
    order[k] = k * 40 % 97;
  for (gsize count = 1; count <= 97; count++)
    {
      g_autofree guint32 *samples = dg_reduction_interval (order, 97, count);

      for (gsize i = 1; i < count; i++)
        g_assert_cmpuint (samples[i - 1], <, samples[i]);
      g_assert_cmpuint (samples[count - 1], <, 97);
    }
}

static void
test_methods (void)
{
  g_autoptr (GError) error = NULL;
  DgReductionMethod method;

  for (DgReductionMethod i = DG_REDUCTION_INTERVAL; i <= DG_REDUCTION_MMRS; i++)
    {
      g_assert_true (dg_reduction_method_parse (dg_reduction_method_to_string (i), &method, NULL));
      g_assert_cmpint (method, ==, i);
    }
  g_assert_false (dg_reduction_method_parse ("random", &method, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "interval, mmrs"));
}

static DgDissimilarity *
make_dissimilarity (DataKind kind, gsize n)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 3, 4);

  return dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
}

/* As many different samples as asked for, ascending; all where all are. */
static void
test_mmrs_counts (void)
{
  const gsize n = 90, sets[] = { 1, 2, 7, 90, 200 };

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize s = 0; s < G_N_ELEMENTS (sets); s++)
      for (gsize count = 1; count <= n; count += count == 1 ? 1 : 11)
        {
          g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (kind, n);
          g_autofree guint32 *samples = dg_reduction_mmrs (dissimilarity, sets[s], count, 1);

          for (gsize i = 1; i < count; i++)
            g_assert_cmpuint (samples[i - 1], <, samples[i]);
          g_assert_cmpuint (samples[count - 1], <, n);
        }
}

static void
test_mmrs_seed (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (DATA_NORMAL, 300);
  g_autofree guint32 *one = dg_reduction_mmrs (dissimilarity, 10, 50, 1);
  g_autofree guint32 *again = dg_reduction_mmrs (dissimilarity, 10, 50, 1);
  g_autofree guint32 *two = dg_reduction_mmrs (dissimilarity, 10, 50, 2);

  g_assert_cmpmem (one, 50 * sizeof *one, again, 50 * sizeof *again);
  g_assert_cmpint (memcmp (one, two, 50 * sizeof *one), !=, 0);
}

/* The sets by the words of the paper.
 * @set: (n)
 * Returns: how many there are */
static gsize
naive_sets (const DgDissimilarity *dissimilarity, gsize n_sets, guint32 *set)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity), count = 1;
  g_autofree guint32 *distinguished = g_new0 (guint32, n_sets);

  for (; count < n_sets; count++)
    {
      double largest = 0;

      for (guint32 i = 0; i < n; i++)
        {
          double nearest = INFINITY;

          for (gsize t = 0; t < count; t++)
            nearest = MIN (nearest, dg_dissimilarity_get (dissimilarity, i, distinguished[t]));
          if (nearest > largest)
            {
              largest = nearest;
              distinguished[count] = i;
            }
        }
      if (largest == 0)
        break;
    }
  for (gsize i = 0; i < n; i++)
    {
      set[i] = 0;
      for (guint32 t = 1; t < count; t++)
        if (dg_dissimilarity_get (dissimilarity, i, distinguished[t])
            < dg_dissimilarity_get (dissimilarity, i, distinguished[set[i]]))
          set[i] = t;
    }
  return count;
}

/* Every set has its share, to less than one sample beside the first. */
static void
test_mmrs_shares (void)
{
  const gsize n = 120, n_sets = 9, count = 40;

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    {
      g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (kind, n);
      g_autofree guint32 *samples = dg_reduction_mmrs (dissimilarity, n_sets, count, 3);
      g_autofree guint32 *set = g_new (guint32, n);
      gsize found = naive_sets (dissimilarity, n_sets, set), kept[9] = { 0 }, sizes[9] = { 0 };

      for (gsize i = 0; i < n; i++)
        sizes[set[i]]++;
      for (gsize i = 0; i < count; i++)
        kept[set[samples[i]]]++;
      for (gsize t = 0; t < found; t++)
        {
          double share = 1 + (double) (count - found) * (sizes[t] - 1) / (n - found);

          g_assert_cmpuint (kept[t], >=, 1);
          g_assert_cmpuint (kept[t], <=, sizes[t]);
          g_assert_cmpfloat (fabs (kept[t] - share), <, 1);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reduction/interval", test_interval);
  g_test_add_func ("/reduction/all-and-one", test_all_and_one);
  g_test_add_func ("/reduction/counts", test_counts);
  g_test_add_func ("/reduction/methods", test_methods);
  g_test_add_func ("/reduction/mmrs/counts", test_mmrs_counts);
  g_test_add_func ("/reduction/mmrs/seed", test_mmrs_seed);
  g_test_add_func ("/reduction/mmrs/shares", test_mmrs_shares);
  return g_test_run ();
}
