/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/unit-history.h"

#include <math.h>
#include <string.h>

#include "run/snapshot.h"
#include "tiny-run.h"

static const guint epochs[] = { 1, 2, 10, 12 };

/* Saved epochs and a live one; the weights of epoch 10 are damaged where @damage. */
static DgRun *
open_run (TinyRun *tiny, gboolean damage)
{
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (tiny, 12);
  g_autofree char *path = dg_snapshot_get_path (tiny->folder, "weights", 10);
  DgRun *run;

  for (guint i = 0; i < 3; i++)
    tiny_run_add_epoch (tiny, epochs[i]);
  run = tiny_run_open (tiny);
  dg_run_set_live_epoch (run, live);
  if (damage)
    g_file_set_contents (path, "damaged", -1, NULL);
  return run;
}

static double
compute_norm (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += pow ((double) a[i] - (b != NULL ? b[i] : 0), 2);
  return sqrt (sum);
}

static void
test_filter (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgUnitHistory) history = dg_unit_history_load (run, "C1", 1, epochs, 4, NULL, &error);
  g_autoptr (DgTensor) before = NULL;
  double largest = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (history->units->module, ==, "C1");
  g_assert_cmpuint (history->moments->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const DgUnitMoment *moment = dg_unit_history_find (history, epochs[i]);
      g_autoptr (DgTensor) weights = tiny_run_make_parameter ("C1.weight", epochs[i]);
      g_autoptr (DgTensor) biases = tiny_run_make_parameter ("C1.bias", epochs[i]);

      g_assert_cmpuint (moment->epoch, ==, epochs[i]);
      g_assert_cmpmem (moment->weights, 9 * 4, weights->data + 9, 9 * 4);
      g_assert_cmpfloat (moment->bias, ==, biases->data[1]);
      g_assert_cmpfloat (moment->norm, ==, compute_norm (weights->data + 9, NULL, 9));
      if (before != NULL)
        g_assert_cmpfloat (moment->change, ==, compute_norm (weights->data + 9, before->data + 9, 9));
      else
        g_assert_true (isnan (moment->change));
      for (guint j = 9; j < 18; j++)
        largest = fmax (largest, fabs (weights->data[j]));
      g_clear_pointer (&before, dg_tensor_unref);
      before = g_steal_pointer (&weights);
    }
  g_assert_cmpfloat (history->largest, ==, largest);
  g_assert_null (dg_unit_history_find (history, 3));
}

/* An epoch that cannot be read says why, and nothing is compared with it. */
static void
test_fault (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgUnitHistory) history = dg_unit_history_load (run, "F5", 3, epochs, 4, NULL, &error);
  const DgUnitMoment *damaged = dg_unit_history_find (history, 10);

  g_assert_no_error (error);
  g_assert_null (damaged->weights);
  g_assert_nonnull (strstr (damaged->fault, "epoch_0010.safetensors"));
  g_assert_false (isnan (dg_unit_history_find (history, 2)->change));
  g_assert_true (isnan (dg_unit_history_find (history, 12)->change));
  g_assert_nonnull (dg_unit_history_find (history, 12)->weights);
}

static void
test_cancelled (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dg_unit_history_load (run, "C1", 0, epochs, 4, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-history/filter", test_filter);
  g_test_add_func ("/unit-history/fault", test_fault);
  g_test_add_func ("/unit-history/cancelled", test_cancelled);
  return g_test_run ();
}
