/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reduction-words.h"

static void
test_agreement (void)
{
  const struct
  {
    double rand_index, difference;
    const char *words;
  } cases[] = {
    { 1, 0, "the same blocks, distances kept" },
    { 0.9, 0.1, "the same blocks, distances kept" },
    { 0.89, 0.11, "mostly the same blocks, distances a little longer" },
    { 0.6, 0.26, "some of the blocks, distances longer" },
    { 0.49, 0.51, "other blocks, distances much longer" },
    { -0.1, 1.7, "other blocks, distances much longer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DgAgreement agreement = { .rand_index = cases[i].rand_index, .difference = cases[i].difference };
      g_autofree char *words = dg_reduction_words_agreement (&agreement);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_method_and_time (void)
{
  DgReductionOptions options = DG_REDUCTION_OPTIONS_INIT;
  g_autofree char *interval = dg_reduction_words_method (&options);
  g_autofree char *lot = NULL, *short_time = dg_reduction_words_time (0.02384);
  g_autofree char *long_time = dg_reduction_words_time (1.25);

  options.method = DG_REDUCTION_MMRS;
  options.clusters = 12;
  options.seed = 7;
  lot = dg_reduction_words_method (&options);
  g_assert_cmpstr (interval, ==, "at equal intervals");
  g_assert_cmpstr (lot, ==, "by maximin sampling (12 clusters, seed 7)");
  g_assert_cmpstr (short_time, ==, "23.8 ms");
  g_assert_cmpstr (long_time, ==, "1.25 s");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reduction-words/agreement", test_agreement);
  g_test_add_func ("/reduction-words/method-and-time", test_method_and_time);
  return g_test_run ();
}
