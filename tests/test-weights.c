/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/weights.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "run/manifest.h"
#include "run/safetensors-writer.h"
#include "run/snapshot.h"
#include "tiny-run.h"

static const guint epochs[] = { 1, 10 };

static DgRun *
open_run (TinyRun *tiny)
{
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    tiny_run_add_epoch (tiny, epochs[i]);
  return tiny_run_open (tiny);
}

static void
assert_parameter (const DgTensor *got, const char *name, guint epoch)
{
  g_autoptr (DgTensor) expected = tiny_run_make_parameter (name, epoch);

  g_assert_cmpuint (got->shape[0], ==, expected->shape[0]);
  g_assert_cmpmem (got->data, 4 * dg_tensor_get_size (got), expected->data, 4 * dg_tensor_get_size (expected));
}

/* All modules of all epochs, saved or live, as they were written. */
static void
test_load (void)
{
  const char *const modules[] = { "C1", "F3", "F4", "F5" };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (tiny, 12);
  const guint every[] = { 1, 10, 12 };
  gsize n;
  const DgUnits *units = dg_run_get_units (run, &n);

  dg_run_set_live_epoch (run, live);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (modules));
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (every); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (DgTensor) biases = NULL;
        g_autoptr (DgTensor) weights = dg_run_load_weights (run, every[j], modules[i], &biases, &error);
        g_autoptr (DgTensor) alone = dg_run_load_weights (run, every[j], modules[i], NULL, NULL);
        g_autofree char *weight_name = dg_weights_name (&units[i], "weight");
        g_autofree char *bias_name = dg_weights_name (&units[i], "bias");

        g_assert_no_error (error);
        g_assert_cmpstr (units[i].module, ==, modules[i]);
        g_assert_cmpuint (dg_tensor_get_row_length (weights), ==, dg_units_get_fan_in (&units[i]));
        assert_parameter (weights, weight_name, every[j]);
        assert_parameter (alone, weight_name, every[j]);
        assert_parameter (biases, bias_name, every[j]);
      }
}

static void
assert_fails (DgRun *run, guint epoch, const char *module, DgError code, const char *fault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) biases = NULL;

  g_assert_null (dg_run_load_weights (run, epoch, module, &biases, &error));
  g_assert_null (biases);
  g_assert_error (error, DG_ERROR, (int) code);
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

static void
test_unknown (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);

  assert_fails (run, 1, "R3", DG_ERROR_NAME, "there are no weights of “R3”; there are those of: C1, F3, F4, F5");
  assert_fails (run, 1, "C1:0", DG_ERROR_NAME, "“C1:0”");
  assert_fails (run, 2, "C1", DG_ERROR_NAME, "there is no epoch 2; there are: 1,10");
}

/* A network that this program cannot make leaves the outputs to be looked at. */
static void
test_no_network (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) outputs = NULL;
  gsize n;

  g_free (tiny->manifest->options->network);
  tiny->manifest->options->network = g_strdup ("T1 transformer 8\nF5 linear classes\nS5 logsoftmax");
  run = open_run (tiny);
  g_assert_null (dg_run_get_units (run, &n));
  g_assert_cmpuint (n, ==, 0);
  assert_fails (run, 1, "F5", DG_ERROR_NAME, "transformer");
  outputs = dg_run_load_outputs (run, 1, "R3", NULL);
  g_assert_nonnull (outputs);
}

/* Writes other weights of C1 for epoch 10. @n_bias: 0 leaves them out */
static void
write_weights (TinyRun *tiny, const char *name, gsize n_units, gsize side, float value, gsize n_bias)
{
  g_autofree char *path = dg_snapshot_get_path (tiny->folder, "weights", 10);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  const gsize shape[] = { n_units, 1, side, side };
  g_autoptr (DgTensor) weights = dg_tensor_new (4, shape);
  g_autoptr (DgTensor) biases = dg_tensor_new (1, (gsize[]){ MAX (n_bias, 1) });
  g_autoptr (GError) error = NULL;

  weights->data[dg_tensor_get_size (weights) - 1] = value;
  dg_safetensors_writer_add (writer, name, DG_DTYPE_F32, 4, shape, weights->data);
  if (n_bias > 0)
    dg_safetensors_writer_add (writer, "C1.bias", DG_DTYPE_F32, 1, &n_bias, biases->data);
  dg_safetensors_writer_write (writer, path, &error);
  g_assert_no_error (error);
}

static void
test_files (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autofree char *path = dg_snapshot_get_path (tiny->folder, "weights", 10);
  g_autoptr (DgTensor) weights = NULL, biases = NULL;
  g_autoptr (GError) error = NULL;

  write_weights (tiny, "C1.weight", 3, 3, 1, 2);
  assert_fails (run, 10, "C1", DG_ERROR_MISMATCH, "“C1.weight” is (3, 1, 3, 3), but the network has 2 units with 9");
  write_weights (tiny, "C1.weight", 2, 2, 1, 2);
  assert_fails (run, 10, "C1", DG_ERROR_MISMATCH, "(2, 1, 2, 2)");
  write_weights (tiny, "C1.weight", 2, 3, 1, 3);
  assert_fails (run, 10, "C1", DG_ERROR_MISMATCH, "“C1.bias” is (3)");
  write_weights (tiny, "C1.weight", 2, 3, NAN, 2);
  assert_fails (run, 10, "C1", DG_ERROR_VALUE, "unit 1 of “C1.weight”");
  write_weights (tiny, "C1.wait", 2, 3, 1, 2);
  assert_fails (run, 10, "C1", DG_ERROR_NAME, "there is no “C1.weight”");
  g_file_set_contents (path, "no", -1, &error);
  g_assert_no_error (error);
  assert_fails (run, 10, "C1", DG_ERROR_FORMAT, path);

  write_weights (tiny, "C1.weight", 2, 3, 1, 0);
  weights = dg_run_load_weights (run, 10, "C1", &biases, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (weights->data[17], ==, 1);
  g_assert_null (biases);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights/load", test_load);
  g_test_add_func ("/weights/unknown", test_unknown);
  g_test_add_func ("/weights/no-network", test_no_network);
  g_test_add_func ("/weights/files", test_files);
  return g_test_run ();
}
