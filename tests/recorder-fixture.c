/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "run/metrics.h"
#include "spot-files.h"
#include "tiny-run.h"

void
recorder_set_up (RecorderFixture *fixture, gconstpointer user_data)
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

void
recorder_set_autoencoder (RecorderFixture *fixture)
{
  const guint batch_size = fixture->options->training.batch_size;

  g_free (fixture->options->network);
  fixture->options->network = g_strdup (SPOT_AUTOENCODER);
  fixture->options->training = dg_trainer_options_for_network (SPOT_AUTOENCODER);
  fixture->options->training.batch_size = batch_size;
}

void
recorder_tear_down (RecorderFixture *fixture, gconstpointer user_data)
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

void
recorder_wait_for_end (DgRecorder *recorder)
{
  guint timeout = g_timeout_add_seconds (60, too_late_cb, NULL);

  while (!has_ended (recorder))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

void
recorder_wait_for_state (DgRecorder *recorder, DgRecorderState state)
{
  while (dg_recorder_get_state (recorder) != state && !has_ended (recorder))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, state);
}

void
recorder_assert_finishes (DgRecorder *recorder)
{
  dg_recorder_start (recorder);
  recorder_wait_for_end (recorder);
  g_assert_no_error (dg_recorder_get_error (recorder));
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FINISHED);
}

void
recorder_assert_fails (DgRecorder *recorder, GQuark domain, int code, const char *fault)
{
  const GError *error;

  dg_recorder_start (recorder);
  recorder_wait_for_end (recorder);
  error = dg_recorder_get_error (recorder);
  g_assert_cmpint (dg_recorder_get_state (recorder), ==, DG_RECORDER_FAILED);
  g_assert_error (error, domain, code);
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

void
recorder_record (RecorderFixture *fixture, const char *path, guint epochs)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRunOptions) options = dg_run_options_copy (fixture->options);
  g_autoptr (DgRecorder) recorder = NULL;

  options->epochs = epochs;
  recorder = dg_recorder_new (folder, options);
  recorder_assert_finishes (recorder);
}

void
recorder_resume (const char *path, guint epochs)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRecorder) recorder = dg_recorder_new_resume (folder, epochs);

  recorder_assert_finishes (recorder);
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
void
recorder_assert_same_run (const char *first, const char *second, guint n_epochs)
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
      g_assert_true (a->test_accuracy == b->test_accuracy || (isnan (a->test_accuracy) && isnan (b->test_accuracy)));
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

guint
recorder_count_rows (const char *path)
{
  g_autoptr (GArray) metrics = dg_metrics_load (path, NULL);

  return metrics != NULL ? metrics->len : 0;
}
