/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/step-name.h"

static void
test_split (void)
{
  static const struct
  {
    const char *name, *rest;
    guint step;
  } names[] = {
    { "fc1_epoch_3", "fc1", 3 },
    { "epoch_0012", "", 12 },
    { "epoch3/fc1", "fc1", 3 },
    { "a/Epoch 7/b", "a/b", 7 },
    { "fc1-step-200", "fc1", 200 },
    { "global_step=5:fc1", "fc1", 5 },
    { "iteration:9", "", 9 },
    { "iter10.fc1", "fc1", 10 },
    { "checkpoint-0", "", 0 },
    { "epochs_step4", "epochs", 4 },
  };
  static const char *const others[] = { "", "fc1", "fc1:00200", "steps", "step", "epoch_", "restep3", "footstep9",
                                        "epoch_99999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *rest = NULL;
      guint step;

      g_assert_true (dg_step_name_split (names[i].name, &rest, &step));
      g_assert_cmpstr (rest, ==, names[i].rest);
      g_assert_cmpuint (step, ==, names[i].step);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *rest = NULL;
      guint step;

      g_assert_false (dg_step_name_split (others[i], &rest, &step));
      g_assert_null (rest);
    }
}

static void
test_parse (void)
{
  guint step;

  g_assert_true (dg_step_name_parse ("00200", &step));
  g_assert_cmpuint (step, ==, 200);
  g_assert_true (dg_step_name_parse ("0", &step));
  g_assert_cmpuint (step, ==, 0);
  g_assert_false (dg_step_name_parse ("", &step));
  g_assert_false (dg_step_name_parse ("+1", &step));
  g_assert_false (dg_step_name_parse ("1a", &step));
  g_assert_false (dg_step_name_parse ("4294967296", &step));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-name/split", test_split);
  g_test_add_func ("/step-name/parse", test_parse);
  return g_test_run ();
}
