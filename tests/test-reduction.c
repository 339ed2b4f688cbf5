/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/reduction.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reduction/interval", test_interval);
  g_test_add_func ("/reduction/all-and-one", test_all_and_one);
  g_test_add_func ("/reduction/counts", test_counts);
  return g_test_run ();
}
