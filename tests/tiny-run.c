/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny-run.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "run/analysis.h"
#include "run/metrics.h"
#include "run/safetensors-writer.h"
#include "run/snapshot.h"

#define SIDE 4
#define N_LAYERS 4
#define N_PARAMETERS 8

static const char network[] = "C1 conv 2 3\nP1 relu\nF3 linear 6\nR3 relu\nF4 linear 5\nR4 relu\nF5 linear classes\n"
                              "S5 logsoftmax";

/* Row of the dataset that is the first of the analysis set. */
#define FIRST (TINY_N_DATASET - TINY_N)

static const struct
{
  const char *name;
  guint n_dims;
  gsize shape[3];
} layers[N_LAYERS] = {
  { "P1", 3, { 2, 2, 2 } },
  { "R3", 1, { 6 } },
  { "R4", 1, { 5 } },
  { "S5", 1, { TINY_N_CLASSES } },
};

static const struct
{
  const char *name;
  guint n_dims;
  gsize shape[4];
} parameters[N_PARAMETERS] = {
  { "C1.weight", 4, { 2, 1, 3, 3 } }, { "C1.bias", 1, { 2 } }, { "F3.weight", 2, { 6, 8 } },
  { "F3.bias", 1, { 6 } },            { "F4.weight", 2, { 5, 6 } }, { "F4.bias", 1, { 5 } },
  { "F5.weight", 2, { TINY_N_CLASSES, 5 } }, { "F5.bias", 1, { TINY_N_CLASSES } },
};

void
tiny_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          tiny_remove (child);
        }
    }
  g_remove (path);
}

static void
save_manifest (TinyRun *self)
{
  g_autoptr (GError) error = NULL;

  dg_manifest_save (self->manifest, self->folder, &error);
  g_assert_no_error (error);
}

static void
save_analysis (TinyRun *self)
{
  g_autoptr (GError) error = NULL;
  gsize n_dataset = FIRST + self->n;
  g_autofree guint8 *pixels = g_new0 (guint8, n_dataset * SIDE * SIDE);
  g_autofree guint8 *labels = g_new (guint8, n_dataset);
  g_autofree guint32 *index = g_new (guint32, self->n);
  DgImages images = { n_dataset, SIDE, SIDE, 1, pixels, labels };

  for (gsize i = 0; i < n_dataset; i++)
    {
      labels[i] = (i * 7) % TINY_N_CLASSES;
      pixels[i * SIDE * SIDE] = (guint8) i;
    }
  for (guint32 i = 0; i < self->n; i++)
    index[i] = i + FIRST;
  dg_analysis_save (&images, index, self->n, self->folder, &error);
  g_assert_no_error (error);
}

TinyRun *
tiny_run_new (void)
{
  return tiny_run_new_sized (TINY_N);
}

TinyRun *
tiny_run_new_sized (gsize n)
{
  TinyRun *self = g_new0 (TinyRun, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  g_autofree char *outputs = NULL;
  g_autofree char *weights = NULL;
  const char *const names[] = { "ant", "bee", "cat", "dog", NULL };

  self->n = n;
  self->folder = g_dir_make_tmp ("tiny-run-XXXXXX", &error);
  g_assert_no_error (error);
  outputs = g_build_filename (self->folder, "outputs", NULL);
  weights = g_build_filename (self->folder, "weights", NULL);
  g_assert_cmpint (g_mkdir (outputs, 0777), ==, 0);
  g_assert_cmpint (g_mkdir (weights, 0777), ==, 0);

  self->manifest = dg_manifest_new ();
  self->manifest->options = dg_run_options_new ();
  self->manifest->options->analysis = n;
  g_free (self->manifest->options->network);
  self->manifest->options->network = g_strdup (network);
  self->manifest->options->training.seed = 1;
  self->manifest->dataset_name = g_strdup ("beasts");
  self->manifest->dataset_sha256 = g_strnfill (64, '0');
  self->manifest->class_names = g_strdupv ((char **) names);
  self->manifest->n_dataset = FIRST + n;
  self->manifest->log_likelihood = g_strdup ("S5");
  for (guint i = 0; i < N_LAYERS; i++)
    dg_manifest_add_layer (self->manifest, layers[i].name, layers[i].n_dims, layers[i].shape);
  save_analysis (self);
  dg_metrics_save (metrics, self->folder, &error);
  g_assert_no_error (error);
  save_manifest (self);
  return self;
}

void
tiny_run_free (TinyRun *self)
{
  tiny_remove (self->folder);
  g_free (self->folder);
  dg_manifest_free (self->manifest);
  g_free (self);
}

/* Log-softmax of each row of @values, (n, n_classes). */
static void
make_log_likelihood (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      float *row = values + i * TINY_N_CLASSES;
      double sum = 0;

      for (gsize j = 0; j < TINY_N_CLASSES; j++)
        sum += exp (row[j]);
      for (gsize j = 0; j < TINY_N_CLASSES; j++)
        row[j] = (float) (row[j] - log (sum));
    }
}

static DgTensor *
make_layer (guint layer, guint epoch, gsize n)
{
  gsize shape[DG_TENSOR_MAX_DIMS] = { n };
  g_autoptr (DgTensor) tensor = NULL;
  gsize d;
  DgRng rng;

  memcpy (shape + 1, layers[layer].shape, layers[layer].n_dims * sizeof *shape);
  tensor = dg_tensor_new (layers[layer].n_dims + 1, shape);
  d = dg_tensor_get_row_length (tensor);
  dg_rng_init (&rng, 100 * epoch + layer, 0);
  for (gsize i = 0; i < n; i++)
    {
      guint label = ((i + FIRST) * 7) % TINY_N_CLASSES;
      guint place = (i + epoch) % 9 == 0 ? (label + 1) % TINY_N_CLASSES : label; /* some are wrong */

      for (gsize j = 0; j < d; j++)
        tensor->data[i * d + j] =
          (float) ((j % TINY_N_CLASSES == place ? 4 : 0) + 0.3 * dg_rng_normal (&rng));
    }
  if (g_str_equal (layers[layer].name, "S5"))
    make_log_likelihood (tensor->data, n);
  return g_steal_pointer (&tensor);
}

static DgTensor *
make_parameter (guint parameter, guint epoch)
{
  DgTensor *tensor = dg_tensor_new (parameters[parameter].n_dims, parameters[parameter].shape);
  DgRng rng;

  dg_rng_init (&rng, 100 * epoch + parameter, 1);
  for (gsize i = 0; i < dg_tensor_get_size (tensor); i++)
    tensor->data[i] = (float) dg_rng_normal (&rng);
  return tensor;
}

DgTensor *
tiny_run_make_parameter (const char *name, guint epoch)
{
  for (guint i = 0; i < N_PARAMETERS; i++)
    if (g_str_equal (parameters[i].name, name))
      return make_parameter (i, epoch);
  g_assert_not_reached ();
}

static void
add_weights (const char *path, guint epoch)
{
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_tensor_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_PARAMETERS; i++)
    {
      DgTensor *tensor = make_parameter (i, epoch);

      g_ptr_array_add (tensors, tensor);
      dg_safetensors_writer_add (writer, parameters[i].name, DG_DTYPE_F32, tensor->n_dims, tensor->shape,
                                 tensor->data);
    }
  dg_safetensors_writer_write (writer, path, &error);
  g_assert_no_error (error);
}

static void
add_epoch (TinyRun *self, guint epoch, gssize bad_row)
{
  g_autofree char *outputs = dg_snapshot_get_path (self->folder, "outputs", epoch);
  g_autofree char *weights = dg_snapshot_get_path (self->folder, "weights", epoch);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_tensor_unref);
  g_autoptr (GError) error = NULL;

  dg_safetensors_writer_add_metadata (writer, "layers", "P1,R3,R4,S5");
  for (guint i = 0; i < N_LAYERS; i++)
    {
      DgTensor *tensor = make_layer (i, epoch, self->n);

      if (bad_row >= 0 && g_str_equal (layers[i].name, "R3"))
        tensor->data[(gsize) bad_row * dg_tensor_get_row_length (tensor)] = NAN;
      g_ptr_array_add (tensors, tensor);
      dg_safetensors_writer_add (writer, layers[i].name, DG_DTYPE_F32, tensor->n_dims, tensor->shape,
                                 tensor->data);
    }
  dg_safetensors_writer_write (writer, outputs, &error);
  g_assert_no_error (error);
  add_weights (weights, epoch);
  dg_manifest_add_saved (self->manifest, epoch);
  save_manifest (self);
}

void
tiny_run_add_epoch (TinyRun *self, guint epoch)
{
  add_epoch (self, epoch, -1);
}

void
tiny_run_add_bad_epoch (TinyRun *self, guint epoch, gsize row)
{
  add_epoch (self, epoch, (gssize) row);
}

DgLiveEpoch *
tiny_run_make_live (TinyRun *self, guint epoch)
{
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_tensor_unref);
  const char *names[N_LAYERS + N_PARAMETERS + 1] = { NULL };

  for (guint i = 0; i < N_LAYERS; i++)
    {
      names[i] = layers[i].name;
      g_ptr_array_add (tensors, make_layer (i, epoch, self->n));
    }
  for (guint i = 0; i < N_PARAMETERS; i++)
    {
      names[N_LAYERS + i] = parameters[i].name;
      g_ptr_array_add (tensors, make_parameter (i, epoch));
    }
  return dg_live_epoch_new (epoch, names, tensors);
}

DgRun *
tiny_run_open (TinyRun *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GError) error = NULL;
  DgRun *run = dg_run_open (folder, NULL, &error);

  g_assert_no_error (error);
  return run;
}
