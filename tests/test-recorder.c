/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/recorder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "run/metrics.h"
#include "run/run-writer.h"
#include "run/snapshot.h"
#include "spot-files.h"
#include "tiny-run.h"

static const char *program;

typedef struct
{
  char *top, *data;
  char *path; /* of the run */
  GFile *folder;
  DgRunOptions *options;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->top = g_dir_make_tmp ("dg-recorder-XXXXXX", NULL);
  fixture->data = g_build_filename (fixture->top, "data", NULL);
  fixture->path = g_build_filename (fixture->top, "deep", "run", NULL);
  fixture->folder = g_file_new_for_path (fixture->path);
  g_mkdir (fixture->data, 0777);
  spot_files_write (fixture->data, 1);
  fixture->options = dg_run_options_new ();
  g_free (fixture->options->data);
  fixture->options->data = g_strdup (fixture->data);
  g_free (fixture->options->network);
  fixture->options->network = g_strdup (SPOT_NETWORK);
  fixture->options->epochs = 4;
  fixture->options->analysis = 50;
  fixture->options->threads = 2;
  fixture->options->training.batch_size = 20;
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  tiny_remove (fixture->top);
  dg_run_options_free (fixture->options);
  g_object_unref (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->data);
  g_free (fixture->top);
}

static gboolean
too_late_cb (gpointer data)
{
  g_assert_not_reached (); /* the recorder has not ended */
  return G_SOURCE_REMOVE;
}

static gboolean
has_ended (DgRecorder *recorder)
{
  return dg_recorder_get_state (recorder) >= DG_RECORDER_STOPPED;
}

static void
wait_for_end (DgRecorder *recorder)
{
  guint timeout = g_timeout_add_seconds (60, too_late_cb, NULL);

  while (!has_ended (recorder))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
wait_for_state (DgRecorder *recorder, DgRecorderState state)
{
  while (dg_recorder_get_state (recorder) != state && !has_ended (recorder))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, state);
}

static void
assert_finishes (DgRecorder *recorder)
{
  dg_recorder_start (recorder);
  wait_for_end (recorder);
  g_assert_no_error (dg_recorder_get_error (recorder));
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FINISHED);
}

static void
assert_fails (DgRecorder *recorder, GQuark domain, int code, const char *fault)
{
  const GError *error;

  dg_recorder_start (recorder);
  wait_for_end (recorder);
  error = dg_recorder_get_error (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FAILED);
  g_assert_error (error, domain, code);
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

static void
record (Fixture *fixture, const char *path, guint epochs)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRunOptions) options = dg_run_options_copy (fixture->options);
  g_autoptr (DgRecorder) recorder = NULL;

  options->epochs = epochs;
  recorder = dg_recorder_new (folder, options);
  assert_finishes (recorder);
}

static void
resume (const char *path, guint epochs)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (folder, epochs);

  assert_finishes (recorder);
}

static void
assert_same_file (const char *first, const char *second, const char *name)
{
  g_autofree char *first_path = g_build_filename (first, name, NULL);
  g_autofree char *second_path = g_build_filename (second, name, NULL);
  g_autofree char *first_contents = NULL, *second_contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize first_length, second_length;

  g_file_get_contents (first_path, &first_contents, &first_length, &error);
  g_assert_no_error (error);
  g_file_get_contents (second_path, &second_contents, &second_length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (first_contents, first_length, second_contents, second_length);
}

/* Everything but the seconds that training took. */
static void
assert_same_run (const char *first, const char *second, guint n_epochs)
{
  const char *path[] = { first, second };
  g_autoptr (GArray) metrics_0 = dg_metrics_load (first, NULL);
  g_autoptr (GArray) metrics_1 = dg_metrics_load (second, NULL);

  assert_same_file (first, second, "checkpoint.safetensors");
  assert_same_file (first, second, "analysis.safetensors");
  g_assert_cmpuint (metrics_0->len, ==, n_epochs);
  g_assert_cmpuint (metrics_1->len, ==, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    {
      const DgEpochMetrics *a = &g_array_index (metrics_0, DgEpochMetrics, i);
      const DgEpochMetrics *b = &g_array_index (metrics_1, DgEpochMetrics, i);

      g_assert_cmpuint (a->epoch, ==, i + 1);
      g_assert_cmpuint (b->epoch, ==, i + 1);
      g_assert_cmpfloat (a->train_loss, ==, b->train_loss);
      g_assert_cmpfloat (a->test_loss, ==, b->test_loss);
      g_assert_cmpfloat (a->test_accuracy, ==, b->test_accuracy);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (path[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (DgRun) run = dg_run_open (folder, NULL, &error);
      const guint *epochs;
      gsize n;

      g_assert_no_error (error);
      epochs = dg_run_get_epochs (run, &n);
      g_assert_true (dg_run_has_epoch (run, n_epochs));
      for (gsize j = 0; j < n; j++)
        {
          g_autofree char *outputs = g_strdup_printf ("outputs/epoch_%04u.safetensors", epochs[j]);
          g_autofree char *weights = g_strdup_printf ("weights/epoch_%04u.safetensors", epochs[j]);

          assert_same_file (first, second, outputs);
          assert_same_file (first, second, weights);
        }
    }
}

typedef struct
{
  GArray *epochs;
  guint n_progress, n_metrics, n_ended;
  GString *states;
} Log;

static void
epoch_added_cb (DgRun *run, guint epoch, Log *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epoch, "R2", &error);

  g_assert_no_error (error);
  g_assert_true (dg_run_has_epoch (run, epoch));
  g_array_append_val (log->epochs, epoch);
}

static void
metrics_changed_cb (DgRun *run, Log *log)
{
  log->n_metrics++;
}

static void
run_cb (DgRecorder *recorder, GParamSpec *pspec, Log *log)
{
  DgRun *run = dg_recorder_get_run (recorder);

  g_signal_connect (run, "epoch-added", G_CALLBACK (epoch_added_cb), log);
  g_signal_connect (run, "metrics-changed", G_CALLBACK (metrics_changed_cb), log);
}

static void
state_cb (DgRecorder *recorder, GParamSpec *pspec, Log *log)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (DG_TYPE_RECORDER_STATE);
  DgRecorderState state;

  g_object_get (recorder, "state", &state, NULL);
  g_assert_cmpint (state, ==, dg_recorder_get_state (recorder));
  g_string_append_printf (log->states, "%s ", g_enum_get_value (klass, state)->value_nick);
}

static void
progress_cb (DgRecorder *recorder, Log *log)
{
  DgRecorderProgress progress = dg_recorder_get_progress (recorder);

  g_assert_cmpuint (progress.epochs, ==, 4);
  g_assert_cmpuint (progress.trainer.epoch, >=, 1);
  g_assert_cmpuint (progress.trainer.epoch, <=, 4);
  g_assert_cmpuint (progress.trainer.batch, <=, progress.trainer.n_batches);
  g_assert_cmpuint (progress.trainer.n_batches, ==, SPOT_N_TRAIN / 20);
  log->n_progress++;
}

static void
ended_cb (DgRecorder *recorder, Log *log)
{
  log->n_ended++;
}

static void
watch (DgRecorder *recorder, Log *log)
{
  g_signal_connect (recorder, "notify::run", G_CALLBACK (run_cb), log);
  g_signal_connect (recorder, "notify::state", G_CALLBACK (state_cb), log);
  g_signal_connect (recorder, "progress", G_CALLBACK (progress_cb), log);
  g_signal_connect (recorder, "ended", G_CALLBACK (ended_cb), log);
}

static void
test_record (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) states = g_string_new (NULL);
  Log log = { epochs, .states = states };
  DgRecorder *recorder = dg_recorder_new (fixture->folder, fixture->options);
  g_autoptr (DgDataset) dataset = dg_dataset_open (fixture->data, NULL, NULL);
  const DgImages *images = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  g_autoptr (DgTensor) log_likelihood = NULL;
  const DgRunOptions *options;
  const DgEpochMetrics *metrics;
  const DgRunLayer *layers;
  guint height, width, channels, n_right = 0;
  gsize n;
  DgRun *run;

  watch (recorder, &log);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_IDLE);
  assert_finishes (recorder);
  g_assert_cmpstr (states->str, ==, "preparing training finished ");
  g_assert_cmpuint (log.n_ended, ==, 1);
  g_assert_cmpuint (log.n_progress, >=, 1);
  g_assert_cmpuint (log.n_metrics, >=, 1);
  g_assert_cmpuint (epochs->len, ==, 3); /* 1, 2 and the last */
  g_assert_cmpuint (g_array_index (epochs, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (epochs, guint, 1), ==, 2);
  g_assert_cmpuint (g_array_index (epochs, guint, 2), ==, 4);

  run = g_object_ref (dg_recorder_get_run (recorder));
  g_assert_finalize_object (recorder);
  metrics = dg_run_get_metrics (run, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (metrics[3].test_accuracy, >, 0.5);
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (layers[0].name, ==, "P1");
  g_assert_cmpuint (layers[0].n_dims, ==, 3);
  g_assert_cmpuint (layers[0].shape[0], ==, 3);
  g_assert_cmpstr (layers[1].name, ==, "R2");
  g_assert_cmpstr (layers[2].name, ==, "S3");

  g_assert_cmpuint (dg_run_get_n_samples (run), ==, 50);
  for (gsize i = 0; i < 50; i++)
    {
      gint64 row = dg_run_get_index (run)[i];

      g_assert_cmpuint (dg_run_get_labels (run)[i], ==, images->labels[row]);
      g_assert_cmpmem (dg_run_get_image (run, i, &height, &width, &channels), 144, images->pixels + row * 144,
                       144);
    }
  g_assert_cmpuint (height, ==, 12);
  g_assert_cmpuint (width, ==, 12);
  g_assert_cmpuint (channels, ==, 1);

  log_likelihood = dg_run_load_log_likelihood (run, 4, NULL);
  for (gsize i = 0; i < 50; i++)
    {
      const float *row = log_likelihood->data + 10 * i;
      guint best = 0;

      for (guint j = 1; j < 10; j++)
        best = row[j] > row[best] ? j : best;
      n_right += best == dg_run_get_labels (run)[i];
    }
  g_assert_cmpuint (n_right, >, 25);

  options = dg_run_get_options (run);
  g_assert_cmpstr (options->data, ==, fixture->data);
  g_assert_cmpuint (options->epochs, ==, 4);
  g_assert_null (options->save);
  g_assert_cmpuint (options->analysis, ==, 50);
  g_assert_cmpuint (options->training.seed, ==, 1);
  g_assert_cmpuint (options->training.batch_size, ==, 20);
  g_assert_cmpfloat (options->training.learning_rate, ==, dg_trainer_default_options.learning_rate);
  g_assert_cmpfloat (options->training.momentum, ==, dg_trainer_default_options.momentum);
  g_assert_cmpfloat (options->training.noise, ==, dg_trainer_default_options.noise);
  g_assert_cmpuint (dg_run_get_n_dataset (run), ==, SPOT_N_TEST);
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 10);
  g_assert_cmpstr (dg_run_get_dataset_name (run), ==, dg_dataset_get_name (dataset));
  g_assert_finalize_object (run);
}

/* The layers and epochs asked for; log-likelihoods without their layer. */
static void
test_choices (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) recorder = NULL;
  g_autoptr (DgTensor) log_likelihood = NULL;
  g_autoptr (GError) error = NULL;
  const guint *epochs;
  const DgRunLayer *layers;
  gsize n;
  DgRun *run;

  fixture->options->layers = g_strsplit ("R1,C1", ",", -1);
  fixture->options->save = g_memdup2 (((guint[]) { 3, 2, 3, 50 }), 4 * sizeof (guint));
  fixture->options->n_save = 4;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  assert_finishes (recorder);
  run = dg_recorder_get_run (recorder);
  epochs = dg_run_get_epochs (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (epochs[0], ==, 2);
  g_assert_cmpuint (epochs[1], ==, 3);
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (layers[0].name, ==, "C1");
  g_assert_cmpstr (layers[1].name, ==, "R1");
  log_likelihood = dg_run_load_log_likelihood (run, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log_likelihood->shape[1], ==, 10);
  g_assert_null (dg_run_load_outputs (run, 2, "S3", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
test_refused (Fixture *fixture, gconstpointer user_data)
{
  DgRunOptions *options = fixture->options;
  g_autofree char *sub = g_build_filename (fixture->path, "outputs", NULL);
  DgRecorder *recorder;

#define CHECK(domain, code, fault)                                                                           \
  recorder = dg_recorder_new (fixture->folder, options);                                                     \
  assert_fails (recorder, domain, code, fault);                                                              \
  g_assert_finalize_object (recorder);                                                                       \
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS))

  options->epochs = 0;
  CHECK (DG_ERROR, DG_ERROR_VALUE, "epochs");
  options->epochs = 4;
  options->analysis = 0;
  CHECK (DG_ERROR, DG_ERROR_VALUE, "analysis set");
  options->analysis = 50;
  options->training.learning_rate = -1;
  CHECK (DG_ERROR, DG_ERROR_VALUE, "learning rate");
  options->training.learning_rate = 0.1f;
  options->layers = g_strsplit ("R9", ",", -1);
  CHECK (DG_ERROR, DG_ERROR_NAME, "C1, R1, P1, F2, R2, F3, S3");
  g_clear_pointer (&options->layers, g_strfreev);
  options->save = g_memdup2 (((guint[]) { 9 }), sizeof (guint));
  options->n_save = 1;
  CHECK (DG_ERROR, DG_ERROR_VALUE, "none of the epochs");
  g_clear_pointer (&options->save, g_free);
  options->n_save = 0;
  options->training.seed = G_MAXUINT64;
  CHECK (DG_ERROR, DG_ERROR_VALUE, "seed");
  options->training.seed = 1;
#undef CHECK

  recorder = dg_recorder_new_resume (fixture->folder, 0);
  assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, "not a run");
  g_assert_finalize_object (recorder);

  /* a run, and what is left of one */
  record (fixture, fixture->path, 1);
  recorder = dg_recorder_new (fixture->folder, options);
  assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_EXISTS, "run already");
  g_assert_finalize_object (recorder);
  {
    g_autofree char *manifest = dg_manifest_get_path (fixture->path);

    g_unlink (manifest);
  }
  recorder = dg_recorder_new (fixture->folder, options);
  assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_EXISTS, "another run");
  g_assert_finalize_object (recorder);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/run");
  g_autoptr (GFile) inside = g_file_new_for_path ("/proc/self/run");
  g_autoptr (DgRecorder) first = dg_recorder_new (remote, fixture->options);
  g_autoptr (DgRecorder) second = dg_recorder_new (inside, fixture->options);

  assert_fails (first, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "sftp://example.org/run");
  assert_fails (second, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/proc/self/run");
}

static void
test_pause (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) recorder = NULL;
  DgRecorderProgress before, after;

  fixture->options->epochs = 100000;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (recorder);
  dg_recorder_pause (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_PREPARING);
  wait_for_state (recorder, DG_RECORDER_PAUSED);
  dg_recorder_continue (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_TRAINING);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      before = dg_recorder_get_progress (recorder);
    }
  while (before.trainer.epoch < 2);
  g_assert_true (before.trainer.images_per_second > 0);
  dg_recorder_pause (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_PAUSED);
  g_usleep (300000); /* an evaluation may be under way */
  before = dg_recorder_get_progress (recorder);
  g_usleep (100000);
  after = dg_recorder_get_progress (recorder);
  g_assert_cmpuint (before.trainer.epoch, ==, after.trainer.epoch);
  g_assert_cmpuint (before.trainer.batch, ==, after.trainer.batch);
  dg_recorder_continue (recorder);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      after = dg_recorder_get_progress (recorder);
    }
  while (after.trainer.epoch == before.trainer.epoch);
  dg_recorder_pause (recorder);
  dg_recorder_stop (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_STOPPING);
  wait_for_end (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_STOPPED);
  g_assert_null (dg_recorder_get_error (recorder));
}

/* A live epoch, kept as it was when it was announced. */
typedef struct
{
  guint epoch;
  DgTensor *outputs;
} Seen;

static void
keep_live_cb (DgRun *run, guint epoch, GArray *seen)
{
  Seen now = { epoch, NULL };

  if (dg_run_get_live_epoch (run) != epoch)
    return;
  now.outputs = dg_run_load_outputs (run, epoch, "R2", NULL);
  g_assert_nonnull (now.outputs);
  g_array_append_val (seen, now);
}

static void
live_run_cb (DgRecorder *recorder, GParamSpec *pspec, GArray *seen)
{
  g_signal_connect (dg_recorder_get_run (recorder), "epoch-added", G_CALLBACK (keep_live_cb), seen);
}

static void
assert_not_written (Fixture *fixture, const char *part, guint epoch)
{
  g_autofree char *path = dg_snapshot_get_path (fixture->path, part, epoch);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What @seen holds is what a run that saves these epochs writes. */
static void
assert_as_saved (Fixture *fixture, GArray *seen)
{
  g_autofree char *path = g_build_filename (fixture->top, "saved", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRun) run = NULL;

  fixture->options->save = g_new (guint, seen->len);
  fixture->options->n_save = seen->len;
  for (guint i = 0; i < seen->len; i++)
    fixture->options->save[i] = g_array_index (seen, Seen, i).epoch;
  record (fixture, path, fixture->options->save[seen->len - 1]);
  run = dg_run_open (folder, NULL, NULL);
  for (guint i = 0; i < seen->len; i++)
    {
      const Seen *live = &g_array_index (seen, Seen, i);
      g_autoptr (DgTensor) saved = dg_run_load_outputs (run, live->epoch, "R2", NULL);

      g_assert_nonnull (saved);
      g_assert_cmpmem (saved->data, saved->shape[0] * dg_tensor_get_row_length (saved) * sizeof (float),
                       live->outputs->data,
                       live->outputs->shape[0] * dg_tensor_get_row_length (live->outputs) * sizeof (float));
    }
}

/* Epochs that are not saved are shown as they end, are not written, and are gone with the end of training. */
static void
test_live (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_autoptr (DgRecorder) recorder = NULL;
  DgRun *run;

  fixture->options->epochs = 100000;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_set_live (recorder, TRUE);
  g_signal_connect (recorder, "notify::run", G_CALLBACK (live_run_cb), seen);
  dg_recorder_start (recorder);
  while (seen->len < 2)
    g_main_context_iteration (NULL, TRUE);
  dg_recorder_stop (recorder);
  wait_for_end (recorder);
  run = dg_recorder_get_run (recorder);
  g_assert_cmpuint (dg_run_get_live_epoch (run), ==, 0);
  for (guint i = 0; i < seen->len; i++)
    {
      guint epoch = g_array_index (seen, Seen, i).epoch;

      g_assert_false (dg_run_has_epoch (run, epoch));
      assert_not_written (fixture, "outputs", epoch);
      assert_not_written (fixture, "weights", epoch);
    }
  assert_as_saved (fixture, seen);
  for (guint i = 0; i < seen->len; i++)
    dg_tensor_unref (g_array_index (seen, Seen, i).outputs);
}

static void
test_stop_and_resume (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *parts = g_build_filename (fixture->top, "parts", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parts);
  g_autoptr (DgRecorder) recorder = NULL;

  record (fixture, whole, 6);

  fixture->options->epochs = 6;
  recorder = dg_recorder_new (folder, fixture->options);
  dg_recorder_start (recorder);
  while (dg_recorder_get_progress (recorder).trainer.epoch < 3)
    g_main_context_iteration (NULL, TRUE);
  dg_recorder_stop (recorder);
  wait_for_end (recorder);
  resume (parts, 0);
  assert_same_run (whole, parts, 6);

  /* done already, and less than that */
  resume (parts, 6);
  resume (parts, 0);
  assert_same_run (whole, parts, 6);
  g_set_object (&recorder, dg_recorder_new_resume (folder, 5));
  assert_fails (recorder, DG_ERROR, DG_ERROR_VALUE, "6 epochs");
  g_object_unref (recorder);
}

/* A run made longer ends like one that was made so long; its threads do not matter. */
static void
test_extend (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *parts = g_build_filename (fixture->top, "parts", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (parts);
  g_autoptr (DgRun) run = NULL;

  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3, 4, 5 }), 5 * sizeof (guint));
  fixture->options->n_save = 5;
  record (fixture, whole, 5);
  fixture->options->threads = 1;
  record (fixture, parts, 2);
  resume (parts, 3);
  resume (parts, 5);
  assert_same_run (whole, parts, 5);
  run = dg_run_open (folder, NULL, NULL);
  g_assert_cmpuint (dg_run_get_options (run)->epochs, ==, 5);
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
test_killed_between_files (Fixture *fixture, gconstpointer user_data)
{
  static const char *files[] = { "run.json", "checkpoint.safetensors", "metrics.csv", NULL };
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  g_autofree char *early = g_build_filename (fixture->top, "early", NULL);
  g_autofree char *left = g_build_filename (fixture->path, "weights", ".epoch_0004.safetensors.AbCdEf.part",
                                            NULL);

  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3, 4 }), 4 * sizeof (guint));
  fixture->options->n_save = 4;
  record (fixture, whole, 4);
  record (fixture, early, 2);
  resume (early, 4);
  assert_same_run (whole, early, 4);
  for (guint n_old = 1; n_old <= G_N_ELEMENTS (files); n_old++)
    {
      g_autoptr (DgRun) run = NULL;
      g_autoptr (GError) error = NULL;

      tiny_remove (early);
      record (fixture, early, 2);
      tiny_remove (fixture->path);
      record (fixture, fixture->path, 4);
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
      resume (fixture->path, 4);
      assert_same_run (whole, fixture->path, 4);
      g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
    }
}

/* Killed before run.json was there, the folder is not a run, and takes a new one. */
static void
test_killed_early (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *early = g_build_filename (fixture->top, "early", NULL);

  record (fixture, early, 1);
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0777), ==, 0);
  copy_file (early, fixture->path, "analysis.safetensors");
  copy_file (early, fixture->path, "metrics.csv");
  record (fixture, fixture->path, 1);
  assert_same_run (early, fixture->path, 1);
}

static guint
count_rows (const char *path)
{
  g_autoptr (GArray) metrics = dg_metrics_load (path, NULL);

  return metrics != NULL ? metrics->len : 0;
}

/* Another process trains the run and is killed, over and over, at moments that differ. */
static void
test_kill (Fixture *fixture, gconstpointer user_data)
{
  enum
  {
    N_EPOCHS = 50
  };
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  char *arguments[] = { (char *) program, (char *) "train", fixture->data, fixture->path, NULL };
  guint n_killed = 0, rows = 0;

  fixture->options->save = g_new (guint, N_EPOCHS);
  fixture->options->n_save = N_EPOCHS;
  for (guint i = 0; i < N_EPOCHS; i++)
    fixture->options->save[i] = i + 1;
  fixture->options->epochs = N_EPOCHS;
  record (fixture, whole, N_EPOCHS);
  record (fixture, fixture->path, 1);
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgRun) run = NULL;
      int status;
      GPid pid;

      g_spawn_async (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
      g_assert_no_error (error);
      while (count_rows (fixture->path) < rows + 3 && waitpid (pid, &status, WNOHANG) == 0)
        g_usleep (500);
      g_usleep (700 * round);
      kill (pid, SIGKILL);
      waitpid (pid, &status, 0);
      n_killed += WIFSIGNALED (status);
      g_spawn_close_pid (pid);
      rows = count_rows (fixture->path);
      g_assert_cmpuint (rows, >=, 3);
      run = dg_run_open (fixture->folder, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (n_killed, ==, 4);
  resume (fixture->path, N_EPOCHS);
  assert_same_run (whole, fixture->path, N_EPOCHS);
}

/* The other process of test_kill(). */
static int
train (const char *data, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (folder, 50);

  dg_recorder_start (recorder);
  wait_for_end (recorder);
  return dg_recorder_get_state (recorder) == DG_RECORDER_FINISHED ? 0 : 1;
}

static void
test_dataset_changed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) changed = dg_recorder_new_resume (fixture->folder, 4);
  g_autoptr (DgRecorder) missing = dg_recorder_new_resume (fixture->folder, 4);

  record (fixture, fixture->path, 2);
  spot_files_write (fixture->data, 2);
  assert_fails (changed, DG_ERROR, DG_ERROR_MISMATCH, fixture->data);
  tiny_remove (fixture->data);
  dg_recorder_start (missing);
  wait_for_end (missing);
  g_assert_cmpint (dg_recorder_get_state (missing), ==, DG_RECORDER_FAILED);
  g_assert_nonnull (strstr (dg_recorder_get_error (missing)->message, fixture->data));
}

static void
test_checkpoint_damaged (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *checkpoint = g_build_filename (fixture->path, "checkpoint.safetensors", NULL);
  g_autofree char *analysis = g_build_filename (fixture->path, "analysis.safetensors", NULL);
  DgRecorder *recorder;

  record (fixture, fixture->path, 1);
  g_assert_cmpint (truncate (checkpoint, 2000), ==, 0);
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, checkpoint);
  g_assert_finalize_object (recorder);
  copy_file (fixture->path, fixture->top, "analysis.safetensors");
  g_assert_cmpint (rename (analysis, checkpoint), ==, 0);
  copy_file (fixture->top, fixture->path, "analysis.safetensors");
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  assert_fails (recorder, DG_ERROR, DG_ERROR_NAME, checkpoint);
  g_assert_finalize_object (recorder);
  g_unlink (checkpoint);
  recorder = dg_recorder_new_resume (fixture->folder, 2);
  assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, checkpoint);
  g_assert_finalize_object (recorder);
}

static void
test_locked (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) first = NULL;
  g_autoptr (DgRecorder) second = dg_recorder_new_resume (fixture->folder, 0);

  fixture->options->epochs = 100000;
  first = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (first);
  wait_for_state (first, DG_RECORDER_TRAINING);
  assert_fails (second, G_IO_ERROR, G_IO_ERROR_BUSY, fixture->path);
  g_assert_cmpint (dg_recorder_get_state (first), ==, DG_RECORDER_TRAINING);
}

/* Giving a recorder up stops it, whatever it is doing; what it had finished is there. */
static void
test_give_up (Fixture *fixture, gconstpointer user_data)
{
  DgRecorder *recorder = dg_recorder_new (fixture->folder, fixture->options);
  guint rows;

  g_assert_finalize_object (recorder);
  fixture->options->epochs = 100000;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (recorder);
  g_assert_finalize_object (recorder);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  tiny_remove (fixture->path);

  recorder = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (recorder);
  while (dg_recorder_get_progress (recorder).trainer.epoch < 3)
    g_main_context_iteration (NULL, TRUE);
  dg_recorder_pause (recorder);
  g_assert_finalize_object (recorder);
  rows = count_rows (fixture->path);
  g_assert_cmpuint (rows, >=, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  resume (fixture->path, rows + 1);
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
test_full (Fixture *fixture, gconstpointer user_data)
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
  wait_for_end (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FAILED);
  g_assert_true (dg_recorder_get_error (recorder)->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (dg_recorder_get_error (recorder)->message, "File too large"));
  g_assert_nonnull (strstr (dg_recorder_get_error (recorder)->message, fixture->path));

  dg_recorder_start (new_recorder);
  wait_for_end (new_recorder);
  g_assert_cmpint (dg_recorder_get_state (new_recorder), ==, DG_RECORDER_FAILED);
  setrlimit (RLIMIT_FSIZE, &old_limit);
  g_assert_null (dg_run_open (other_folder, NULL, NULL));

  run = dg_run_open (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dg_run_has_epoch (run, 1));
  resume (fixture->path, count_rows (fixture->path) + 1);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 4 && strcmp (argv[1], "train") == 0)
    return train (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/recorder/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("record", test_record);
  ADD ("choices", test_choices);
  ADD ("refused", test_refused);
  ADD ("elsewhere", test_elsewhere);
  ADD ("pause", test_pause);
  ADD ("live", test_live);
  ADD ("stop-and-resume", test_stop_and_resume);
  ADD ("extend", test_extend);
  ADD ("killed-between-files", test_killed_between_files);
  ADD ("killed-early", test_killed_early);
  ADD ("kill", test_kill);
  ADD ("dataset-changed", test_dataset_changed);
  ADD ("checkpoint-damaged", test_checkpoint_damaged);
  ADD ("locked", test_locked);
  ADD ("give-up", test_give_up);
  ADD ("full", test_full);
#undef ADD
  return g_test_run ();
}
