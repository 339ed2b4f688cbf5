/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/recorder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "recorder-fixture.h"
#include "run/manifest.h"
#include "run/metrics.h"
#include "run/snapshot.h"
#include "spot-files.h"
#include "tiny-run.h"

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

/* Reconstructions are kept whatever the layers are, and their mean error is the test loss. */
static void
test_record_unsupervised (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) recorder = NULL;
  g_autoptr (DgTensor) made = NULL;
  g_autofree double *errors = NULL;
  const DgEpochMetrics *metrics;
  const DgRunLayer *layers;
  g_autoptr (GError) error = NULL;
  double sum = 0;
  gsize n;
  DgRun *run;

  recorder_set_autoencoder (fixture);
  fixture->options->analysis = SPOT_N_TEST;
  fixture->options->layers = g_strsplit ("code,R2", ",", -1);
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  recorder_assert_finishes (recorder);
  run = dg_recorder_get_run (recorder);
  g_assert_true (dg_run_has_reconstruction (run));
  g_assert_null (dg_run_load_log_likelihood (run, 4, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_clear_error (&error);
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (layers[0].name, ==, "code");

  metrics = dg_run_get_metrics (run, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (isnan (metrics[3].train_accuracy) && isnan (metrics[3].test_accuracy));
  g_assert_cmpfloat (metrics[3].test_loss, <, metrics[0].test_loss);

  made = dg_run_load_reconstruction (run, 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->n_dims, ==, 4);
  g_assert_cmpuint (made->shape[0], ==, SPOT_N_TEST);
  g_assert_cmpuint (made->shape[1], ==, 1);
  g_assert_cmpuint (made->shape[2], ==, SPOT_SIDE);
  errors = dg_run_compute_reconstruction_errors (run, 4, &error);
  for (guint i = 0; i < SPOT_N_TEST; i++)
    sum += errors[i];
  g_assert_cmpfloat_with_epsilon (sum / SPOT_N_TEST, metrics[3].test_loss, 1e-7);
  g_assert_null (dg_run_load_reconstruction (run, 3, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
test_record (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree guint8 *pixels = NULL;
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
  recorder_assert_finishes (recorder);
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
  pixels = dg_run_load_images (run, 0, 50, NULL);
  for (gsize i = 0; i < 50; i++)
    {
      gint64 row = dg_run_get_index (run)[i];

      g_assert_cmpuint (dg_run_get_labels (run)[i], ==, images->labels[row]);
      g_assert_cmpmem (pixels + i * 144, 144, images->pixels + row * 144, 144);
    }
  g_assert_true (dg_run_get_image_size (run, &height, &width, &channels));
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
test_choices (RecorderFixture *fixture, gconstpointer user_data)
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
  recorder_assert_finishes (recorder);
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
test_refused (RecorderFixture *fixture, gconstpointer user_data)
{
  DgRunOptions *options = fixture->options;
  g_autofree char *sub = g_build_filename (fixture->path, "outputs", NULL);
  DgRecorder *recorder;

#define CHECK(domain, code, fault)                                                                           \
  recorder = dg_recorder_new (fixture->folder, options);                                                     \
  recorder_assert_fails (recorder, domain, code, fault);                                                              \
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
  recorder_assert_fails (recorder, DG_ERROR, DG_ERROR_FORMAT, "not a run");
  g_assert_finalize_object (recorder);

  /* a run, and what is left of one */
  recorder_record (fixture, fixture->path, 1);
  recorder = dg_recorder_new (fixture->folder, options);
  recorder_assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_EXISTS, "run already");
  g_assert_finalize_object (recorder);
  {
    g_autofree char *manifest = dg_manifest_get_path (fixture->path);

    g_unlink (manifest);
  }
  recorder = dg_recorder_new (fixture->folder, options);
  recorder_assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_EXISTS, "another run");
  g_assert_finalize_object (recorder);

  /* activations from elsewhere, which nobody would see any more beside a run.json */
  {
    g_autofree char *epoch = g_build_filename (fixture->path, "epoch_3.npz", NULL);

    tiny_remove (fixture->path);
    g_mkdir (fixture->path, 0777);
    g_assert_true (g_file_set_contents (epoch, "", 0, NULL));
  }
  recorder = dg_recorder_new (fixture->folder, options);
  recorder_assert_fails (recorder, G_IO_ERROR, G_IO_ERROR_EXISTS, "another run");
  g_assert_finalize_object (recorder);
}

static void
test_elsewhere (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/run");
  g_autoptr (GFile) inside = g_file_new_for_path ("/proc/self/run");
  g_autoptr (DgRecorder) first = dg_recorder_new (remote, fixture->options);
  g_autoptr (DgRecorder) second = dg_recorder_new (inside, fixture->options);

  recorder_assert_fails (first, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "sftp://example.org/run");
  recorder_assert_fails (second, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/proc/self/run");
}

static void
test_pause (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) recorder = NULL;
  DgRecorderProgress before, after;

  fixture->options->epochs = 100000;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (recorder);
  dg_recorder_pause (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_PREPARING);
  recorder_wait_for_state (recorder, DG_RECORDER_PAUSED);
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
  recorder_wait_for_end (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_STOPPED);
  g_assert_null (dg_recorder_get_error (recorder));
}

/* A live epoch, kept as it was when it was announced. */
typedef struct
{
  guint epoch;
  DgTensor *outputs, *weights;
} Seen;

static void
keep_live_cb (DgRun *run, guint epoch, GArray *seen)
{
  Seen now = { epoch, NULL, NULL };

  if (dg_run_get_live_epoch (run) != epoch)
    return;
  now.outputs = dg_run_load_outputs (run, epoch, "R2", NULL);
  now.weights = dg_run_load_weights (run, epoch, "F2", NULL, NULL);
  g_assert_nonnull (now.outputs);
  g_assert_nonnull (now.weights);
  g_array_append_val (seen, now);
}

static void
live_run_cb (DgRecorder *recorder, GParamSpec *pspec, GArray *seen)
{
  g_signal_connect (dg_recorder_get_run (recorder), "epoch-added", G_CALLBACK (keep_live_cb), seen);
}

static void
assert_not_written (RecorderFixture *fixture, const char *part, guint epoch)
{
  g_autofree char *path = dg_snapshot_get_path (fixture->path, part, epoch);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
assert_same (const DgTensor *a, const DgTensor *b)
{
  g_assert_nonnull (a);
  g_assert_cmpmem (a->data, dg_tensor_get_size (a) * sizeof (float), b->data, dg_tensor_get_size (b) * sizeof (float));
}

/* What @seen holds is what a run that saves these epochs writes. */
static void
assert_as_saved (RecorderFixture *fixture, GArray *seen)
{
  g_autofree char *path = g_build_filename (fixture->top, "saved", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRun) run = NULL;

  fixture->options->save = g_new (guint, seen->len);
  fixture->options->n_save = seen->len;
  for (guint i = 0; i < seen->len; i++)
    fixture->options->save[i] = g_array_index (seen, Seen, i).epoch;
  recorder_record (fixture, path, fixture->options->save[seen->len - 1]);
  run = dg_run_open (folder, NULL, NULL);
  for (guint i = 0; i < seen->len; i++)
    {
      const Seen *live = &g_array_index (seen, Seen, i);
      g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, live->epoch, "R2", NULL);
      g_autoptr (DgTensor) weights = dg_run_load_weights (run, live->epoch, "F2", NULL, NULL);

      assert_same (outputs, live->outputs);
      assert_same (weights, live->weights);
    }
}

/* Epochs that are not saved are shown as they end, are not written, and are gone with the end of training. */
static void
test_live (RecorderFixture *fixture, gconstpointer user_data)
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
  recorder_wait_for_end (recorder);
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
    {
      dg_tensor_unref (g_array_index (seen, Seen, i).outputs);
      dg_tensor_unref (g_array_index (seen, Seen, i).weights);
    }
}

static void
test_locked (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autoptr (DgRecorder) first = NULL;
  g_autoptr (DgRecorder) second = dg_recorder_new_resume (fixture->folder, 0);

  fixture->options->epochs = 100000;
  first = dg_recorder_new (fixture->folder, fixture->options);
  dg_recorder_start (first);
  recorder_wait_for_state (first, DG_RECORDER_TRAINING);
  recorder_assert_fails (second, G_IO_ERROR, G_IO_ERROR_BUSY, fixture->path);
  g_assert_cmpint (dg_recorder_get_state (first), ==, DG_RECORDER_TRAINING);
}

/* Giving a recorder up stops it, whatever it is doing; what it had finished is there. */
static void
test_give_up (RecorderFixture *fixture, gconstpointer user_data)
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
  rows = recorder_count_rows (fixture->path);
  g_assert_cmpuint (rows, >=, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  recorder_resume (fixture->path, rows + 1);
}

/* Accepts a subset at the first epoch, damages its file at the second. */
static void
damage_subset_cb (DgRun *run, guint epoch, const char *path)
{
  static const guint32 samples[] = { 3, 5 };
  const DgSubsetOrigin origin = { .method = DG_REDUCTION_INTERVAL, .layer = "R2", .epoch = 1 };
  g_autoptr (DgSubset) subset = dg_subset_new (&origin, dg_run_get_n_samples (run), samples, 2);

  if (epoch == 1)
    g_assert_true (dg_run_accept_subset (run, subset, NULL));
  else
    g_assert_true (g_file_set_contents (path, "{", -1, NULL));
}

static void
damage_run_cb (DgRecorder *recorder, GParamSpec *pspec, const char *path)
{
  g_signal_connect (dg_recorder_get_run (recorder), "epoch-added", G_CALLBACK (damage_subset_cb), (gpointer) path);
}

static void
warned_cb (DgRecorder *recorder, const char *message, GString *messages)
{
  g_string_append_printf (messages, "%s\n", message);
}

/* What is damaged by others, and not needed, is told once and does not stop training. */
static void
test_damaged_subset (RecorderFixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->path, "subset.json", NULL);
  g_autoptr (DgRecorder) recorder = NULL;
  g_autoptr (GString) messages = g_string_new (NULL);
  DgSubset *subset;

  fixture->options->epochs = 10;
  fixture->options->save = g_memdup2 (((guint[]) { 1, 2, 3, 4, 10 }), 5 * sizeof (guint));
  fixture->options->n_save = 5;
  recorder = dg_recorder_new (fixture->folder, fixture->options);
  g_signal_connect (recorder, "notify::run", G_CALLBACK (damage_run_cb), path);
  g_signal_connect (recorder, "warned", G_CALLBACK (warned_cb), messages);
  recorder_assert_finishes (recorder);
  g_assert_cmpuint (recorder_count_rows (fixture->path), ==, 10);
  g_assert_true (g_str_has_prefix (messages->str, path));
  g_assert_true (strchr (messages->str, '\n') == messages->str + messages->len - 1);
  subset = dg_run_get_subset (dg_recorder_get_run (recorder));
  g_assert_cmpmem (subset->samples, subset->n * sizeof *subset->samples, ((guint32[]) { 3, 5 }), 2 * sizeof (guint32));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/recorder/" name, RecorderFixture, NULL, recorder_set_up, func, recorder_tear_down)
  ADD ("record", test_record);
  ADD ("record-unsupervised", test_record_unsupervised);
  ADD ("choices", test_choices);
  ADD ("refused", test_refused);
  ADD ("elsewhere", test_elsewhere);
  ADD ("pause", test_pause);
  ADD ("live", test_live);
  ADD ("locked", test_locked);
  ADD ("give-up", test_give_up);
  ADD ("damaged-subset", test_damaged_subset);
#undef ADD
  return g_test_run ();
}
