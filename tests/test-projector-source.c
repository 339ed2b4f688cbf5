/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "png-files.h"
#include "run/projector-labels.h"
#include "run/run.h"
#include "tiny-run.h"

#define N 6

typedef struct
{
  char *folder;
  GString *config;
} Log;

static void
set_up (Log *log, gconstpointer data)
{
  log->folder = g_dir_make_tmp ("dg-projector-XXXXXX", NULL);
  log->config = g_string_new (NULL);
}

static void
tear_down (Log *log, gconstpointer data)
{
  tiny_remove (log->folder);
  g_free (log->folder);
  g_string_free (log->config, TRUE);
}

static void
write_text (const Log *log, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (log->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_config (const Log *log)
{
  write_text (log, "projector_config.pbtxt", log->config->str);
}

/* A tensor of @n samples: 0, ½, 1 … in its first column, @first in the others. */
static void
write_tensor (const Log *log, const char *name, gsize n, guint n_columns, int first)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%zu.%d", i / 2, i % 2 ? 5 : 0);
      for (guint j = 1; j < n_columns; j++)
        g_string_append_printf (text, "\t%d", first);
      g_string_append_c (text, '\n');
    }
  write_text (log, name, text->str);
}

/* What SummaryWriter.add_embedding (tensor, labels, tag=@tag, global_step=@step) of PyTorch leaves. */
static void
add_embedding (const Log *log, const char *tag, guint step, gsize n, guint n_columns, const char *labels)
{
  g_autofree char *tensor = g_strdup_printf ("%05u/%s/tensors.tsv", step, tag);
  g_autofree char *metadata = g_strdup_printf ("%05u/%s/metadata.tsv", step, tag);

  write_tensor (log, tensor, n, n_columns, step);
  write_text (log, metadata, labels);
  g_string_append_printf (log->config,
                          "embeddings {\n  tensor_name: \"%s:%05u\"\n  metadata_path: \"%s\"\n  tensor_path: \"%s\"\n}\n",
                          tag, step, metadata, tensor);
  write_config (log);
}

static DgRun *
open_run (const Log *log, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (log->folder);

  return dg_run_open (folder, NULL, error);
}

static DgRun *
open_good (const Log *log)
{
  g_autoptr (GError) error = NULL;
  DgRun *run = open_run (log, &error);

  g_assert_no_error (error);
  return run;
}

static void
assert_refused (const Log *log, GQuark domain, int code, const char *file, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_run (log, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, file) == NULL || strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s” of “%s”", error->message, fault, file);
}

static void
assert_epochs (DgRun *run, gsize n, const guint *epochs)
{
  const guint *found;
  gsize n_found;

  found = dg_run_get_epochs (run, &n_found);
  g_assert_cmpmem (found, n_found * sizeof *found, epochs, n * sizeof *epochs);
}

/* @names: of the layers, each with as many values of a sample as @sizes says */
static void
assert_layers (DgRun *run, gsize n, const char *const *names, const gsize *sizes)
{
  const DgRunLayer *layers;
  gsize n_layers;

  layers = dg_run_get_layers (run, &n_layers);
  g_assert_cmpuint (n_layers, ==, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (layers[i].name, ==, names[i]);
      g_assert_cmpuint (layers[i].n_dims, ==, 1);
      g_assert_cmpuint (layers[i].shape[0], ==, sizes[i]);
    }
}

static void
assert_outputs (DgRun *run, guint epoch, const char *layer, guint n_columns, int first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epoch, layer, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (outputs->n_dims, ==, 2);
  g_assert_cmpuint (outputs->shape[0], ==, N);
  g_assert_cmpuint (outputs->shape[1], ==, n_columns);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < n_columns; j++)
      g_assert_cmpfloat (outputs->data[i * n_columns + j], ==, j == 0 ? i / 2.0 : first);
}

/* Steps as PyTorch writes them. */
static void
test_steps (Log *log, gconstpointer data)
{
  const char *labels = "cat\nant\ncat\nbee\nant\nbee\n";
  const guint8 classes[] = { 2, 0, 2, 1, 0, 1 };
  g_autoptr (DgRun) run = NULL;

  add_embedding (log, "conv", 100, N, 3, labels);
  add_embedding (log, "fc", 100, N, 2, labels);
  add_embedding (log, "conv", 5, N, 3, labels);
  add_embedding (log, "fc", 5, N, 2, labels);
  run = open_good (log);
  assert_epochs (run, 2, (const guint[]) { 5, 100 });
  assert_layers (run, 2, (const char *const[]) { "conv", "fc" }, (const gsize[]) { 3, 2 });
  assert_outputs (run, 5, "conv", 3, 5);
  assert_outputs (run, 100, "conv", 3, 100);
  assert_outputs (run, 100, "fc", 2, 100);
  g_assert_cmpuint (dg_run_get_n_samples (run), ==, N);
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 3);
  g_assert_cmpstr (dg_run_get_class_name (run, 2), ==, "cat");
  g_assert_cmpmem (dg_run_get_labels (run), N, classes, N);
  g_assert_false (dg_run_get_image_size (run, &(guint) { 0 }, &(guint) { 0 }, &(guint) { 0 }));
}

/* Names without a step, as TensorFlow gives them; a file that has moved, one in bytes, and the default. */
static void
test_single (Log *log, gconstpointer data)
{
  const float values[N * 2] = { 0, 7, 0.5f, 7, 1, 7, 1.5f, 7, 2, 7, 2.5f, 7 };
  g_autofree char *bytes = g_build_filename (log->folder, "raw.bytes", NULL);
  g_autoptr (DgRun) run = NULL;

  write_tensor (log, "tensors.tsv", N, 2, 1);
  write_tensor (log, "moved.tsv", N, 3, 2);
  g_assert_true (g_file_set_contents (bytes, (const char *) values, sizeof values, NULL));
  g_string_append (log->config, "model_checkpoint_path: 'model.ckpt' # not there\n"
                                "embeddings { tensor_name: 'dense:0' }\n"
                                "embeddings { tensor_name: 'deeper' tensor_path: '/home/somebody/log/moved.tsv' }\n"
                                "embeddings: < tensor_path: 'raw.bytes' tensor_shape: [6, 2] >\n");
  write_config (log);
  run = open_good (log);
  assert_epochs (run, 1, (const guint[]) { 1 });
  assert_layers (run, 3, (const char *const[]) { "dense", "deeper", "raw" }, (const gsize[]) { 2, 3, 2 });
  assert_outputs (run, 1, "dense", 2, 1);
  assert_outputs (run, 1, "deeper", 3, 2);
  assert_outputs (run, 1, "raw", 2, 7);
  g_assert_null (dg_run_get_labels (run));
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 0);
}

/* Steps in names of files, and an embedding that one epoch has alone. */
static void
test_named_steps (Log *log, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;

  for (guint epoch = 1; epoch <= 3; epoch++)
    {
      g_autofree char *name = g_strdup_printf ("fc_epoch_%u.tsv", epoch);

      write_tensor (log, name, N, 2, epoch);
      g_string_append_printf (log->config, "embeddings { tensor_path: '%s' }\n", name);
    }
  write_tensor (log, "extra_epoch_1.tsv", N, 2, 0);
  g_string_append (log->config, "embeddings { tensor_path: 'extra_epoch_1.tsv' }\n");
  write_config (log);
  run = open_good (log);
  assert_epochs (run, 3, (const guint[]) { 1, 2, 3 });
  assert_layers (run, 1, (const char *const[]) { "fc" }, (const gsize[]) { 2 });
  assert_outputs (run, 2, "fc", 2, 2);
}

/* A grid of three images across, with room to spare at its end. */
static void
test_sprite (Log *log, gconstpointer data)
{
  const guint width = 2, height = 3;
  guint8 pixels[3 * 3 * 3 * 2];
  guint found_height, found_width, found_channels;
  g_autoptr (DgRun) run = NULL;

  for (guint y = 0; y < 3 * height; y++)
    for (guint x = 0; x < 3 * width; x++)
      pixels[y * 3 * width + x] = (y / height * 3 + x / width) * 10 + y % height * width + x % width;
  png_files_write (log->folder, "sprite.png", 3 * width, 3 * height, 1, pixels);
  write_tensor (log, "tensors.tsv", N, 2, 1);
  g_string_append (log->config, "embeddings { tensor_name: 'fc' tensor_path: 'tensors.tsv'\n"
                                "sprite { image_path: 'sprite.png' single_image_dim: 2 single_image_dim: 3 } }\n");
  write_config (log);
  run = open_good (log);
  for (guint i = 0; i < N; i++)
    {
      g_autofree guint8 *image = dg_run_load_images (run, i, 1, NULL);

      g_assert_true (dg_run_get_image_size (run, &found_height, &found_width, &found_channels));
      g_assert_cmpuint (found_height, ==, height);
      g_assert_cmpuint (found_width, ==, width);
      g_assert_cmpuint (found_channels, ==, 1);
      for (guint j = 0; j < height * width; j++)
        g_assert_cmpuint (image[j], ==, i * 10 + j);
    }
  png_files_write (log->folder, "sprite.png", 2 * width, 2 * height, 1, pixels);
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "sprite.png", "room for 4 images of 2 × 3 pixels, but there are 6");
}

static void
assert_labels (const Log *log, const char *text, const char *classes, const guint8 *labels)
{
  g_autofree char *path = g_build_filename (log->folder, "metadata.tsv", NULL);
  g_auto (DgProjectorLabels) found = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  write_text (log, "metadata.tsv", text);
  g_assert_true (dg_projector_labels_load (&found, path, N, &error));
  g_assert_no_error (error);
  names = found.class_names != NULL ? g_strjoinv ("|", found.class_names) : NULL;
  g_assert_cmpstr (names, ==, classes);
  if (classes == NULL)
    g_assert_null (found.labels);
  else
    g_assert_cmpmem (found.labels, N, labels, N);
}

static void
test_labels (Log *log, gconstpointer data)
{
  const guint8 numbers[] = { 1, 0, 2, 0, 1, 2 }, repeated[] = { 0, 1, 0, 1, 0, 1 }, different[] = { 0, 1, 2, 3, 4, 5 };

  assert_labels (log, "2\n1\n10\n1\n2\n10\n", "1|2|10", numbers);
  assert_labels (log, "2\r\n1\r\n10\r\n1\r\n2\r\n10", "1|2|10", numbers);
  assert_labels (log, "2\n1\n10\n1\n2\n10\n\n\n", "1|2|10", numbers);
  assert_labels (log, "digit\n2\n1\n10\n1\n2\n10\n", "1|2|10", numbers);
  assert_labels (log, "\n2\n1\n10\n1\n2\n10\n", "1|2|10", numbers);
  assert_labels (log, "name\tLabel\na\t2\nb\t1\nc\t10\nd\t1\ne\t2\nf\t10\n", "1|2|10", numbers);
  assert_labels (log, "name\tkind\na\tx\nb\ty\nc\tx\nd\ty\ne\tx\nf\ty\n", "x|y", repeated);
  assert_labels (log, "a\tx\nb\ty\nc\tx\nd\ty\ne\tx\nf\ty\n", "x|y", repeated);
  assert_labels (log, "\nb\n\nb\n\nb\n", "|b", repeated);
  assert_labels (log, "class\ta\n0\t1\n1\t2\n2\t3\n3\t4\n4\t5\n5\t6\n", "0|1|2|3|4|5", different);
  assert_labels (log, "a\nb\nc\nd\ne\nf\n", NULL, NULL);
  assert_labels (log, "i\tj\na\t1\nb\t2\nc\t3\nd\t4\ne\t5\nf\t6\n", NULL, NULL);
}

static void
test_label_faults (Log *log, gconstpointer data)
{
  add_embedding (log, "fc", 1, N, 2, "0\n1\n0\n");
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "00001/fc/metadata.tsv", "3 lines for 6 samples");
  write_text (log, "00001/fc/metadata.tsv", "a\tb\n0\t1\n0\t1\n0\t1\n0\n0\t1\n0\t1\n");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "00001/fc/metadata.tsv", "row 3 has 1 columns");
  write_text (log, "00001/fc/metadata.tsv", "\xff\n1\n0\n1\n0\n1\n");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "00001/fc/metadata.tsv", "not a text of labels");
  write_text (log, "00001/fc/metadata.tsv", "0\n1\n0\n1\n0\n1\n");
  g_object_unref (open_good (log));
  add_embedding (log, "fc", 2, N, 2, "0\n1\n0\n1\n1\n0\n");
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "00002/fc/metadata.tsv", "other labels than the other epochs");
}

static void
test_refused (Log *log, gconstpointer data)
{
  const char *labels = "0\n1\n0\n1\n0\n1\n";

  write_config (log);
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "projector_config.pbtxt", "names no embedding");
  write_text (log, "projector_config.pbtxt", "embeddings {\n  tensor_name \"a\"\n}\n");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "projector_config.pbtxt", "line 2");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_name: 'embedding/.ATTRIBUTES/VARIABLE_VALUE' }");
  assert_refused (log, DG_ERROR, DG_ERROR_UNSUPPORTED, "projector_config.pbtxt", "checkpoint of TensorFlow");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'none.tsv' }");
  assert_refused (log, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "none.tsv", "");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'a.tsv' sprite { image_path: 's.png' } }");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "projector_config.pbtxt", "single_image_dim");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'a.bytes' }");
  write_text (log, "a.bytes", "12345678");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "a.bytes", "tensor_shape");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'a.bytes' tensor_shape: [3, 1] }");
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "a.bytes", "8 bytes, which are not 3 × 1");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'a.bytes' tensor_shape: [2, 1, 1] }");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "projector_config.pbtxt", "two dimensions");
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_path: 'a.tsv' }");
  write_text (log, "a.tsv", "\n\n");
  assert_refused (log, DG_ERROR, DG_ERROR_FORMAT, "a.tsv", "no row of numbers");

  add_embedding (log, "fc", 1, N, 2, labels);
  add_embedding (log, "fc", 2, N - 1, 2, labels);
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "00002/fc/tensors.tsv", "holds 5 samples, the others 6");
  write_tensor (log, "00002/fc/tensors.tsv", N, 3, 2);
  assert_refused (log, DG_ERROR, DG_ERROR_MISMATCH, "00002/fc/tensors.tsv", "3 values of each sample");
}

/* Values that only reading a layer tells, and a file that changes. */
static void
test_late_faults (Log *log, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  add_embedding (log, "fc", 1, N, 2, "0\n1\n0\n1\n0\n1\n");
  run = open_good (log);
  write_text (log, "00001/fc/tensors.tsv", "0\t1\n0\t1\n0\tnan\n0\t1\n0\t1\n0\t1\n");
  g_assert_null (dg_run_load_outputs (run, 1, "fc", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "line 3, column 2"));
  g_clear_error (&error);
  write_tensor (log, "00001/fc/tensors.tsv", N - 1, 2, 1);
  g_assert_null (dg_run_load_outputs (run, 1, "fc", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_CHANGED);
}

/* Floats that are cut off while they are shown, as where TensorFlow writes them again. */
static void
test_cut_off (Log *log, gconstpointer data)
{
  g_autofree char *path = g_build_filename (log->folder, "a.bytes", NULL);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) before = NULL;
  g_autoptr (GError) error = NULL;

  write_text (log, "a.bytes", "12345678ABCDEFGH");
  write_text (log, "projector_config.pbtxt",
              "embeddings { tensor_name: \"a\" tensor_path: \"a.bytes\" tensor_shape: 2 tensor_shape: 2 }");
  run = open_good (log);
  before = dg_run_load_outputs (run, 1, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  g_assert_cmpmem (before->data, 16, "12345678ABCDEFGH", 16);
  g_assert_null (dg_run_load_outputs (run, 1, "a", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, path));
}

static void
epoch_added_cb (DgRun *run, guint epoch, guint *last)
{
  *last = epoch;
}

/* A step in the making is not shown until all layers of the others are there. */
static void
test_growing (Log *log, gconstpointer data)
{
  const char *labels = "0\n1\n0\n1\n0\n1\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL;
  guint added = 0;

  add_embedding (log, "conv", 1, N, 3, labels);
  add_embedding (log, "fc", 1, N, 2, labels);
  add_embedding (log, "conv", 2, N, 3, labels);
  run = open_good (log);
  g_signal_connect (run, "epoch-added", G_CALLBACK (epoch_added_cb), &added);
  assert_epochs (run, 1, (const guint[]) { 1 });
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (added, ==, 0);
  add_embedding (log, "fc", 2, N, 2, labels);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (added, ==, 2);
  assert_outputs (run, 2, "fc", 2, 2);
  write_text (log, "projector_config.pbtxt", "embeddings { tensor_na"); /* at that moment */
  g_assert_true (dg_run_refresh (run, &error));
  add_embedding (log, "conv", 3, N, 3, labels);
  add_embedding (log, "conv", 4, N, 3, labels);
  g_assert_false (dg_run_refresh (run, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "epoch 3 has no embedding “fc”"));
}

static void
count_cb (DgRun *run, guint *count)
{
  (*count)++;
}

/* A log that is opened after the first layer of its first step. */
static void
test_outgrown (Log *log, gconstpointer data)
{
  const char *labels = "0\n1\n0\n1\n0\n1\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL, again = NULL;
  guint count = 0;

  add_embedding (log, "conv", 1, N, 3, labels);
  run = open_good (log);
  g_signal_connect (run, "outgrown", G_CALLBACK (count_cb), &count);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (count, ==, 0);
  add_embedding (log, "fc", 1, N, 2, labels);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (count, ==, 1);

  again = open_good (log);
  assert_layers (again, 2, (const char *const[]) { "conv", "fc" }, (const gsize[]) { 3, 2 });
  g_signal_connect (again, "outgrown", G_CALLBACK (count_cb), &count);
  add_embedding (log, "conv", 2, N, 3, labels);
  add_embedding (log, "fc", 2, N, 2, labels);
  g_assert_true (dg_run_refresh (again, &error));
  g_assert_cmpuint (count, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Log *, gconstpointer);
  } tests[] = {
    { "/projector-source/steps", test_steps },
    { "/projector-source/single", test_single },
    { "/projector-source/named-steps", test_named_steps },
    { "/projector-source/sprite", test_sprite },
    { "/projector-source/labels", test_labels },
    { "/projector-source/label-faults", test_label_faults },
    { "/projector-source/refused", test_refused },
    { "/projector-source/late-faults", test_late_faults },
    { "/projector-source/cut-off", test_cut_off },
    { "/projector-source/growing", test_growing },
    { "/projector-source/outgrown", test_outgrown },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Log, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
