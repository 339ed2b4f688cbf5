/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/explorer.h"

#include <math.h>
#include <string.h>

#include "tiny-activations.h"
#include "tiny-run.h"

#define N TINY_ACTIVATIONS_N

typedef struct
{
  char *folder;
  DgExplorer *explorer;
  guint n_reconstructed, n_marks_changed;
  char *failure;
} Fixture;

static void
reconstructed_cb (Fixture *fixture)
{
  fixture->n_reconstructed++;
}

static void
marks_changed_cb (Fixture *fixture)
{
  fixture->n_marks_changed++;
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_free (fixture->failure);
  fixture->failure = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tiny_activations_new ();
  fixture->explorer = dg_explorer_new ();
  g_signal_connect_swapped (fixture->explorer, "reconstructed", G_CALLBACK (reconstructed_cb), fixture);
  g_signal_connect_swapped (fixture->explorer, "marks-changed", G_CALLBACK (marks_changed_cb), fixture);
  g_signal_connect_swapped (fixture->explorer, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (dg_explorer_is_busy (fixture->explorer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->explorer);
  tiny_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->failure);
}

static void
open_run (Fixture *fixture, TinyParts parts)
{
  g_autoptr (DgRun) run = NULL;

  tiny_activations_add_epoch (fixture->folder, 1, parts);
  tiny_activations_add_epoch (fixture->folder, 3, parts);
  run = tiny_activations_open (fixture->folder);
  dg_explorer_set_run (fixture->explorer, run);
}

static void
wait_for (Fixture *fixture, guint n)
{
  while (fixture->n_reconstructed < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_rule (Fixture *fixture, const char *text)
{
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (text, NULL);

  dg_explorer_set_focus_rule (fixture->explorer, rule);
}

/* @list is that of @epoch, of samples of @label alone where that is not negative. */
static void
assert_list (GArray *list, guint epoch, gint label)
{
  guint n = 0;

  for (guint i = 0; i < N; i++)
    n += label < 0 || tiny_activations_get_label (i) == (guint) label;
  g_assert_cmpuint (list->len, ==, n);
  for (guint i = 0; i < list->len; i++)
    {
      DgReconstructed item = g_array_index (list, DgReconstructed, i);

      g_assert_true (label < 0 || tiny_activations_get_label (item.sample) == (guint) label);
      g_assert_cmpfloat_with_epsilon (item.error, tiny_activations_get_error (item.sample, epoch), 1e-7);
      g_assert_true (i == 0 || item.error < g_array_index (list, DgReconstructed, i - 1).error);
    }
}

/* They are read in the background; nothing is misclassified, as nothing is said. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) early = NULL, newest = NULL, chosen = NULL, late = NULL, first = NULL, misclassified = NULL;

  open_run (fixture, TINY_LABELS | TINY_IMAGES | TINY_RECONSTRUCTION);
  early = dg_explorer_get_worst_reconstructed (fixture->explorer);
  g_assert_cmpuint (early->len, ==, 0);
  wait_for (fixture, 1);
  newest = dg_explorer_get_worst_reconstructed (fixture->explorer);
  assert_list (newest, 3, -1);
  dg_explorer_choose_class (fixture->explorer, 2, FALSE);
  chosen = dg_explorer_get_worst_reconstructed (fixture->explorer);
  assert_list (chosen, 3, 2);
  dg_explorer_clear_selection (fixture->explorer);
  dg_explorer_set_reference_epoch (fixture->explorer, 1);
  late = dg_explorer_get_worst_reconstructed (fixture->explorer);
  g_assert_cmpuint (late->len, ==, 0);
  wait_for (fixture, 2);
  first = dg_explorer_get_worst_reconstructed (fixture->explorer);
  assert_list (first, 1, -1);
  misclassified = dg_explorer_get_misclassified (fixture->explorer);
  g_assert_cmpuint (misclassified->len, ==, 0);
}

static void
test_image (Fixture *fixture, gconstpointer data)
{
  const float *image;
  double error;

  open_run (fixture, TINY_IMAGES | TINY_RECONSTRUCTION);
  g_assert_false (dg_explorer_get_reconstruction (fixture->explorer, 1, 5, &image, &error));
  wait_for (fixture, 2);
  g_assert_true (dg_explorer_get_reconstruction (fixture->explorer, 1, 5, &image, &error));
  g_assert_cmpfloat_with_epsilon (error, tiny_activations_get_error (5, 1), 1e-7);
  g_assert_cmpfloat_with_epsilon (image[0], 5 / 255.0 + 4 * sqrt (error), 1e-5);
  g_assert_cmpfloat (image[1], ==, 0);
  g_assert_false (dg_explorer_get_reconstruction (fixture->explorer, 1, N, &image, &error));
  g_assert_false (dg_explorer_get_reconstruction (fixture->explorer, 2, 0, &image, &error));
}

/* The ticks come as soon as the errors are there, in the colours of the labels, none of them wrong; a class restricts
 * them; the footer says what they are. */
static void
test_rule (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgFigure) figure = NULL;
  g_autoptr (GArray) list = NULL;
  const GArray *marks;
  guint n_marks_changed;

  open_run (fixture, TINY_LABELS | TINY_IMAGES | TINY_RECONSTRUCTION);
  set_rule (fixture, "worst-reconstructed:6");
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, 0);
  g_assert_null (fixture->failure);
  n_marks_changed = fixture->n_marks_changed;
  wait_for (fixture, 1);
  g_assert_cmpuint (fixture->n_marks_changed, ==, n_marks_changed + 1);
  marks = dg_explorer_get_marks (fixture->explorer);
  g_assert_cmpuint (marks->len, ==, 6);
  list = dg_explorer_get_worst_reconstructed (fixture->explorer);
  for (guint i = 0; i < marks->len; i++)
    {
      DgMark mark = g_array_index (marks, DgMark, i);
      gboolean found = FALSE;

      for (guint j = 0; j < marks->len; j++)
        found |= g_array_index (list, DgReconstructed, j).sample == mark.sample;
      g_assert_true (found);
      g_assert_cmpint (mark.class_index, ==, tiny_activations_get_label (mark.sample));
      g_assert_false (mark.wrong);
    }
  figure = dg_explorer_build_figure (fixture->explorer);
  g_assert_nonnull (strstr (figure->footer, "6 reconstructed worst at epoch 3"));

  dg_explorer_choose_class (fixture->explorer, 1, FALSE);
  marks = dg_explorer_get_marks (fixture->explorer);
  g_assert_cmpuint (marks->len, <, 6);
  for (guint i = 0; i < marks->len; i++)
    g_assert_cmpint (g_array_index (marks, DgMark, i).class_index, ==, 1);
}

/* A run that says nothing of it has no such rule, and nothing is read. */
static void
test_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) list = NULL;

  open_run (fixture, TINY_LABELS | TINY_LOGITS | TINY_IMAGES);
  set_rule (fixture, "worst-reconstructed:6");
  g_assert_nonnull (strstr (fixture->failure, "needs reconstructions"));
  list = dg_explorer_get_worst_reconstructed (fixture->explorer);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_cmpuint (fixture->n_reconstructed, ==, 0);
}

/* Only samples that are kept are listed. */
static void
test_subset (Fixture *fixture, gconstpointer data)
{
  const guint32 kept[] = { 2, 3, 30 };
  const DgSubsetOrigin origin = { .method = DG_REDUCTION_INTERVAL, .layer = "fc", .epoch = 1 };
  g_autoptr (DgSubset) subset = dg_subset_new (&origin, N, kept, G_N_ELEMENTS (kept));
  g_autoptr (GArray) list = NULL;
  g_autoptr (GError) error = NULL;

  open_run (fixture, TINY_IMAGES | TINY_RECONSTRUCTION);
  wait_for (fixture, 1);
  dg_run_accept_subset (dg_explorer_get_run (fixture->explorer), subset, &error);
  g_assert_no_error (error);
  list = dg_explorer_get_worst_reconstructed (fixture->explorer);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (kept));
  for (guint i = 0; i < list->len; i++)
    g_assert_true (dg_subset_has (subset, g_array_index (list, DgReconstructed, i).sample));
}

/* What cannot be read is told, once. */
static void
test_fault (Fixture *fixture, gconstpointer data)
{
  const float *image;
  double error;

  open_run (fixture, TINY_IMAGES | TINY_RECONSTRUCTION | TINY_NAN);
  g_assert_false (dg_explorer_is_reconstruction_unreadable (fixture->explorer, 3));
  wait_for (fixture, 1);
  g_assert_true (dg_explorer_is_reconstruction_unreadable (fixture->explorer, 3));
  g_assert_false (dg_explorer_is_reconstruction_unreadable (fixture->explorer, 1));
  g_assert_nonnull (fixture->failure);
  g_assert_nonnull (strstr (fixture->failure, "epoch_3.safetensors"));
  g_assert_nonnull (strstr (fixture->failure, "reconstruction"));
  g_assert_false (dg_explorer_get_reconstruction (fixture->explorer, 3, 0, &image, &error));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_reconstructed, ==, 1);
}

/* Another run, or the end, while they are read. */
static void
test_left_early (Fixture *fixture, gconstpointer data)
{
  open_run (fixture, TINY_IMAGES | TINY_RECONSTRUCTION);
  dg_explorer_set_run (fixture->explorer, NULL);
  open_run (fixture, TINY_IMAGES | TINY_RECONSTRUCTION);
  wait_for (fixture, 1);
  dg_explorer_set_reference_epoch (fixture->explorer, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/explorer-reconstructions/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("list", test_list);
  ADD ("image", test_image);
  ADD ("rule", test_rule);
  ADD ("none", test_none);
  ADD ("subset", test_subset);
  ADD ("fault", test_fault);
  ADD ("left-early", test_left_early);
  return g_test_run ();
}
