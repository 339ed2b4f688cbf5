/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/predictions.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "explorer/explorer.h"
#include "explorer/preset.h"
#include "run/safetensors-writer.h"
#include "tiny-activations.h"
#include "tiny-run.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tiny_activations_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tiny_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
assert_said (const DgPrediction *prediction, guint epoch)
{
  g_assert_nonnull (prediction);
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    g_assert_cmpuint (prediction->said[i], ==, tiny_activations_get_prediction (i, epoch));
}

static void
test_logits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgPredictions) predictions = NULL;
  const DgPrediction *prediction;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_LOGITS);
  run = tiny_activations_open (fixture->folder);
  predictions = dg_predictions_new (run);
  prediction = dg_predictions_get (predictions, 1);
  assert_said (prediction, 1);
  g_assert_cmpfloat (dg_prediction_get_confidence (prediction, 3), <, 0);
  g_assert_null (dg_predictions_get (predictions, 2));
}

/* How sure the network is of it is not known. */
static void
test_classes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgPredictions) predictions = NULL;
  const DgPrediction *prediction;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_PREDICTIONS);
  run = tiny_activations_open (fixture->folder);
  predictions = dg_predictions_new (run);
  prediction = dg_predictions_get (predictions, 1);
  assert_said (prediction, 1);
  g_assert_null (prediction->log_likelihood);
  g_assert_cmpfloat (dg_prediction_get_confidence (prediction, 3), ==, 0);
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgPredictions) predictions = NULL;
  g_autoptr (GError) error = g_error_new (DG_ERROR, DG_ERROR_VALUE, "needs predictions");

  tiny_activations_add_epoch (fixture->folder, 1, TINY_LABELS);
  run = tiny_activations_open (fixture->folder);
  predictions = dg_predictions_new (run);
  g_assert_null (dg_predictions_get (predictions, 1));
  dg_predictions_explain (predictions, 1, &error);
  g_assert_cmpstr (error->message, ==, "needs predictions");
}

/* Two samples; the second's logits are no numbers. */
static void
write_not_finite (Fixture *fixture)
{
  static const float layer[] = { 1, 2 }, logits[] = { 0, 1, NAN, 1 };
  static const gint64 labels[] = { 0, 1 };
  g_autofree char *path = g_build_filename (fixture->folder, "epoch_1.safetensors", NULL);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();

  dg_safetensors_writer_add (writer, "fc", DG_DTYPE_F32, 2, (gsize[]) { 2, 1 }, layer);
  dg_safetensors_writer_add (writer, "logits", DG_DTYPE_F32, 2, (gsize[]) { 2, 2 }, logits);
  dg_safetensors_writer_add (writer, "labels", DG_DTYPE_I64, 1, (gsize[]) { 2 }, labels);
  g_assert_true (dg_safetensors_writer_write (writer, path, NULL));
}

/* That there are none would not be true: window and command line tell why they cannot be read. */
static void
test_not_finite (Fixture *fixture, gconstpointer data)
{
  const DgFigureOptions options = { .focus = "wrong" };
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  write_not_finite (fixture);
  run = tiny_activations_open (fixture->folder);
  g_assert_null (dg_preset_build (run, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "epoch_1.safetensors: row 1 of"));
  g_assert_nonnull (strstr (error->message, "“logits” holds a value that is not finite"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/predictions/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("logits", test_logits);
  ADD ("classes", test_classes);
  ADD ("none", test_none);
  ADD ("not-finite", test_not_finite);
#undef ADD
  return g_test_run ();
}
