/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "run/choices.h"
#include "run/metrics.h"
#include "run/safetensors-writer.h"
#include "run/snapshot.h"
#include "tiny-run.h"

static DgRun *
open_run (TinyRun *tiny, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (tiny->folder);

  return dg_run_open (folder, NULL, error);
}

static void
assert_says (const GError *error, GQuark domain, int code, const char *file, const char *fault)
{
  g_assert_error (error, domain, code);
  if (strstr (error->message, file) == NULL || strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s” of “%s”", error->message, fault, file);
}

static void
assert_refused (TinyRun *tiny, GQuark domain, int code, const char *file, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_run (tiny, &error));
  assert_says (error, domain, code, file, fault);
}

static char *
get_path (TinyRun *tiny, const char *name)
{
  return g_build_filename (tiny->folder, name, NULL);
}

static void
test_open (void)
{
  g_autofree guint8 *pixels = NULL;
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgTensor) outputs = NULL;
  g_autoptr (DgTensor) channel = NULL;
  g_autoptr (DgTensor) log_likelihood = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (tiny->folder);
  g_autoptr (GFile) folder = g_file_new_for_path (tiny->folder);
  guint height, width, channels;
  const DgRunLayer *layers;
  const guint *epochs;
  DgRun *run;
  gsize n;

  tiny_run_add_epoch (tiny, 1);
  tiny_run_add_epoch (tiny, 12345);
  run = open_run (tiny, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (dg_run_get_folder (run), folder));
  g_assert_cmpstr (dg_run_get_name (run), ==, name);
  epochs = dg_run_get_epochs (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (epochs[0], ==, 1);
  g_assert_cmpuint (epochs[1], ==, 12345);
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (layers[0].name, ==, "P1");
  g_assert_cmpuint (layers[0].n_dims, ==, 3);
  g_assert_cmpuint (layers[3].shape[0], ==, TINY_N_CLASSES);
  g_assert_cmpuint (dg_run_get_n_samples (run), ==, TINY_N);
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, TINY_N_CLASSES);
  g_assert_cmpstr (dg_run_get_class_name (run, 1), ==, "bee");
  g_assert_null (dg_run_get_class_name (run, TINY_N_CLASSES));
  g_assert_cmpint (dg_run_get_index (run)[3], ==, 43);
  g_assert_cmpuint (dg_run_get_labels (run)[3], ==, 43 * 7 % 4);
  pixels = dg_run_load_images (run, 3, 1, NULL);
  g_assert_cmpuint (pixels[0], ==, 43);
  g_assert_true (dg_run_get_image_size (run, &height, &width, &channels));
  g_assert_cmpuint (channels, ==, 1);
  g_assert_cmpuint (dg_run_get_n_dataset (run), ==, TINY_N_DATASET);
  g_assert_cmpstr (dg_run_get_dataset_name (run), ==, "beasts");

  outputs = dg_run_load_outputs (run, 1, "P1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outputs->n_dims, ==, 4);
  g_assert_cmpuint (outputs->shape[0], ==, TINY_N);
  g_assert_nonnull (outputs->bytes); /* as they were read */
  channel = dg_run_load_outputs (run, 1, "P1:1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (channel->n_dims, ==, 2);
  g_assert_cmpuint (channel->shape[1], ==, 4);
  for (gsize i = 0; i < TINY_N; i++)
    g_assert_cmpmem (channel->data + 4 * i, 16, outputs->data + 8 * i + 4, 16);
  log_likelihood = dg_run_load_log_likelihood (run, 12345, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log_likelihood->shape[1], ==, TINY_N_CLASSES);
  g_assert_finalize_object (run);
  g_assert_cmpfloat (outputs->data[7], ==, channel->data[3]); /* the mapping outlives the run */
}

static void
test_unknown (void)
{
  static const struct
  {
    guint epoch;
    const char *layer;
    const char *fault;
  } unknown[] = {
    { 3, "R3", "1,10" },
    { 0, "R3", "1,10" },
    { 1, "R9", "P1, R3, R4, S5" },
    { 1, "", "P1, R3, R4, S5" },
    { 1, "r3", "P1" },
    { 1, "P1:2", "0 to 1" },
    { 1, "P1:-1", "0 to 1" },
    { 1, "P1:", "0 to 1" },
    { 1, "P1:x", "0 to" },
    { 1, "R3:0", "channels" },
    { 1, "P1:0:0", "P1, R3" },
    { 1, ":0", "P1, R3" },
    { 1, "P1:99999999999999999999", "0 to 1" },
  };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) empty = open_run (tiny, NULL);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_run_load_outputs (empty, 1, "R3", &error));
  assert_says (error, DG_ERROR, DG_ERROR_NAME, tiny->folder, "none has been saved yet");
  tiny_run_add_epoch (tiny, 1);
  tiny_run_add_epoch (tiny, 10);
  run = open_run (tiny, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_clear_error (&error);
      g_assert_null (dg_run_load_outputs (run, unknown[i].epoch, unknown[i].layer, &error));
      assert_says (error, DG_ERROR, DG_ERROR_NAME, tiny->folder, unknown[i].fault);
    }
  g_clear_error (&error);
  g_assert_null (dg_run_load_log_likelihood (run, 2, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
test_not_finite (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) good = NULL;
  g_autoptr (GError) error = NULL;

  tiny_run_add_bad_epoch (tiny, 1, 17);
  run = open_run (tiny, &error);
  g_assert_no_error (error);
  g_assert_null (dg_run_load_outputs (run, 1, "R3", &error));
  assert_says (error, DG_ERROR, DG_ERROR_VALUE, "epoch_0001", "row 17 of the layer “R3”");
  good = dg_run_load_outputs (run, 1, "R4", NULL);
  g_assert_nonnull (good);
}

static void
test_no_run (void)
{
  g_autofree char *top = g_dir_make_tmp ("dg-run-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (top);
  g_autoptr (GFile) nothing = g_file_get_child (folder, "nothing");
  g_autoptr (GFile) remote = g_file_new_for_uri ("http://example.org/run");
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_run_open (folder, NULL, &error));
  assert_says (error, DG_ERROR, DG_ERROR_FORMAT, top, "neither run.json");
  g_clear_error (&error);
  g_assert_null (dg_run_open (nothing, NULL, &error));
  assert_says (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nothing", "no such folder");
  g_clear_error (&error);
  g_assert_null (dg_run_open (remote, NULL, &error));
  assert_says (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "http://example.org/run", "file system");
  g_rmdir (top);
}

/* Each file of a run missing, cut off, empty, or another's. */
static void
test_files (void)
{
  static const char *files[] = { "run.json", "metrics.csv", "analysis.safetensors",
                                 "outputs/epoch_0001.safetensors", "weights/epoch_0001.safetensors" };
  g_autoptr (TinyRun) tiny = tiny_run_new ();

  tiny_run_add_epoch (tiny, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = get_path (tiny, files[i]);
      g_autofree char *contents = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (DgRun) run = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_unlink (path);
      if (i == 0)
        assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, tiny->folder, "neither run.json");
      else
        assert_refused (tiny, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, path, "No such file");
      g_assert_true (g_file_set_contents (path, contents, length - length / 4 - 1, NULL));
      assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, "");
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, "");
      g_assert_true (g_file_set_contents (path, "P5\n28 28\n255\nwhatever this is", -1, NULL));
      assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, "");
      g_unlink (path);
      g_mkdir (path, 0777);
      assert_refused (tiny, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, path, "");
      g_rmdir (path);
      g_assert_true (g_file_set_contents (path, contents, length, NULL));
      run = open_run (tiny, &error);
      g_assert_no_error (error);
    }
}

static void
replace (const char *path, const char *from, const char *to)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  parts = g_strsplit (contents, from, 2);
  if (g_strv_length (parts) != 2)
    g_error ("there is no “%s” in %s", from, contents);
  joined = g_strjoinv (to, parts);
  g_assert_true (g_file_set_contents (path, joined, -1, NULL));
}

static void
test_manifest (void)
{
  static const struct
  {
    const char *from, *to;
    DgError code;
    const char *fault;
  } changes[] = {
    { "\"version\" : 1", "\"version\" : 2", DG_ERROR_UNSUPPORTED, "newer version of Diagonal" },
    { "\"version\" : 1", "\"version\" : 0", DG_ERROR_FORMAT, "version" },
    { "diagonal-run", "something-else", DG_ERROR_FORMAT, "not the description of a run" },
    { "\"seed\" : 1", "\"seed\" : -1", DG_ERROR_FORMAT, "seed" },
    { "\"seed\" : 1", "\"seed\" : \"1\"", DG_ERROR_FORMAT, "seed" },
    { "\"seed\" : 1", "\"seed\" : 1, \"seed\" : 2", DG_ERROR_FORMAT, "twice" },
    { "\"momentum\"", "\"impetus\"", DG_ERROR_FORMAT, "momentum" },
    { "\"name\" : \"R3\"", "\"name\" : \"P1\"", DG_ERROR_FORMAT, "layers" },
    { "\"name\" : \"R3\"", "\"name\" : \"R7\"", DG_ERROR_NAME, "R7" },
    { "          6\n", "          7\n", DG_ERROR_MISMATCH, "“R3”" },
    { "          6\n", "          -6\n", DG_ERROR_FORMAT, "layers" },
    { "          6\n", "          \n", DG_ERROR_FORMAT, "layers" },
    { "\"saved\" : [", "\"saved\" : [ 1,", DG_ERROR_FORMAT, "saved" },
    { "\"saved\" : [", "\"saved\" : [ 0,", DG_ERROR_FORMAT, "saved" },
    { "\"saved\" : [", "\"kept\" : [", DG_ERROR_FORMAT, "saved" },
    { "\"ant\"", "3", DG_ERROR_FORMAT, "classes" },
    { "\"ant\",", "", DG_ERROR_FORMAT, "“labels” is not from 0 to 2" },
    { "\"log_likelihood\" : \"S5\"", "\"log_likelihood\" : \"R4\"", DG_ERROR_MISMATCH, "“R4”" },
    { "\"test_images\" : 100", "\"test_images\" : 50", DG_ERROR_FORMAT, "“index” is not from 0 to 49" },
    { "0.25,", "0.25, 1,", DG_ERROR_FORMAT, "deviation" },
    { "0.25,", "", DG_ERROR_FORMAT, "deviation" },
    { "0.25,", "\"0.25\",", DG_ERROR_FORMAT, "mean" },
    { "0.25,", "1e300,", DG_ERROR_FORMAT, "mean" },
    { "0.75,", "0,", DG_ERROR_FORMAT, "deviation" },
    { "\"mean\"", "\"means\"", DG_ERROR_FORMAT, "input" },
    { "}\n", "", DG_ERROR_FORMAT, "JSON" },
  };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *path = get_path (tiny, "run.json");
  g_autofree char *contents = NULL;

  tiny->manifest->input_scale = (DgInputScale) { 2, { 0.25f, 0.5f }, { 0.75f, 0.125f } };
  tiny_run_add_epoch (tiny, 1);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      replace (path, changes[i].from, changes[i].to);
      assert_refused (tiny, DG_ERROR, (int) changes[i].code, tiny->folder, changes[i].fault);
      g_assert_true (g_file_set_contents (path, contents, -1, NULL));
    }
}

/* Options go through run.json unchanged, the floats bit for bit. */
static void
test_options (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgManifest) read = NULL;
  g_autoptr (GError) error = NULL;
  DgRunOptions *options = tiny->manifest->options;
  const guint save[] = { 3, 70, 4000000000 };

  g_free (options->data);
  options->data = g_strdup ("/a “folder” with \\ and ü");
  options->epochs = 4000000000;
  options->save = g_memdup2 (save, sizeof save);
  options->n_save = 3;
  options->threads = 7;
  options->training = (DgTrainerOptions) { .seed = G_MAXINT64, .batch_size = 65, .optimizer = DG_OPTIMIZER_SGD,
                                           .learning_rate = 0.1f, .momentum = 1.0f / 3, .noise = 1e-30f };
  tiny->manifest->input_scale = (DgInputScale) { 3, { 0.4914f, 0, 1 }, { 0.247f, 1.0f / 3, 1 } };
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, &error));
  read = dg_manifest_load (tiny->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->options->data, ==, options->data);
  g_assert_cmpstr (read->options->network, ==, tiny->manifest->options->network);
  g_assert_cmpuint (read->options->epochs, ==, 4000000000);
  g_assert_cmpmem (read->options->save, read->options->n_save * sizeof (guint), save, sizeof save);
  g_assert_cmpuint (read->options->threads, ==, 7);
  g_assert_cmpuint (read->options->training.seed, ==, G_MAXINT64);
  g_assert_cmpuint (read->options->training.batch_size, ==, 65);
  g_assert_true (read->options->training.learning_rate == 0.1f);
  g_assert_true (read->options->training.momentum == 1.0f / 3);
  g_assert_true (read->options->training.noise == 1e-30f);
  g_assert_cmpuint (read->input_scale.n_channels, ==, 3);
  for (guint c = 0; c < 3; c++)
    {
      g_assert_true (read->input_scale.mean[c] == tiny->manifest->input_scale.mean[c]);
      g_assert_true (read->input_scale.deviation[c] == tiny->manifest->input_scale.deviation[c]);
    }
  g_assert_cmpstr (read->options->layers[1], ==, "R3");
  g_assert_cmpuint (g_strv_length (read->options->layers), ==, 4);
}

/* Adam's numbers in place of momentum; and a run that does not name its optimiser, as those of older versions. */
static void
test_optimizer (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *path = get_path (tiny, "run.json");
  DgTrainerOptions *training = &tiny->manifest->options->training;
  g_autoptr (DgManifest) adam = NULL;
  g_autoptr (DgManifest) old = NULL;
  g_autoptr (GError) error = NULL;

  training->optimizer = DG_OPTIMIZER_ADAM;
  training->beta1 = 0.8f;
  training->beta2 = 0.99f;
  training->epsilon = 1e-8f;
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, &error));
  adam = dg_manifest_load (tiny->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (adam->options->training.optimizer, ==, DG_OPTIMIZER_ADAM);
  g_assert_true (adam->options->training.beta1 == 0.8f);
  g_assert_true (adam->options->training.beta2 == 0.99f);
  g_assert_true (adam->options->training.epsilon == 1e-8f);

  replace (path, "\"adam\"", "\"newton\"");
  assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, "optimizer");

  training->optimizer = DG_OPTIMIZER_SGD;
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, &error));
  replace (path, "\"optimizer\"", "\"unknown\"");
  old = dg_manifest_load (tiny->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (old->options->training.optimizer, ==, DG_OPTIMIZER_SGD);
  g_assert_true (old->options->training.momentum == training->momentum);
}

static void
test_metrics (void)
{
  static const char *good = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n"
                            "1,0.5,0.75,0.25,0.875,1.5\n";
  static const struct
  {
    const char *from, *to, *fault;
  } changes[] = {
    { "epoch,train", "epochs,train", "table" },
    { "1,0.5", "0,0.5", "line 2" },
    { "1,0.5", "-1,0.5", "line 2" },
    { "1,0.5", "1,x", "line 2" },
    { "1,0.5", "1,nan", "line 2" },
    { "1,0.5", "1,", "line 2" },
    { "0.25,0.875", ",0.875", "line 2" },
    { ",1.5", ",", "line 2" },
    { ",1.5", "", "line 2" },
    { ",1.5", ",1.5,2", "line 2" },
    { "1.5\n", "1.5\n1,1,1,1,1,1\n", "line 3" },
    { "1.5\n", "1.5\n\n2,1,1,1,1,1\n", "line 3" },
  };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *path = get_path (tiny, "metrics.csv");
  g_autofree char *written = NULL;
  g_autoptr (GArray) metrics = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, good, -1, NULL));
  metrics = dg_metrics_load (tiny->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (metrics->len, ==, 1);
  g_assert_cmpfloat (g_array_index (metrics, DgEpochMetrics, 0).train_accuracy, ==, 0.75);
  g_assert_cmpfloat (g_array_index (metrics, DgEpochMetrics, 0).seconds, ==, 1.5);
  g_assert_true (dg_metrics_save (metrics, tiny->folder, &error));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, good);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      replace (path, changes[i].from, changes[i].to);
      assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, changes[i].fault);
      g_assert_true (g_file_set_contents (path, good, -1, NULL));
    }
  g_assert_true (g_file_set_contents (path, good, strlen (good) + 1, NULL)); /* and the zero at its end */
  assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, path, "table");
}

/* What tells no classes has no accuracy. */
static void
test_metrics_without_accuracy (void)
{
  static const char *text = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n1,0.5,,0.25,,1.5\n";
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *path = get_path (tiny, "metrics.csv");
  g_autofree char *written = NULL;
  g_autoptr (GArray) metrics = NULL;
  const DgEpochMetrics *row;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  metrics = dg_metrics_load (tiny->folder, NULL);
  row = &g_array_index (metrics, DgEpochMetrics, 0);
  g_assert_true (isnan (row->train_accuracy) && isnan (row->test_accuracy));
  g_assert_cmpfloat (row->test_loss, ==, 0.25);
  g_assert_true (dg_metrics_save (metrics, tiny->folder, NULL));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, text);
}

/* Outputs of another number of samples, and an analysis set whose parts differ in number. */
static void
test_mismatch (void)
{
  static const float values[TINY_N * 8];
  static const gint64 numbers[TINY_N];
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *outputs = dg_snapshot_get_path (tiny->folder, "outputs", 1);
  g_autofree char *analysis = get_path (tiny, "analysis.safetensors");
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (DgSafetensorsWriter) second = dg_safetensors_writer_new ();

  tiny_run_add_epoch (tiny, 1);
  dg_safetensors_writer_add (writer, "P1", DG_DTYPE_F32, 4, (gsize[]) { TINY_N - 1, 2, 2, 2 }, values);
  g_assert_true (dg_safetensors_writer_write (writer, outputs, NULL));
  assert_refused (tiny, DG_ERROR, DG_ERROR_MISMATCH, outputs, "59 samples, the analysis set 60");

  dg_safetensors_writer_add (second, "images", DG_DTYPE_U8, 3, (gsize[]) { TINY_N, 2, 2 }, values);
  dg_safetensors_writer_add (second, "labels", DG_DTYPE_I64, 1, (gsize[]) { TINY_N - 1 }, numbers);
  g_assert_true (dg_safetensors_writer_write (second, analysis, NULL));
  assert_refused (tiny, DG_ERROR, DG_ERROR_MISMATCH, analysis, "59 entries for 60 images");
}

/* More channels than any network here takes. */
static void
test_channels (void)
{
  static const guint8 pixels[TINY_N * 5];
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autofree char *analysis = get_path (tiny, "analysis.safetensors");
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();

  dg_safetensors_writer_add (writer, "images", DG_DTYPE_U8, 4, (gsize[]) { TINY_N, 1, 1, 5 }, pixels);
  g_assert_true (dg_safetensors_writer_write (writer, analysis, NULL));
  assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, analysis, "not an array of images");
}

/* More layers than could be compared by name in good time. */
static void
test_many_layers (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();

  for (guint i = 0; i < 4096; i++)
    {
      g_autofree char *name = g_strdup_printf ("L%u", i);

      dg_manifest_add_layer (tiny->manifest, name, 1, (gsize[]) { 1 });
    }
  tiny_run_add_epoch (tiny, 1);
  assert_refused (tiny, DG_ERROR, DG_ERROR_FORMAT, tiny->folder, "layers");
}

static void
epoch_added_cb (DgRun *run, guint epoch, GString *log)
{
  g_assert_true (dg_run_has_epoch (run, epoch));
  g_string_append_printf (log, "epoch %u, ", epoch);
}

static void
metrics_changed_cb (DgRun *run, GString *log)
{
  gsize n;

  dg_run_get_metrics (run, &n);
  g_string_append_printf (log, "%zu metrics, ", n);
}

static void
test_refresh (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (TinyRun) other = tiny_run_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GArray) metrics = g_array_new (FALSE, TRUE, sizeof (DgEpochMetrics));
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL;
  g_autofree char *manifest = get_path (tiny, "run.json");

  tiny_run_add_epoch (tiny, 2);
  run = open_run (tiny, NULL);
  g_signal_connect (run, "epoch-added", G_CALLBACK (epoch_added_cb), log);
  g_signal_connect (run, "metrics-changed", G_CALLBACK (metrics_changed_cb), log);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpstr (log->str, ==, "");
  tiny_run_add_epoch (tiny, 3);
  tiny_run_add_epoch (tiny, 1);
  g_array_append_val (metrics, ((DgEpochMetrics) { .epoch = 1 }));
  g_assert_true (dg_metrics_save (metrics, tiny->folder, NULL));
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpstr (log->str, ==, "1 metrics, epoch 1, epoch 3, ");
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpstr (log->str, ==, "1 metrics, epoch 1, epoch 3, ");

  replace (manifest, "\"seed\" : 1", "\"seed\" : 2");
  g_assert_false (dg_run_refresh (run, &error));
  assert_says (error, DG_ERROR, DG_ERROR_MISMATCH, tiny->folder, "another run");
  g_clear_error (&error);
  g_unlink (manifest);
  g_assert_false (dg_run_refresh (run, &error));
  assert_says (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, manifest, "");
  g_assert_true (dg_run_has_epoch (run, 3));
}

typedef struct
{
  DgRun *run;
  gint n_loaded;
} Loading;

static gpointer
load_cb (gpointer data)
{
  Loading *loading = data;

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor)
          outputs = dg_run_load_outputs (loading->run, 1 + i * 7 % 12, i % 2 ? "P1:1" : "R4", &error);

      g_assert_no_error (error);
      g_atomic_int_inc (&loading->n_loaded);
    }
  return NULL;
}

/* Threads load more epochs than are kept open, while the main context refreshes. */
static void
test_threads (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  GThread *threads[3];
  Loading loading = { 0 };

  for (guint epoch = 1; epoch <= 12; epoch++)
    tiny_run_add_epoch (tiny, epoch);
  loading.run = run = open_run (tiny, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("load", load_cb, &loading);
  for (guint epoch = 13; epoch <= 20; epoch++)
    {
      tiny_run_add_epoch (tiny, epoch);
      g_assert_true (dg_run_refresh (run, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (loading.n_loaded, ==, 1200);
}

static void
test_cancelled (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (tiny->folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  tiny_run_add_epoch (tiny, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (dg_run_open (folder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_layers (const char *description, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgNetwork) network = dg_network_new (description, &(DgNetworkSizes){ 1, 28, 28, 10 }, 1, &error);
  g_auto (GStrv) layers = NULL;
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  layers = dg_choices_get_layers (network, NULL, NULL);
  joined = g_strjoinv (" ", layers);
  g_assert_cmpstr (joined, ==, expected);
}

/* The last module of each block, the code of an autoencoder among them. */
static void
test_layers (void)
{
  assert_layers ("lenet5", "P1 P2 R3 R4 S5");
  assert_layers ("mlp", "R1 R2 S3");
  assert_layers ("vgg", "P2 P4 P6 R7 S8");
  assert_layers ("autoencoder", "R1 R2 R3 code R5 R6 R7 image");
  assert_layers ("conv-autoencoder", "P1 P2 P3 code R5 R6 image");
  assert_layers ("C1 conv 4 5\nR1 relu\nC2 conv 4 5 stride 2\nR2 relu\nD2 dropout 0.5\nN flatten\nF linear 10\nS logsoftmax",
                 "R1 R2 S");
  assert_layers ("F1 linear 49\nQ1 reshape 1 7 7\nC2 conv 2 3 padding 1\nU2 upsample 4\nC3 conv 1 3 padding 1",
                 "Q1 C2 C3");
}

static void
test_choices (void)
{
  g_autoptr (DgRunOptions) options = dg_run_options_new ();
  GString *kept = g_string_new (NULL);

  for (guint epoch = 0; epoch < 300; epoch++)
    if (dg_choices_keep_epoch (options, epoch))
      g_string_append_printf (kept, "%u ", epoch);
  g_assert_cmpstr (kept->str, ==, "1 2 10 20 100 ");
  g_string_free (kept, TRUE);
}

static void
assert_epochs (DgRun *run, const guint *expected, gsize n_expected)
{
  gsize n;
  const guint *epochs = dg_run_get_epochs (run, &n);

  g_assert_cmpmem (epochs, n * sizeof *epochs, expected, n_expected * sizeof *expected);
}

static void
count_epoch_cb (DgRun *run, guint epoch, guint *last)
{
  *last = epoch;
}

/* A live epoch is served from memory until a newer one, live or saved, takes its place. */
static void
test_live (void)
{
  const guint with_live[] = { 1, 3 }, with_next[] = { 1, 5 }, all_saved[] = { 1, 10 };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgLiveEpoch) third = tiny_run_make_live (tiny, 3), fifth = tiny_run_make_live (tiny, 5);
  g_autoptr (DgLiveEpoch) twelfth = tiny_run_make_live (tiny, 12);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) held = NULL, plane = NULL, likelihood = NULL;
  g_autoptr (GError) error = NULL;
  guint added = 0, removed = 0;

  tiny_run_add_epoch (tiny, 1);
  run = tiny_run_open (tiny);
  g_signal_connect (run, "epoch-added", G_CALLBACK (count_epoch_cb), &added);
  g_signal_connect (run, "epoch-removed", G_CALLBACK (count_epoch_cb), &removed);
  g_assert_cmpuint (dg_run_get_live_epoch (run), ==, 0);
  g_assert_false (dg_run_has_epoch (run, 0));

  dg_run_set_live_epoch (run, third);
  g_assert_cmpuint (added, ==, 3);
  g_assert_cmpuint (dg_run_get_live_epoch (run), ==, 3);
  assert_epochs (run, with_live, G_N_ELEMENTS (with_live));
  g_assert_true (dg_run_has_epoch (run, 3));
  held = dg_run_load_outputs (run, 3, "R3", &error);
  g_assert_no_error (error);
  g_assert_true (held == dg_live_epoch_find (third, "R3"));
  plane = dg_run_load_outputs (run, 3, "P1:1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dg_tensor_get_row_length (plane), ==, 4);
  g_assert_cmpfloat (plane->data[0], ==, dg_live_epoch_find (third, "P1")->data[4]);
  likelihood = dg_run_load_log_likelihood (run, 3, &error);
  g_assert_no_error (error);
  g_assert_true (likelihood == dg_live_epoch_find (third, "S5"));

  dg_run_set_live_epoch (run, fifth);
  g_assert_cmpuint (added, ==, 5);
  assert_epochs (run, with_next, G_N_ELEMENTS (with_next));
  g_assert_false (dg_run_has_epoch (run, 3));
  g_assert_null (dg_run_load_outputs (run, 3, "R3", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_clear_error (&error);
  g_assert_cmpuint (held->shape[0], ==, TINY_N);

  tiny_run_add_epoch (tiny, 10);
  g_assert_true (dg_run_refresh (run, &error));
  assert_epochs (run, all_saved, G_N_ELEMENTS (all_saved));
  g_assert_cmpuint (dg_run_get_live_epoch (run), ==, 0);
  dg_run_set_live_epoch (run, fifth); /* comes too late */
  assert_epochs (run, all_saved, G_N_ELEMENTS (all_saved));
  g_assert_cmpuint (added, ==, 10);
  g_assert_cmpuint (removed, ==, 0);

  dg_run_set_live_epoch (run, twelfth);
  dg_run_set_live_epoch (run, NULL);
  g_assert_cmpuint (removed, ==, 12);
  assert_epochs (run, all_saved, G_N_ELEMENTS (all_saved));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/open", test_open);
  g_test_add_func ("/run/unknown", test_unknown);
  g_test_add_func ("/run/not-finite", test_not_finite);
  g_test_add_func ("/run/no-run", test_no_run);
  g_test_add_func ("/run/files", test_files);
  g_test_add_func ("/run/manifest", test_manifest);
  g_test_add_func ("/run/options", test_options);
  g_test_add_func ("/run/layers", test_layers);
  g_test_add_func ("/run/optimizer", test_optimizer);
  g_test_add_func ("/run/metrics", test_metrics);
  g_test_add_func ("/run/metrics-without-accuracy", test_metrics_without_accuracy);
  g_test_add_func ("/run/mismatch", test_mismatch);
  g_test_add_func ("/run/channels", test_channels);
  g_test_add_func ("/run/many-layers", test_many_layers);
  g_test_add_func ("/run/refresh", test_refresh);
  g_test_add_func ("/run/live", test_live);
  g_test_add_func ("/run/threads", test_threads);
  g_test_add_func ("/run/cancelled", test_cancelled);
  g_test_add_func ("/run/choices", test_choices);
  return g_test_run ();
}
