/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/progress-words.h"

#include "tiny-run.h"

static void
check_duration (double seconds, const char *expected)
{
  g_autofree char *words = dg_progress_words_duration (seconds);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_duration (void)
{
  check_duration (0, "0 s");
  check_duration (0.2, "1 s");
  check_duration (118.2, "119 s");
  check_duration (119.5, "2 min");
  check_duration (121, "2 min");
  check_duration (59 * 60 + 40, "60 min");
  check_duration (2 * 3600 + 5 * 60, "2 h 05 min");
}

static void
test_fraction (void)
{
  DgRecorderProgress progress = { .epochs = 4 };

  g_assert_cmpfloat (dg_progress_get_fraction (&progress), ==, 0);
  progress.trainer = (DgTrainerProgress){ .epoch = 3, .batch = 50, .n_batches = 100 };
  g_assert_cmpfloat_with_epsilon (dg_progress_get_fraction (&progress), 2.5 / 4, 1e-12);
  progress.trainer = (DgTrainerProgress){ .epoch = 4, .batch = 100, .n_batches = 100 };
  g_assert_cmpfloat (dg_progress_get_fraction (&progress), ==, 1);
  progress.epochs = 0;
  g_assert_cmpfloat (dg_progress_get_fraction (&progress), ==, 0);
}

static void
check_words (DgRecorderState state, const DgRecorderProgress *progress, DgRun *run, const char *expected)
{
  g_autofree char *words = dg_progress_words (state, progress, run);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_training (void)
{
  DgRecorderProgress progress = {
    .trainer = { .epoch = 3, .batch = 97, .n_batches = 188, .images_per_second = 24512 },
    .epochs = 20,
    .seconds_left = 56,
  };

  check_words (DG_RECORDER_PREPARING, &progress, NULL, "Opening the images…");
  check_words (DG_RECORDER_TRAINING, &progress, NULL,
               "epoch 3 of 20 · batch \u200797 of 188 · 24\u00a0500 images/s · 56 s left");
  check_words (DG_RECORDER_PAUSED, &progress, NULL, "Paused · epoch 3 of 20 · batch \u200797 of 188");
  progress.seconds_left = -1;
  progress.trainer.images_per_second = 0;
  check_words (DG_RECORDER_TRAINING, &progress, NULL, "epoch 3 of 20 · batch \u200797 of 188");
  progress.trainer.n_batches = 1875;
  check_words (DG_RECORDER_TRAINING, &progress, NULL,
               "epoch 3 of 20 · batch \u2007\u00a0\u200797 of 1\u00a0875");
}

static void
test_idle (void)
{
  g_autoptr (TinyRun) files = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  DgRecorderProgress progress = { .seconds_left = -1 };

  tiny_run_add_epoch (files, 1);
  run = tiny_run_open (files);
  check_words (DG_RECORDER_IDLE, &progress, NULL, "");
  check_words (DG_RECORDER_IDLE, &progress, run, "beasts · epoch 1 of 20");
  check_words (DG_RECORDER_STOPPED, &progress, run, "beasts · stopped after epoch 1 of 20");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress-words/duration", test_duration);
  g_test_add_func ("/progress-words/fraction", test_fraction);
  g_test_add_func ("/progress-words/training", test_training);
  g_test_add_func ("/progress-words/idle", test_idle);
  return g_test_run ();
}
