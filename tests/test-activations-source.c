/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/activations-source.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "activations-fixture.h"
#include "base/error.h"
#include "run/safetensors-writer.h"
#include "tiny-activations.h"
#include "tiny-run.h"

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) conv = NULL, fc = NULL, log_likelihood = NULL;
  g_autofree guint8 *said = NULL;
  const DgRunLayer *layers;
  const guint *epochs;
  guint height, width, channels;
  gsize n;

  tiny_activations_add_epoch (fixture->folder, 10, TINY_LABELS | TINY_LOGITS);
  tiny_activations_add_epoch (fixture->folder, 0, TINY_LABELS | TINY_LOGITS | TINY_IMAGES);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_LOGITS);
  tiny_activations_write (fixture->folder, "epoch_best.npz", "is no epoch");
  tiny_activations_write (fixture->folder, "class_names.json", "[\"ant\", \"bee\", \"cat\"]");
  run = tiny_activations_open (fixture->folder);
  epochs = dg_run_get_epochs (run, &n);
  g_assert_cmpmem (epochs, n * sizeof *epochs, ((guint[]) { 0, 2, 10 }), 3 * sizeof (guint));
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (layers[0].name, ==, "conv"); /* as the metadata say, not as they lie */
  g_assert_cmpuint (layers[0].n_dims, ==, 3);
  g_assert_cmpstr (layers[1].name, ==, "fc");
  g_assert_cmpuint (dg_run_get_n_samples (run), ==, TINY_ACTIVATIONS_N);
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 3);
  g_assert_cmpstr (dg_run_get_class_name (run, 1), ==, "bee");
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    g_assert_cmpuint (dg_run_get_labels (run)[i], ==, tiny_activations_get_label (i));
  g_assert_cmpuint (get_first_pixel (run, 7), ==, 7);
  g_assert_true (dg_run_get_image_size (run, &height, &width, &channels));
  g_assert_cmpuint (height, ==, TINY_ACTIVATIONS_SIDE);
  g_assert_cmpuint (channels, ==, 1);
  g_assert_null (dg_run_get_index (run));
  g_assert_null (dg_run_get_options (run));
  g_assert_cmpuint (dg_run_get_n_dataset (run), ==, 0);
  g_assert_null (dg_run_get_units (run, &n));

  conv = dg_run_load_outputs (run, 10, "conv:1", NULL);
  g_assert_cmpuint (dg_tensor_get_row_length (conv), ==, 9);
  fc = dg_run_load_outputs (run, 2, "fc", NULL);
  g_assert_cmpuint (dg_tensor_get_size (fc), ==, 5 * TINY_ACTIVATIONS_N);
  g_assert_nonnull (fc->bytes); /* as it was read, not copied */
  log_likelihood = dg_run_load_log_likelihood (run, 10, NULL);
  said = dg_run_load_predictions (run, 10, NULL);
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    {
      double sum = 0;

      for (guint c = 0; c < 3; c++)
        sum += exp (log_likelihood->data[3 * i + c]);
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
      g_assert_cmpuint (said[i], ==, tiny_activations_get_prediction (i, 10));
    }
}

/* Nothing but layers. */
static void
test_bare (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;
  guint height, width, channels;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_NOTHING);
  tiny_activations_write (fixture->folder, "class_names.json", "[\"ant\"]");
  run = tiny_activations_open (fixture->folder);
  g_assert_null (dg_run_get_labels (run));
  g_assert_false (dg_run_get_image_size (run, &height, &width, &channels));
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 0);
  g_assert_false (dg_run_has_predictions (run));
  g_assert_null (dg_run_load_predictions (run, 1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (dg_run_has_log_likelihood (run));
  g_assert_null (dg_run_load_log_likelihood (run, 1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
test_predictions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autofree guint8 *said = NULL;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_PREDICTIONS);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_PREDICTIONS);
  run = tiny_activations_open (fixture->folder);
  g_assert_true (dg_run_has_predictions (run));
  g_assert_false (dg_run_has_log_likelihood (run));
  g_assert_cmpuint (dg_run_get_n_classes (run), ==, 3);
  said = dg_run_load_predictions (run, 2, NULL);
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    g_assert_cmpuint (said[i], ==, tiny_activations_get_prediction (i, 2));
}

/* A class that only a later epoch predicts has no name. */
static void
test_more_predictions (Fixture *fixture, gconstpointer data)
{
  static const gint64 more[] = { 0, 1, 2, 5 };
  const Array first = { "predictions.npy", "<i8", "(4,)", labels, sizeof labels };
  const Array second = { "predictions.npy", "<i8", "(4,)", more, sizeof more };
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  WRITE (fixture, "epoch_1.npz", &good_layer, &first);
  WRITE (fixture, "epoch_2.npz", &good_layer, &second);
  run = tiny_activations_open (fixture->folder);
  g_assert_null (dg_run_load_predictions (run, 2, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "epoch_2.npz: “predictions” has the class 5"));
  g_clear_error (&error);
  g_clear_object (&run);
  tiny_activations_write (fixture->folder, "class_names.json", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]");
  run = tiny_activations_open (fixture->folder);
  g_free (dg_run_load_predictions (run, 2, &error));
  g_assert_no_error (error);
}

/* Types, byte orders, element orders and kinds of files, all of the same numbers. */
static void
test_layouts (Fixture *fixture, gconstpointer data)
{
  static const guint16 half[] = { 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600, 0x4700, 0x4800 };
  static const double wide[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const guint8 bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const guint8 big[] = { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8 };
  const Array arrays[] = { { "half.npy", "<f2", "(4, 2)", half, sizeof half },
                           { "wide.npy", "<f8", "(4, 2, 1)", wide, sizeof wide },
                           { "bytes.npy", "|u1", "(4, 1, 2)", bytes, sizeof bytes },
                           { "big.npy", ">i2", "(4, 2)", big, sizeof big },
                           { "loss.npy", "<f8", "()", wide, sizeof wide[0] } };
  const char *const names[] = { "epoch_1.npz", "epoch_002" };
  static const guint16 brain[] = { 0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0, 0x40c0, 0x40e0, 0x4100 };
  static const float columns[] = { 1, 3, 5, 7, 2, 4, 6, 8 };
  g_autofree char *third = get_path (fixture, "epoch_3.safetensors");
  g_autofree char *fortran = get_path (fixture, "epoch_002/half.npy");
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GByteArray) by_columns =
    npy_new ("{'descr': '<f4', 'fortran_order': True, 'shape': (4, 2), }", columns, sizeof columns);
  g_autoptr (DgRun) run = NULL;
  const DgRunLayer *layers;
  gsize n;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    WRITE (fixture, names[i], &arrays[0], &arrays[1], &arrays[2], &arrays[3], &arrays[4]);
  bytes_write (fortran, by_columns->data, by_columns->len);
  dg_safetensors_writer_add (writer, "half", DG_DTYPE_BF16, 2, (gsize[]) { 4, 2 }, brain);
  dg_safetensors_writer_add (writer, "wide", DG_DTYPE_F32, 3, (gsize[]) { 4, 2, 1 }, layer);
  dg_safetensors_writer_add (writer, "bytes", DG_DTYPE_F64, 3, (gsize[]) { 4, 1, 2 }, wide);
  dg_safetensors_writer_add (writer, "big", DG_DTYPE_U8, 2, (gsize[]) { 4, 2 }, bytes);
  g_assert_true (dg_safetensors_writer_write (writer, third, NULL));
  run = tiny_activations_open (fixture->folder);
  layers = dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (layers[0].name, ==, "half");
  for (guint epoch = 1; epoch <= 3; epoch++)
    for (gsize i = 0; i < n; i++)
      {
        g_autoptr (DgTensor) values = dg_run_load_outputs (run, epoch, layers[i].name, NULL);

        g_assert_cmpmem (values->data, dg_tensor_get_size (values) * sizeof (float), layer, sizeof layer);
      }
}

/* (n, 1) labels and layers of one value a sample; rows of the dataset. */
static void
test_single_values (Fixture *fixture, gconstpointer data)
{
  const Array single = { "score.npy", "<i8", "(4,)", labels, sizeof labels };
  const Array column = { "labels.npy", "<i8", "(4, 1)", labels, sizeof labels };
  const Array rows = { "index.npy", "<i8", "(4,)", labels, sizeof labels };
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) values = NULL;
  gsize n;

  WRITE (fixture, "epoch_1.npz", &single, &column, &rows);
  run = tiny_activations_open (fixture->folder);
  g_assert_cmpuint (dg_run_get_layers (run, &n)[0].shape[0], ==, 1);
  values = dg_run_load_outputs (run, 1, "score", NULL);
  g_assert_cmpuint (dg_tensor_get_size (values), ==, 4);
  g_assert_cmpuint (dg_run_get_labels (run)[2], ==, 2);
  g_assert_cmpint (dg_run_get_index (run)[3], ==, 1);
}

/* What one epoch alone can be refused for. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const gint64 negative[] = { 0, 1, -1, 1 }, many[] = { 0, 256, 0, 0 }, far[] = { 0, 1, 16777217, 1 };
  static const float nan_logits[] = { 0, 1, 0, 1, 0, 1, 0, NAN, 0, 1, 0, 1 };
  static const guint8 few[2048] = { 0 };
  const struct
  {
    Array array;
    DgError code;
    const char *fault;
  } faults[] = {
    { { "labels.npy", "|O", "(4,)", labels, sizeof labels }, DG_ERROR_UNSUPPORTED, "“labels”: holds Python objects" },
    { { "gone.npy", "|O", "(4,)", labels, sizeof labels }, DG_ERROR_UNSUPPORTED, "“gone”: holds Python objects" },
    { { "images.npy", "|O", "(4,)", labels, sizeof labels }, DG_ERROR_UNSUPPORTED, "“images”: holds Python objects" },
    { { "logits.npy", "|O", "(4,)", labels, sizeof labels }, DG_ERROR_UNSUPPORTED, "“logits”: holds Python objects" },
    { { "words.npy", "<U3", "(4,)", labels, sizeof labels }, DG_ERROR_UNSUPPORTED, "“words”: holds elements of the" },
    { { "other.npy", "<f4", "(2, 4)", layer, sizeof layer }, DG_ERROR_MISMATCH, "“other” has 2 samples, “fc”" },
    { { "none.npy", "<f4", "(4, 0)", layer, 0 }, DG_ERROR_UNSUPPORTED, "“none” has the shape (4, 0)" },
    { { "labels.npy", "<i8", "(2, 2)", labels, sizeof labels }, DG_ERROR_MISMATCH, "“labels” has the shape (2, 2)" },
    { { "labels.npy", "<i8", "(4,)", negative, sizeof negative }, DG_ERROR_VALUE, "row 2 of “labels” is -1" },
    { { "labels.npy", "<i8", "(4,)", many, sizeof many }, DG_ERROR_VALUE, "row 1 of “labels” is 256" },
    { { "labels.npy", "<f4", "(4,)", nan_logits + 4, 16 }, DG_ERROR_VALUE, "row 3 of “labels” is nan" },
    { { "index.npy", "<i8", "(4,)", negative, sizeof negative }, DG_ERROR_VALUE, "row 2 of “index” is -1" },
    { { "index.npy", "<i8", "(4,)", far, sizeof far }, DG_ERROR_VALUE, "row 2 of “index” is 1.67772e+07" },
    { { "index.npy", "<f4", "(4, 0)", layer, 0 }, DG_ERROR_MISMATCH, "“index” has the shape (4, 0)" },
    { { "index.npy", "<f4", "(4, 2)", layer, sizeof layer }, DG_ERROR_MISMATCH, "“index” has the shape (4, 2)" },
    { { "logits.npy", "<f4", "(4, 2, 1)", layer, sizeof layer }, DG_ERROR_MISMATCH, "“logits” has the shape (4, 2" },
    { { "predictions.npy", "<f4", "(4, 2)", layer, sizeof layer }, DG_ERROR_MISMATCH, "“predictions” has the shape" },
    { { "images.npy", "<f4", "(4, 2)", layer, sizeof layer }, DG_ERROR_MISMATCH, "“images” has the shape (4, 2)" },
    { { "images.npy", "<f4", "(4, 1, 1)", nan_logits + 4, 16 }, DG_ERROR_VALUE, "row 3 of “images”" },
    { { "bomb.npy", "<f4", "(4, 100000000)", few, sizeof few }, DG_ERROR_UNSUPPORTED, "“bomb” would inflate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      WRITE (fixture, "epoch_1.npz", &good_layer, &faults[i].array);
      assert_refused (fixture, DG_ERROR, faults[i].code, "epoch_1.npz", faults[i].fault);
    }
}

/* The same of folders, where a fault is in a file of its own. */
static void
test_refused_folder (Fixture *fixture, gconstpointer data)
{
  const Array objects = { "gone.npy", "|O", "(4,)", labels, sizeof labels };
  const Array cut = { "cut.npy", "<f4", "(4, 2)", layer, sizeof layer - 4 };

  WRITE (fixture, "epoch_1", &good_layer, &objects);
  assert_refused (fixture, DG_ERROR, DG_ERROR_UNSUPPORTED, "epoch_1/gone.npy", "holds Python objects");
  tiny_remove (fixture->folder);
  g_mkdir (fixture->folder, 0777);
  WRITE (fixture, "epoch_1", &good_layer, &cut);
  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_1/cut.npy", "is cut off");
}

/* A safetensors file with this header and eight bytes of data. */
static void
write_header (Fixture *fixture, const char *header)
{
  g_autofree char *path = get_path (fixture, "epoch_1.safetensors");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));

  g_byte_array_append (bytes, (guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (guint8 *) header, strlen (header));
  g_byte_array_append (bytes, (guint8 *) layer, 8);
  bytes_write (path, bytes->data, bytes->len);
}

static void
test_refused_safetensors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *header, *fault;
    DgError code;
  } faults[] = {
    { "{\"fc\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", "“fc”", DG_ERROR_FORMAT },
    { "{\"fc\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,0]}}", "“fc”", DG_ERROR_FORMAT },
    { "{\"__metadata__\":{\"layers\":\"fc,gone\"},\"fc\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
      "“gone”, which the metadata", DG_ERROR_NAME },
    { "{\"__metadata__\":{\"layers\":\"fc, fc\"},\"fc\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
      "“fc” twice", DG_ERROR_FORMAT },
    { "{\"__metadata__\":{\"layers\":\"fc\"},\"fc\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}",
      "“fc” is a single number", DG_ERROR_MISMATCH },
    { "{\"__metadata__\":{\"layers\":\"\"},\"fc\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
      "holds no layer", DG_ERROR_FORMAT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      write_header (fixture, faults[i].header);
      assert_refused (fixture, DG_ERROR, faults[i].code, "epoch_1.safetensors", faults[i].fault);
    }
}

static void
test_no_layers (Fixture *fixture, gconstpointer data)
{
  WRITE (fixture, "epoch_1.npz", &good_labels);
  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_1.npz", "holds no layer");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "epoch_1.npz");

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  assert_refused (fixture, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "epoch_1.npz", "No such file");
  g_unlink (path);
  g_mkdir (path, 0777); /* a folder with the name of a file */
  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_1.npz", "holds no NumPy array");
  g_rmdir (path);
  tiny_activations_write (fixture->folder, "epoch_1.npz", "PK, or so it says");
  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_1.npz", "zip");
}

static void
test_not_finite (Fixture *fixture, gconstpointer data)
{
  static const float holes[] = { 1, 2, 3, 4, NAN, 6, 7, 8 };
  const Array hollow = { "fc.npy", "<f4", "(4, 2)", holes, sizeof holes };
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  WRITE (fixture, "epoch_1.npz", &hollow);
  run = tiny_activations_open (fixture->folder);
  g_assert_null (dg_run_load_outputs (run, 1, "fc", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "epoch_1.npz: row 2 of the layer “fc”"));
}

/* Epochs that are not of the same samples, or not of the same network. */
static void
test_different (Fixture *fixture, gconstpointer data)
{
  static const gint64 other[] = { 0, 1, 2, 2 };
  const Array two = { "fc.npy", "<f4", "(2, 4)", layer, sizeof layer };
  const Array flat = { "fc.npy", "<f4", "(4, 1, 2)", layer, sizeof layer };
  const Array renamed = { "fc1.npy", "<f4", "(4, 2)", layer, sizeof layer };
  const Array other_labels = { "labels.npy", "<i8", "(4,)", other, sizeof other };
  const Array logits = { "logits.npy", "<f4", "(4, 2)", layer, sizeof layer };
  const Array predictions = { "predictions.npy", "<i8", "(4,)", labels, sizeof labels };

  WRITE (fixture, "epoch_1.npz", &good_layer, &good_labels, &predictions);
  WRITE (fixture, "epoch_2.npz", &good_layer, &good_labels, &predictions);
  WRITE (fixture, "epoch_3.npz", &two, &good_labels, &predictions);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_3.npz", "“fc” has 2 samples, “fc” of epoch_1.npz 4");
  WRITE (fixture, "epoch_3.npz", &flat, &good_labels, &predictions);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_3.npz", "“fc” has the shape (4, 1, 2), which");
  WRITE (fixture, "epoch_3.npz", &good_layer, &other_labels, &predictions);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_3.npz", "row 3 of “labels” is 2, but 1 in epoch_1.npz");
  WRITE (fixture, "epoch_3.npz", &renamed, &good_labels, &predictions);
  make_old (fixture, "epoch_3.npz");
  assert_refused (fixture, DG_ERROR, DG_ERROR_NAME, "epoch_3.npz", "no array “fc”");
  WRITE (fixture, "epoch_3.npz", &good_layer, &good_labels);
  make_old (fixture, "epoch_3.npz");
  assert_refused (fixture, DG_ERROR, DG_ERROR_NAME, "epoch_3.npz", "no array “predictions”");

  WRITE (fixture, "epoch_1.npz", &good_layer, &logits);
  WRITE (fixture, "epoch_2.npz", &good_layer, &good_labels, &logits);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_2.npz", "holds “labels”, which epoch_1.npz does not");
  WRITE (fixture, "epoch_1.npz", &good_layer, &good_labels, &logits);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_1.npz", "“logits” knows 2 classes");
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  WRITE (fixture, "epoch_1.npz", &good_layer);
  WRITE (fixture, "epoch_0001", &good_layer);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, fixture->folder, "epoch 1 is there twice: ");
}

static void
test_class_names (Fixture *fixture, gconstpointer data)
{
  static const char *const good[] = { "[\"x\", \"y\", \"z\"]", "{\"2\": \"z\", \"0\": \"x\", \"1\": \"y\"}",
                                      "{\"z\": 2, \"y\": 1, \"x\": 0}", "[\"x\", \"y\", \"z\", \"unused\"]" };
  static const char *const bad[] = { "3", "[1, 2, 3]", "{\"x\": 0, \"y\": 0, \"z\": 1}", "{\"0\": \"x\", \"3\": \"y\"}",
                                     "{\"x\": 0.5}", "[\"x\", " };

  WRITE (fixture, "epoch_1.npz", &good_layer, &good_labels);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (DgRun) run = NULL;

      tiny_activations_write (fixture->folder, "class_names.json", good[i]);
      run = tiny_activations_open (fixture->folder);
      g_assert_cmpstr (dg_run_get_class_name (run, 0), ==, "x");
      g_assert_cmpstr (dg_run_get_class_name (run, 2), ==, "z");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      tiny_activations_write (fixture->folder, "class_names.json", bad[i]);
      assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "class_names.json", "");
    }
  tiny_activations_write (fixture->folder, "class_names.json", "[\"x\", \"y\"]");
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "class_names.json", "names fewer classes (2) than there are (3)");
}

/* The pixels of the second of two images of 1 × 2, in colour where there are three channels. */
static void
assert_images (Fixture *fixture, Array array, const guint8 *expected, guint expected_channels)
{
  static const float two[] = { 1, 2 };
  const Array rows = { "fc.npy", "<f4", "(2, 1)", two, sizeof two };
  g_autoptr (DgRun) run = NULL;
  g_autofree guint8 *pixels = NULL;
  guint height, width, channels;

  array.name = "images.npy";
  WRITE (fixture, "epoch_1", &rows, &array);
  run = tiny_activations_open (fixture->folder);
  pixels = dg_run_load_images (run, 1, 1, NULL);
  g_assert_true (dg_run_get_image_size (run, &height, &width, &channels));
  g_assert_cmpuint (height, ==, 1);
  g_assert_cmpuint (width, ==, 2);
  g_assert_cmpuint (channels, ==, expected_channels);
  g_assert_cmpmem (pixels, 2 * channels, expected, 2 * expected_channels);
}

static void
test_images (Fixture *fixture, gconstpointer data)
{
  static const guint8 bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  static const float unit[] = { 0, 1, 0.5f, 0.25f }, wide[] = { 0, 200, 3, 4.4f };
  static const float standardised[] = { -1, 0, 10, 20, 5, 5, 1, 3, 30, 15, 5, 5 }; /* (2, 3, 1, 2) */
  static const gint64 numbers[] = { 0, 255, 7, 8 };
  const struct
  {
    Array array;
    guint8 expected[6];
    guint channels;
  } cases[] = {
    { { NULL, "|u1", "(2, 1, 2)", bytes, 4 }, { 3, 4 }, 1 },
    { { NULL, "|u1", "(2, 1, 2, 1)", bytes, 4 }, { 3, 4 }, 1 },
    { { NULL, "|u1", "(2, 1, 1, 2)", bytes, 4 }, { 3, 4 }, 1 },
    { { NULL, "|u1", "(2, 1, 2, 3)", bytes, 12 }, { 7, 8, 9, 10, 11, 12 }, 3 },
    { { NULL, "|u1", "(2, 3, 1, 2)", bytes, 12 }, { 7, 9, 11, 8, 10, 12 }, 3 },
    { { NULL, "<f4", "(2, 1, 2)", unit, sizeof unit }, { 128, 64 }, 1 },
    { { NULL, "<f4", "(2, 1, 2)", wide, sizeof wide }, { 3, 4 }, 1 },
    { { NULL, "<i8", "(2, 1, 2)", numbers, sizeof numbers }, { 7, 8 }, 1 },
    { { NULL, "<f4", "(2, 3, 1, 2)", standardised, sizeof standardised }, { 128, 255, 0, 255, 64, 0 }, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_images (fixture, cases[i].array, cases[i].expected, cases[i].channels);
}

static void
test_reconstruction (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *errors = NULL;
  gsize n;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_IMAGES | TINY_RECONSTRUCTION);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_IMAGES | TINY_RECONSTRUCTION);
  run = tiny_activations_open (fixture->folder);
  g_assert_true (dg_run_has_reconstruction (run));
  dg_run_get_layers (run, &n);
  g_assert_cmpuint (n, ==, 2);
  errors = dg_run_compute_reconstruction_errors (run, 2, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    g_assert_cmpfloat_with_epsilon (errors[i], tiny_activations_get_error (i, 2), 1e-7);
}

/* Of the images' size, channels first; and in every epoch. */
static void
test_reconstruction_refused (Fixture *fixture, gconstpointer data)
{
  static const guint8 bytes[4 * 12] = { 0 };
  static const float values[4 * 12] = { 0 };
  const Array grey = { "images.npy", "|u1", "(4, 1, 2)", bytes, 8 };
  const Array colour = { "images.npy", "|u1", "(4, 2, 2, 3)", bytes, 48 };
  const Array good = { "reconstructions.npy", "<f4", "(4, 2)", values, 32 };
  const Array large = { "reconstruction.npy", "<f4", "(4, 2, 2)", values, 64 };
  const Array turned = { "reconstruction.npy", "<f4", "(4, 2, 1)", values, 32 };
  const Array last = { "reconstruction.npy", "<f4", "(4, 2, 2, 3)", values, sizeof values };
  const Array first = { "reconstruction.npy", "<f4", "(4, 3, 2, 2)", values, sizeof values };
  g_autoptr (DgRun) run = NULL;

  WRITE (fixture, "epoch_1.npz", &good_layer, &good);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_1.npz", "no “images”");
  WRITE (fixture, "epoch_1.npz", &good_layer, &grey, &large);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_1.npz", "(4, 2, 2), but takes images of 1 channels, 1 rows");
  WRITE (fixture, "epoch_1.npz", &good_layer, &grey, &turned);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_1.npz", "(4, 2, 1), but takes images of 1 channels, 1 rows");
  WRITE (fixture, "epoch_1.npz", &good_layer, &colour, &last);
  assert_refused (fixture, DG_ERROR, DG_ERROR_MISMATCH, "epoch_1.npz", "takes images of 3 channels, 2 rows and 2 columns");
  WRITE (fixture, "epoch_1.npz", &good_layer, &colour, &first);
  run = tiny_activations_open (fixture->folder);
  g_assert_true (dg_run_has_reconstruction (run));
  WRITE (fixture, "epoch_2.npz", &good_layer);
  make_old (fixture, "epoch_2.npz");
  assert_refused (fixture, DG_ERROR, DG_ERROR_NAME, "epoch_2.npz", "reconstruction");
}

#define LARGE_SIDE 4200 /* 4 such images are more than are kept in memory */

/* A file of @size bytes, most of them a hole, whose last image begins with 9. */
static void
write_large_images (const char *path, const guint8 *header, gsize header_size)
{
  const gsize length = LARGE_SIDE * LARGE_SIDE, size = header_size + 4 * length;
  const guint8 pixel = 9;
  int fd;

  bytes_write (path, header, header_size);
  g_assert_cmpint (truncate (path, size), ==, 0);
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (pwrite (fd, &pixel, 1, size - length), ==, 1);
  close (fd);
}

static void
check_large_images (Fixture *fixture, const char *path)
{
  g_autoptr (DgRun) run = tiny_activations_open (fixture->folder);
  g_autoptr (GError) error = NULL;
  guint height, width, channels;

  g_assert_true (dg_run_get_image_size (run, &height, &width, &channels));
  g_assert_cmpuint (height, ==, LARGE_SIDE);
  g_assert_cmpuint (channels, ==, 1);
  g_assert_cmpuint (get_first_pixel (run, 2), ==, 0);
  g_assert_cmpuint (get_first_pixel (run, 3), ==, 9);
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  g_assert_null (dg_run_load_images (run, 3, 1, &error));
  g_assert_nonnull (strstr (error->message, path));
}

/* Images that are many are read one by one, so that opening a folder does not take their memory. */
static void
test_large_images (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) npy = npy_new_array ("|u1", "(4, 4200, 4200)", NULL, 0);
  const char *json = "{\"fc\":{\"dtype\":\"F32\",\"shape\":[4,2],\"data_offsets\":[0,32]},"
                     "\"images\":{\"dtype\":\"U8\",\"shape\":[4,4200,4200],\"data_offsets\":[32,70560032]}}";
  g_autoptr (GByteArray) safetensors = g_byte_array_new ();
  g_autofree char *epoch = get_path (fixture, "epoch_1"), *in_folder = get_path (fixture, "epoch_1/images.npy");
  g_autofree char *single = get_path (fixture, "epoch_1.safetensors");
  const guint64 length = GUINT64_TO_LE (strlen (json));

  WRITE (fixture, "epoch_1", &good_layer);
  write_large_images (in_folder, npy->data, npy->len);
  check_large_images (fixture, in_folder);

  tiny_remove (epoch);
  g_byte_array_append (safetensors, (const guint8 *) &length, sizeof length);
  g_byte_array_append (safetensors, (const guint8 *) json, strlen (json));
  g_byte_array_set_size (safetensors, safetensors->len + sizeof layer);
  memset (safetensors->data + safetensors->len - sizeof layer, 0, sizeof layer);
  write_large_images (single, safetensors->data, safetensors->len);
  check_large_images (fixture, single);
}

/* A folder of any name can be told of in UTF-8. */
static void
test_foreign_name (Fixture *fixture, gconstpointer data)
{
  static const char *const layers[] = { "none", "fc:0", "conv:9" };
  g_autofree char *old = fixture->folder;
  g_autoptr (DgRun) run = NULL, missing = NULL;
  g_autoptr (GFile) gone = NULL;
  g_autoptr (GError) error = NULL;
  gssize channel;

  tiny_activations_add_epoch (old, 1, TINY_NOTHING);
  fixture->folder = g_strconcat (old, "\xe9", NULL);
  g_assert_cmpint (g_rename (old, fixture->folder), ==, 0);
  run = tiny_activations_open (fixture->folder);
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_assert_null (dg_run_find_layer (run, layers[i], &channel, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_clear_error (&error);
    }
  gone = g_file_new_build_filename (fixture->folder, "\xe9", NULL);
  missing = dg_run_open (gone, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/activations-source/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("open", test_open);
  ADD ("bare", test_bare);
  ADD ("predictions", test_predictions);
  ADD ("more-predictions", test_more_predictions);
  ADD ("layouts", test_layouts);
  ADD ("single-values", test_single_values);
  ADD ("refused", test_refused);
  ADD ("refused-folder", test_refused_folder);
  ADD ("refused-safetensors", test_refused_safetensors);
  ADD ("no-layers", test_no_layers);
  ADD ("unreadable", test_unreadable);
  ADD ("not-finite", test_not_finite);
  ADD ("different", test_different);
  ADD ("twice", test_twice);
  ADD ("class-names", test_class_names);
  ADD ("reconstruction", test_reconstruction);
  ADD ("reconstruction-refused", test_reconstruction_refused);
  ADD ("images", test_images);
  ADD ("large-images", test_large_images);
  ADD ("foreign-name", test_foreign_name);
#undef ADD
  return g_test_run ();
}
