/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/settling.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define NOON (1764072000 * SECOND) /* of some day */

/* Whether a file changed so many seconds before noon is waited for, so many seconds after it. */
static gboolean
wait_for (DgSettling *settling, gint64 changed, gint64 after)
{
  return dg_settling_wait_for (settling, "epoch_1", NOON - changed * SECOND, NOON + after * SECOND,
                               (1000 + after) * SECOND);
}

/* At first only the file's date tells. */
static void
test_first_look (void)
{
  g_autoptr (DgSettling) settling = dg_settling_new ();

  g_assert_true (wait_for (settling, 1, 0));
  g_assert_true (wait_for (settling, 9, 0));
  g_assert_true (wait_for (settling, -9, 0)); /* a clock that is a little ahead */
}

static void
test_old (void)
{
  g_autoptr (DgSettling) settling = dg_settling_new ();

  g_assert_false (wait_for (settling, 60, 0));
  dg_settling_end_first_look (settling);
  g_assert_false (wait_for (settling, 60, 5));
}

/* One that stays as it is is given up, one that grows is not. */
static void
test_later (void)
{
  g_autoptr (DgSettling) settling = dg_settling_new ();

  g_assert_true (wait_for (settling, 0, 0));
  dg_settling_end_first_look (settling);
  g_assert_true (wait_for (settling, 0, 9));
  g_assert_false (wait_for (settling, 0, 11));
  g_assert_true (wait_for (settling, -11, 12));
  g_assert_true (wait_for (settling, -11, 20));
  g_assert_false (wait_for (settling, -11, 23));
  dg_settling_forget (settling, "epoch_1");
}

/* By the clock of the machine that writes it, it was written an hour ago, or will be. */
static void
test_other_clocks (void)
{
  g_autoptr (DgSettling) settling = dg_settling_new ();

  dg_settling_end_first_look (settling);
  g_assert_true (wait_for (settling, 3600, 0));
  g_assert_true (wait_for (settling, 3600, 9));
  g_assert_true (wait_for (settling, 3591, 10)); /* it has grown */
  g_assert_true (wait_for (settling, 3591, 19));
  g_assert_false (wait_for (settling, 3591, 21));
  dg_settling_forget (settling, "epoch_1");
  g_assert_true (wait_for (settling, -3600, 30));
  g_assert_false (wait_for (settling, -3600, 41));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settling/first-look", test_first_look);
  g_test_add_func ("/settling/old", test_old);
  g_test_add_func ("/settling/later", test_later);
  g_test_add_func ("/settling/other-clocks", test_other_clocks);
  return g_test_run ();
}
