/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that were stopped, killed, or met a full disk, and go on from their checkpoint. */
#include "run/recorder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "recorder-fixture.h"
#include "run/analysis.h"
#include "run/checkpoint.h"
#include "run/manifest.h"
#include "run/snapshot.h"
#include "spot-files.h"
#include "tiny-run.h"

static const char *program;

static void
test_stop_and_resume (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *parts = g_build_filename (fixture->top, "parts", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parts);
  g_autoptr (DgRecorder) recorder = NULL;

  recorder_record (fixture, whole, 6);

  fixture->options->epochs = 6;
  recorder = dg_recorder_new (folder, fixture->options);
  dg_recorder_start (recorder);
  while (dg_recorder_get_progress (recorder).trainer.epoch < 3)
    g_main_context_iteration (NULL, TRUE);
  dg_recorder_stop (recorder);
  recorder_wait_for_end (recorder);
  recorder_resume (parts, 0);
  recorder_assert_same_run (whole, parts, 6);

  /* done already, and less than that */
  recorder_resume (parts, 6);
  recorder_resume (parts, 0);
  recorder_assert_same_run (whole, parts, 6);
  g_set_object (&recorder, dg_recorder_new_resume (folder, 5));
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_VALUE, "6 epochs");
  g_object_unref (recorder);
}

/* The optimiser's state too: steps and both moments of Adam. */
static void
test_resume_adam (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *parts = g_build_filename (fixture->top, "parts", NULL);
  g_autofree char *checkpoint = g_build_filename (parts, "checkpoint.safetensors", NULL);
  g_autofree char *sgd = g_build_filename (fixture->path, "checkpoint.safetensors", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parts);
  g_autoptr (DgRecorder) recorder = NULL;

  recorder_set_autoencoder (fixture);
  recorder_record (fixture, whole, 4);
  recorder_record (fixture, parts, 2);
  recorder_resume (parts, 4);
  recorder_assert_same_run (whole, parts, 4);

  fixture->options->training = dg_trainer_default_options;
  recorder_record (fixture, fixture->path, 1);
  g_assert_cmpint (rename (sgd, checkpoint), ==, 0);
  recorder = dg_recorder_new_resume (folder, 5);
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_MISMATCH, "parts: the saved state is not that of the optimiser “adam”");
}

/* A run made longer ends like one that was made so long; its threads do not matter. */
static void
test_extend (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *parts = g_build_filename (fixture->top, "parts", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parts);
  g_autoptr (DgRun) run = NULL;

  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3, 4, 5 }), 5 * sizeof (guint));
  fixture->options->n_save = 5;
  recorder_record (fixture, whole, 5);
  fixture->options->threads = 1;
  recorder_record (fixture, parts, 2);
  recorder_resume (parts, 3);
  recorder_resume (parts, 5);
  recorder_assert_same_run (whole, parts, 5);
  run = dg_run_open (folder, NULL, NULL);
  g_assert_cmpuint (dg_run_get_options (run)->epochs, ==, 5);
}

static void
forget_snapshot (DgManifest *manifest, const char *path, guint epoch)
{
  g_autofree char *outputs = dg_snapshot_get_path (path, "outputs", epoch);
  g_autofree char *weights = dg_snapshot_get_path (path, "weights", epoch);

  g_assert_cmpint (g_unlink (outputs), ==, 0);
  g_assert_cmpint (g_unlink (weights), ==, 0);
  for (guint i = manifest->saved->len; i-- > 0;)
    if (g_array_index (manifest->saved, guint, i) == epoch)
      g_array_remove_index (manifest->saved, i);
}

/* A run that was stopped, and is to have been made for just the epochs it has, keeps the last of them. */
static void
test_shorten (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autoptr (DgManifest) manifest = NULL;

  recorder_record (fixture, whole, 3);
  recorder_record (fixture, fixture->path, 3);
  manifest = dg_manifest_load (fixture->path, NULL);
  forget_snapshot (manifest, fixture->path, 3);
  manifest->options->epochs = 20;
  g_assert_true (dg_manifest_save (manifest, fixture->path, NULL));
  recorder_resume (fixture->path, 3);
  recorder_assert_same_run (whole, fixture->path, 3);
}

static void
copy_file (const char *from, const char *to, const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (target, contents, length, NULL));
}

/* Every state that the writer can be killed in between two renames: the last files are still those of epoch
 * 2. */
static void
test_killed_between_files (RecorderFixture *fixture, gconstpointer user_data)
{
  static const char *files[] = { "run.json", "checkpoint.safetensors", "metrics.csv", NULL };
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *early = g_build_filename (fixture->top, "early", NULL);
  g_autofree char *left = g_build_filename (fixture->path, "weights", ".epoch_0004.safetensors.AbCdEf.part",
                                            NULL);

  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3, 4 }), 4 * sizeof (guint));
  fixture->options->n_save = 4;
  recorder_record (fixture, whole, 4);
  recorder_record (fixture, early, 2);
  recorder_resume (early, 4);
  recorder_assert_same_run (whole, early, 4);
  for (guint n_old = 1; n_old <= G_N_ELEMENTS (files); n_old++)
    {
      g_autoptr (DgRun) run = NULL;
      g_autoptr (GError) error = NULL;

      tiny_remove (early);
      recorder_record (fixture, early, 2);
      tiny_remove (fixture->path);
      recorder_record (fixture, fixture->path, 4);
      for (guint i = 0; i < n_old && files[i] != NULL; i++)
        copy_file (early, fixture->path, files[i]);
      if (n_old == G_N_ELEMENTS (files))
        {
          g_autofree char *outputs = g_build_filename (fixture->path, "outputs", "epoch_0004.safetensors",
                                                       NULL);
          g_autofree char *weights = g_build_filename (fixture->path, "weights", "epoch_0004.safetensors",
                                                       NULL);

          g_unlink (outputs);
          g_unlink (weights);
          g_assert_true (g_file_set_contents (left, "half", -1, NULL));
        }
      run = dg_run_open (fixture->folder, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (dg_run_has_epoch (run, 2));
      g_assert_false (dg_run_has_epoch (run, 4));
      recorder_resume (fixture->path, 4);
      recorder_assert_same_run (whole, fixture->path, 4);
      g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
    }
}

/* Killed before run.json was there, the folder is not a run, and takes a new one. */
static void
test_killed_early (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *early = g_build_filename (fixture->top, "early", NULL);

  recorder_record (fixture, early, 1);
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0777), ==, 0);
  copy_file (early, fixture->path, "analysis.safetensors");
  copy_file (early, fixture->path, "metrics.csv");
  recorder_record (fixture, fixture->path, 1);
  recorder_assert_same_run (early, fixture->path, 1);
}

#define N_KILLS 4
#define N_KILL_EPOCHS 200 /* in all */

/* Another process trains the run and is killed, over and over, at moments that differ. Each time it trains its part of the
 * epochs, many more than are waited for, and then waits to be killed, however late that is. */
static void
test_kill (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  guint n_killed = 0, rows = 0;

  fixture->options->save = g_new (guint, N_KILL_EPOCHS);
  fixture->options->n_save = N_KILL_EPOCHS;
  for (guint i = 0; i < N_KILL_EPOCHS; i++)
    fixture->options->save[i] = i + 1;
  fixture->options->epochs = N_KILL_EPOCHS;
  recorder_record (fixture, whole, N_KILL_EPOCHS);
  recorder_record (fixture, fixture->path, 1);
  for (guint round = 0; round < N_KILLS; round++)
    {
      g_autofree char *epochs = g_strdup_printf ("%u", (round + 1) * N_KILL_EPOCHS / N_KILLS);
      char *arguments[] = { (char *) program, (char *) "train", fixture->path, epochs, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (DgRun) run = NULL;
      int status;
      GPid pid;

      g_spawn_async (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
      g_assert_no_error (error);
      while (recorder_count_rows (fixture->path) < rows + 3 && waitpid (pid, &status, WNOHANG) == 0)
        g_usleep (500);
      g_usleep (700 * round);
      kill (pid, SIGKILL);
      waitpid (pid, &status, 0);
      n_killed += WIFSIGNALED (status);
      g_spawn_close_pid (pid);
      rows = recorder_count_rows (fixture->path);
      g_assert_cmpuint (rows, >=, 3);
      run = dg_run_open (fixture->folder, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (n_killed, ==, N_KILLS);
  recorder_resume (fixture->path, N_KILL_EPOCHS);
  recorder_assert_same_run (whole, fixture->path, N_KILL_EPOCHS);
}

/* The other process of test_kill(). */
static int
train (const char *path, const char *epochs)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (folder, g_ascii_strtoull (epochs, NULL, 10));

  prctl (PR_SET_PDEATHSIG, SIGKILL); /* a test that failed does not leave it waiting */
  dg_recorder_start (recorder);
  recorder_wait_for_end (recorder);
  while (dg_recorder_get_state (recorder) == DG_RECORDER_FINISHED)
    pause ();
  return 1;
}

static void
test_dataset_changed (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) changed = dg_recorder_new_resume (fixture->folder, 4);
  g_autoptr (DgRecorder) missing = dg_recorder_new_resume (fixture->folder, 4);

  recorder_record (fixture, fixture->path, 2);
  spot_files_write (fixture->data, 2);
  recorder_assert_fails (changed, DG_ERROR, DG_ERROR_MISMATCH, fixture->data);
  tiny_remove (fixture->data);
  dg_recorder_start (missing);
  recorder_wait_for_end (missing);
  g_assert_cmpint (dg_recorder_get_state (missing), ==, DG_RECORDER_FAILED);
  g_assert_nonnull (strstr (dg_recorder_get_error (missing)->message, fixture->data));
}

static void
set_input_scale (const char *path, const DgInputScale *scale)
{
  g_autoptr (DgManifest) manifest = dg_manifest_load (path, NULL);

  manifest->input_scale = *scale;
  g_assert_true (dg_manifest_save (manifest, path, NULL));
}

/* A run goes on with its own scale of the pixels; one that names none is of the time when all had the default. */
static void
test_input_scale (RecorderFixture *fixture, gconstpointer user_data)
{
  const DgInputScale none = { 0 }, customary = dg_input_scale_get_default (1);
  const DgInputScale colour = dg_input_scale_get_default (3);
  g_autofree char *old = g_build_filename (fixture->top, "old", NULL);
  g_autofree char *same = g_build_filename (fixture->top, "same", NULL);
  g_autofree char *old_checkpoint = g_build_filename (old, "checkpoint.safetensors", NULL);
  g_autofree char *checkpoint = g_build_filename (fixture->path, "checkpoint.safetensors", NULL);
  g_autofree char *old_contents = NULL, *contents = NULL;
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (fixture->folder, 3);
  gsize length;

  recorder_record (fixture, old, 1);
  recorder_record (fixture, same, 1);
  recorder_record (fixture, fixture->path, 1);
  set_input_scale (old, &none);
  set_input_scale (same, &customary);
  recorder_resume (old, 2);
  recorder_resume (same, 2);
  recorder_resume (fixture->path, 2);
  recorder_assert_same_run (old, same, 2);
  g_assert_true (g_file_get_contents (old_checkpoint, &old_contents, &length, NULL));
  g_assert_true (g_file_get_contents (checkpoint, &contents, &length, NULL));
  g_assert_cmpint (memcmp (old_contents, contents, length), !=, 0);

  set_input_scale (fixture->path, &colour);
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_MISMATCH, "“input” is for 3 channels, the images have 1");
}

static void
test_checkpoint_damaged (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *checkpoint = g_build_filename (fixture->path, "checkpoint.safetensors", NULL);
  g_autofree char *analysis = g_build_filename (fixture->path, "analysis.safetensors", NULL);
  DgRecorder *recorder;

  recorder_record (fixture, fixture->path, 1);
  g_assert_cmpint (truncate (checkpoint, 2000), ==, 0);
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, checkpoint);
  g_assert_finalize_object (recorder);
  copy_file (fixture->path, fixture->top, "analysis.safetensors");
  g_assert_cmpint (rename (analysis, checkpoint), ==, 0);
  copy_file (fixture->top, fixture->path, "analysis.safetensors");
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_NAME, checkpoint);
  g_assert_finalize_object (recorder);
  g_unlink (checkpoint);
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  recorder_assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, checkpoint);
  g_assert_finalize_object (recorder);
}

/* A checkpoint is believed as far as the next epoch goes, but what is there is looked for where it is. */
static void
test_checkpoint_of_late_epoch (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgTrainerState) state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL;
  const guint *epochs;
  gsize n;

  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3 }), 3 * sizeof (guint));
  fixture->options->n_save = 3;
  recorder_record (fixture, fixture->path, 2);
  state = dg_checkpoint_load (fixture->path, &error);
  g_assert_no_error (error);
  state->epoch = G_MAXUINT;
  g_assert_true (dg_checkpoint_save (state, fixture->path, NULL));
  recorder_resume (fixture->path, 0);
  run = dg_run_open (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  epochs = dg_run_get_epochs (run, &n);
  g_assert_cmpmem (epochs, n * sizeof *epochs, ((guint[]) { 1, 2 }), 2 * sizeof (guint));
}

/* A generator that is stuck would draw for ever. */
static void
test_generator_stuck (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *checkpoint = g_build_filename (fixture->path, "checkpoint.safetensors", NULL);
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (fixture->folder, 2);
  g_autoptr (DgTrainerState) state = NULL;

  recorder_record (fixture, fixture->path, 1);
  state = dg_checkpoint_load (fixture->path, NULL);
  memset (state->rng, 0, sizeof state->rng);
  g_assert_true (dg_checkpoint_save (state, fixture->path, NULL));
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, checkpoint);
}

/* Sets the last of the rows, which lie behind the labels. */
static void
set_last_row (const char *path, gsize n, gint64 row)
{
  g_autofree char *file = g_build_filename (path, "analysis.safetensors", NULL);
  g_autofree char *contents = NULL;
  guint64 header_size;
  gsize length;

  g_assert_true (g_file_get_contents (file, &contents, &length, NULL));
  memcpy (&header_size, contents, sizeof header_size);
  memcpy (contents + sizeof header_size + header_size + (2 * n - 1) * sizeof row, &row, sizeof row);
  g_assert_true (g_file_set_contents (file, contents, length, NULL));
}

/* However many images run.json says there are: those of the dataset are what the rows are taken from. */
static void
test_rows_beyond_dataset (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (fixture->folder, 2);
  g_autoptr (DgManifest) manifest = NULL;
  g_autoptr (DgAnalysis) analysis = NULL;

  recorder_record (fixture, fixture->path, 1);
  manifest = dg_manifest_load (fixture->path, NULL);
  set_last_row (fixture->path, fixture->options->analysis, manifest->n_dataset);
  manifest->n_dataset++;
  g_assert_true (dg_manifest_save (manifest, fixture->path, NULL));
  analysis = dg_analysis_load (fixture->path, g_strv_length (manifest->class_names), manifest->n_dataset, NULL);
  g_assert_cmpint (analysis->index[analysis->n - 1], ==, manifest->n_dataset - 1);
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, "“index”");
}

/* A run that does not say where its log-likelihoods are keeps the layers it names. */
static void
test_no_log_likelihood (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgManifest) manifest = NULL;

  recorder_record (fixture, fixture->path, 1);
  manifest = dg_manifest_load (fixture->path, NULL);
  g_clear_pointer (&manifest->log_likelihood, g_free);
  g_assert_true (dg_manifest_save (manifest, fixture->path, NULL));
  recorder_resume (fixture->path, 2);
  g_assert_cmpuint (recorder_count_rows (fixture->path), ==, 2);
}

static struct rlimit old_limit;

static void
limit_cb (DgRun *run, guint epoch, gpointer data)
{
  struct rlimit small = old_limit;

  small.rlim_cur = 5000;
  setrlimit (RLIMIT_FSIZE, &small);
}

static void
limit_run_cb (DgRecorder *recorder, GParamSpec *pspec, gpointer data)
{
  g_signal_connect (dg_recorder_get_run (recorder), "epoch-added", G_CALLBACK (limit_cb), NULL);
}

/* No more can be written once the first epoch is there: training ends with that, and the run is good. */
static void
test_full (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *other = g_build_filename (fixture->top, "other", NULL);
  g_autoptr (GFile) other_folder = g_file_new_for_path (other);
  g_autoptr (DgRecorder) recorder = NULL;
  g_autoptr (DgRecorder) new_recorder = dg_recorder_new (other_folder, fixture->options);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old_limit);
  fixture->options->epochs = 100000;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  g_signal_connect (recorder, "notify::run", G_CALLBACK (limit_run_cb), NULL);
  dg_recorder_start (recorder);
  recorder_wait_for_end (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FAILED);
  g_assert_true (dg_recorder_get_error (recorder)->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (dg_recorder_get_error (recorder)->message, "File too large"));
  g_assert_nonnull (strstr (dg_recorder_get_error (recorder)->message, fixture->path));

  dg_recorder_start (new_recorder);
  recorder_wait_for_end (new_recorder);
  g_assert_cmpint (dg_recorder_get_state (new_recorder), ==, DG_RECORDER_FAILED);
  setrlimit (RLIMIT_FSIZE, &old_limit);
  g_assert_null (dg_run_open (other_folder, NULL, NULL));

  run = dg_run_open (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dg_run_has_epoch (run, 1));
  recorder_resume (fixture->path, recorder_count_rows (fixture->path) + 1);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 4 && strcmp (argv[1], "train") == 0)
    return train (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/resume/" name, RecorderFixture, NULL, recorder_set_up, func, recorder_tear_down)
  ADD ("stop-and-resume", test_stop_and_resume);
  ADD ("adam", test_resume_adam);
  ADD ("extend", test_extend);
  ADD ("shorten", test_shorten);
  ADD ("killed-between-files", test_killed_between_files);
  ADD ("killed-early", test_killed_early);
  ADD ("kill", test_kill);
  ADD ("dataset-changed", test_dataset_changed);
  ADD ("input-scale", test_input_scale);
  ADD ("checkpoint-damaged", test_checkpoint_damaged);
  ADD ("checkpoint-of-late-epoch", test_checkpoint_of_late_epoch);
  ADD ("generator-stuck", test_generator_stuck);
  ADD ("rows-beyond-dataset", test_rows_beyond_dataset);
  ADD ("no-log-likelihood", test_no_log_likelihood);
  ADD ("full", test_full);
#undef ADD
  return g_test_run ();
}
