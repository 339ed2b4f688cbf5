/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of activations that are written while they are open. */
#include "run/activations-source.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "activations-fixture.h"

/* Half of the file @name, written in place. */
static void
cut (Fixture *fixture, const char *name)
{
  g_autofree char *path = get_path (fixture, name);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  bytes_write (path, contents, size / 2);
}

/* A file that is being written is waited for; one that stays as it is is told about, and what follows is read. */
static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  WRITE (fixture, "epoch_1.npz", &good_layer);
  WRITE (fixture, "epoch_2.npz", &good_layer);
  cut (fixture, "epoch_2.npz");
  run = tiny_activations_open (fixture->folder);
  g_assert_false (dg_run_has_epoch (run, 2));
  g_assert_true (dg_run_refresh (run, NULL));
  WRITE (fixture, "epoch_2.npz", &good_layer);
  g_assert_true (dg_run_refresh (run, NULL));
  g_assert_true (dg_run_has_epoch (run, 2));

  /* by the clock of another machine it was written a minute ago, but it was not there yet when it was looked at */
  WRITE (fixture, "epoch_3.npz", &good_layer);
  cut (fixture, "epoch_3.npz");
  make_old (fixture, "epoch_3.npz");
  g_assert_true (dg_run_refresh (run, NULL));
  g_clear_object (&run);

  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_3.npz", "zip");
}

/* What can never be read is told at once; epochs after it are there all the same. */
static void
test_broken_later (Fixture *fixture, gconstpointer data)
{
  const Array two = { "fc.npy", "<f4", "(2, 4)", layer, sizeof layer };
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  WRITE (fixture, "epoch_1", &good_layer);
  run = tiny_activations_open (fixture->folder);
  WRITE (fixture, "epoch_2", &two);
  WRITE (fixture, "epoch_3", &good_layer);
  g_assert_false (dg_run_refresh (run, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "epoch_2: “fc” has 2 samples"));
  g_assert_true (dg_run_has_epoch (run, 3));
}

/* The folder of an epoch whose files are still coming; the first of all is described by one that is whole. */
static void
test_unfinished_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRun) run = NULL;
  g_autofree char *path = get_path (fixture, "epoch_1");

  g_mkdir (path, 0777);
  assert_refused (fixture, DG_ERROR, DG_ERROR_FORMAT, "epoch_1", "holds no NumPy array");
  WRITE (fixture, "epoch_2", &good_layer, &good_labels);
  run = tiny_activations_open (fixture->folder);
  g_assert_false (dg_run_has_epoch (run, 1));
  WRITE (fixture, "epoch_1", &good_labels);
  g_assert_true (dg_run_refresh (run, NULL));
  g_assert_false (dg_run_has_epoch (run, 1));
  WRITE (fixture, "epoch_1", &good_layer);
  g_assert_true (dg_run_refresh (run, NULL));
  g_assert_true (dg_run_has_epoch (run, 1));
}

static void
copy_in_place (Fixture *fixture, const char *from, const char *to)
{
  g_autofree char *source = get_path (fixture, from);
  g_autofree char *target = get_path (fixture, to);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &contents, &size, NULL));
  bytes_write (target, contents, size);
}

/* An epoch that is shown and written again without being renamed. */
static void
test_rewritten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, "epoch_1.safetensors");
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgTensor) before = NULL, after = NULL, other = NULL;
  g_autofree guint8 *said = NULL;
  g_autoptr (GError) error = NULL;

  tiny_activations_add_epoch (fixture->folder, 1, TINY_PREDICTIONS | TINY_IMAGES);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_PREDICTIONS);
  run = tiny_activations_open (fixture->folder);
  before = dg_run_load_outputs (run, 1, "fc", &error);
  g_assert_no_error (error);

  g_assert_cmpint (truncate (path, 100), ==, 0);
  g_assert_null (dg_run_load_outputs (run, 1, "fc", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_null (dg_run_load_predictions (run, 1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_cmpuint (get_first_pixel (run, 7), ==, 7);

  /* Whole again, it is read as it is now. */
  copy_in_place (fixture, "epoch_2.safetensors", "epoch_1.safetensors");
  after = dg_run_load_outputs (run, 1, "fc", &error);
  g_assert_no_error (error);
  other = dg_run_load_outputs (run, 2, "fc", NULL);
  g_assert_cmpmem (after->data, TINY_ACTIVATIONS_N * 5 * sizeof (float), other->data,
                   TINY_ACTIVATIONS_N * 5 * sizeof (float));
  g_assert_cmpint (memcmp (before->data, after->data, TINY_ACTIVATIONS_N * 5 * sizeof (float)), !=, 0);
  tiny_activations_add_epoch (fixture->folder, 3, TINY_PREDICTIONS | TINY_LOGITS);
  copy_in_place (fixture, "epoch_3.safetensors", "epoch_1.safetensors");
  said = dg_run_load_predictions (run, 1, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < TINY_ACTIVATIONS_N; i++)
    g_assert_cmpuint (said[i], ==, tiny_activations_get_prediction (i, 3));
}

static void
count_cb (DgRun *run, guint *count)
{
  (*count)++;
}

/* A folder whose first epoch is opened after its first layer: the others are met when they are there. */
static void
test_outgrown (Fixture *fixture, gconstpointer data)
{
  const Array second = { "fc2.npy", "<f4", "(4, 2)", layer, sizeof layer };
  const Array half = { "fc2.npy", "<f4", "(4, 2)", layer, sizeof layer / 2 };
  g_autoptr (DgRun) run = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;
  gsize n;

  WRITE (fixture, "epoch_1", &good_layer);
  run = tiny_activations_open (fixture->folder);
  g_signal_connect (run, "outgrown", G_CALLBACK (count_cb), &count);
  g_assert_true (dg_run_refresh (run, &error));
  WRITE (fixture, "epoch_1", &half);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (count, ==, 0);
  WRITE (fixture, "epoch_1", &second);
  WRITE (fixture, "epoch_2", &good_layer, &second);
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_cmpuint (count, ==, 1);

  again = tiny_activations_open (fixture->folder);
  g_signal_connect (again, "outgrown", G_CALLBACK (count_cb), &count);
  dg_run_get_layers (again, &n);
  g_assert_cmpuint (n, ==, 2);
  WRITE (fixture, "epoch_2", &good_labels); /* what holds for all is said by the first */
  g_assert_true (dg_run_refresh (again, &error));
  g_assert_cmpuint (count, ==, 1);
  WRITE (fixture, "epoch_1", &good_labels);
  g_assert_true (dg_run_refresh (again, &error));
  g_assert_cmpuint (count, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/activations-live/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("unfinished", test_unfinished);
  ADD ("broken-later", test_broken_later);
  ADD ("unfinished-folder", test_unfinished_folder);
  ADD ("rewritten", test_rewritten);
  ADD ("outgrown", test_outgrown);
#undef ADD
  return g_test_run ();
}
