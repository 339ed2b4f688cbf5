/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an explorer, a figure and their words show where only some samples of a run are looked at. */
#include <string.h>

#include "explorer/explorer.h"
#include "explorer/preset.h"
#include "explorer/words.h"
#include "tiny-run.h"

#define N 400 /* enough for cells to be kept, also of three of four */

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgExplorer *explorer;
  guint layout, failed;
} Fixture;

static void
layout_changed_cb (Fixture *self)
{
  self->layout++;
}

static void
failed_cb (Fixture *self)
{
  self->failed++;
}

static void
wait_for_cells (Fixture *self)
{
  while (dg_explorer_is_busy (self->explorer))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->tiny = tiny_run_new_sized (N);
  tiny_run_add_epoch (self->tiny, 1);
  tiny_run_add_epoch (self->tiny, 2);
  self->run = tiny_run_open (self->tiny);
  self->explorer = dg_explorer_new ();
  dg_explorer_set_run (self->explorer, self->run);
  wait_for_cells (self);
  g_signal_connect_swapped (self->explorer, "layout-changed", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect_swapped (self->explorer, "failed", G_CALLBACK (failed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->explorer);
  g_object_unref (self->run);
  tiny_run_free (self->tiny);
}

/* All but every @leave_out-th sample. */
static void
accept (Fixture *self, guint leave_out)
{
  const DgSubsetOrigin origin = { .method = DG_REDUCTION_INTERVAL, .layer = "S5", .epoch = 2 };
  g_autofree guint32 *samples = g_new (guint32, N);
  g_autoptr (DgSubset) subset = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  for (guint32 i = 0; i < N; i++)
    if (i % leave_out != 0)
      samples[n++] = i;
  subset = dg_subset_new (&origin, N, samples, n);
  g_assert_true (dg_run_accept_subset (self->run, subset, &error));
  g_assert_no_error (error);
}

/* The order of the rows @samples of a layer, (n), computed from nothing else. */
static DgVat *
compute (Fixture *self, guint epoch, const char *layer, const guint32 *samples, gsize n)
{
  g_autoptr (DgTensor) all = dg_run_load_outputs (self->run, epoch, layer, NULL);
  g_autoptr (DgTensor) rows = dg_tensor_copy_rows (all, samples, n);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (rows, DG_METRIC_EUCLIDEAN, NULL);

  return dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
}

static void
check_cells (Fixture *self)
{
  const DgSubset *subset = dg_run_get_subset (self->run);
  const char *const *layers = dg_explorer_get_layers (self->explorer);

  for (guint row = 0; layers[row] != NULL; row++)
    for (guint column = 0; column < 2; column++)
      {
        DgCell *cell = dg_explorer_get_cell (self->explorer, row, column);
        g_autoptr (DgVat) expected = compute (self, column + 1, layers[row], subset->samples, subset->n);

        g_assert_cmpuint (dg_cell_get_n (cell), ==, subset->n);
        for (gsize k = 0; k < subset->n; k++)
          g_assert_cmpuint (dg_cell_get_sample (cell, k), ==, subset->samples[expected->order[k]]);
      }
}

static void
test_cells (Fixture *self, gconstpointer data)
{
  g_autofree char *cells = g_build_filename (self->tiny->folder, "cells", NULL);
  g_autofree char *kept = g_build_filename (cells, "epoch_0002.R3.euclidean.havens-bezdek.300.safetensors", NULL);
  g_autofree char *whole = g_build_filename (cells, "epoch_0002.R3.euclidean.havens-bezdek.safetensors", NULL);

  dg_explorer_set_current (self->explorer, 2, 1);
  accept (self, 4);
  g_assert_cmpuint (self->layout, ==, 1);
  wait_for_cells (self);
  check_cells (self);

  /* Other samples in the same number: what is kept of the first is not taken for theirs. */
  accept (self, 2);
  wait_for_cells (self);
  check_cells (self);
  accept (self, 4);
  wait_for_cells (self);
  check_cells (self);

  g_assert_true (dg_run_accept_subset (self->run, NULL, NULL));
  wait_for_cells (self);
  g_assert_cmpuint (dg_cell_get_n (dg_explorer_get_cell (self->explorer, 0, 0)), ==, N);
  g_assert_cmpuint (self->failed, ==, 0);
  {
    gint row, column;

    dg_explorer_get_current (self->explorer, &row, &column);
    g_assert_cmpint (row, ==, 2);
    g_assert_cmpint (column, ==, 1);
  }
  while (!g_file_test (kept, G_FILE_TEST_EXISTS) || !g_file_test (whole, G_FILE_TEST_EXISTS))
    g_usleep (1000); /* they are written after they were shown */
}

static void
test_samples (Fixture *self, gconstpointer data)
{
  const guint8 *labels = dg_run_get_labels (self->run);
  g_autoptr (GArray) before = dg_explorer_get_misclassified (self->explorer);
  g_autoptr (GArray) after = NULL;
  const GArray *marks;
  guint expected = 0;
  gsize n;

  dg_explorer_select_sample (self->explorer, 4, FALSE);
  dg_explorer_select_sample (self->explorer, 5, TRUE);
  accept (self, 4);
  g_assert_false (dg_explorer_has_sample (self->explorer, 4));
  g_assert_true (dg_explorer_has_sample (self->explorer, 5));
  g_assert_false (dg_explorer_has_sample (self->explorer, N + 1));
  g_assert_cmpuint (dg_explorer_get_samples (self->explorer, &n)[0], ==, 5);
  g_assert_cmpuint (n, ==, 1);
  dg_explorer_select_sample (self->explorer, 8, TRUE);
  dg_explorer_get_samples (self->explorer, &n);
  g_assert_cmpuint (n, ==, 1);

  after = dg_explorer_get_misclassified (self->explorer);
  for (guint i = 0; i < before->len; i++)
    expected += g_array_index (before, DgMisclassified, i).sample % 4 != 0;
  g_assert_cmpuint (before->len, >, expected);
  g_assert_cmpuint (after->len, ==, expected);

  dg_explorer_choose_class (self->explorer, 1, FALSE);
  marks = dg_explorer_get_marks (self->explorer);
  expected = 0;
  for (guint32 i = 0; i < N; i++)
    expected += labels[i] == 1 && i % 4 != 0;
  g_assert_cmpuint (marks->len, ==, expected);
  for (guint i = 0; i < marks->len; i++)
    g_assert_cmpuint (g_array_index (marks, DgMark, i).sample % 4, !=, 0);
}

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;
  g_autoptr (DgFigure) figure = NULL;

  accept (self, 4);
  words = dg_explorer_describe (self->explorer);
  g_assert_true (g_str_has_prefix (words, "300 of 400, kept at equal intervals of S5 at epoch 2 · iVAT · "));
  figure = dg_explorer_build_figure (self->explorer);
  g_assert_true (g_str_has_prefix (figure->footer, "300 of 400, kept at equal intervals of S5 at epoch 2 · "
                                                   "400 of "));
}

static void
check_preset (Fixture *self, const DgFigureOptions *options, const guint *sizes, gsize n_sizes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgFigure) figure = dg_preset_build (self->run, options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (figure->n_columns, ==, n_sizes);
  g_assert_nonnull (strstr (figure->footer, "300 of 400, kept at equal intervals"));
  for (guint column = 0; column < n_sizes; column++)
    {
      DgCell *cell = dg_figure_get_cell (figure, 0, column);

      g_assert_cmpuint (dg_cell_get_n (cell), ==, sizes[column]);
      for (gsize k = 0; k < sizes[column]; k++)
        g_assert_true (dg_subset_has (dg_run_get_subset (self->run), dg_cell_get_sample (cell, k)));
    }
  for (guint i = 0; i < figure->marks->len; i++)
    g_assert_true (dg_subset_has (dg_run_get_subset (self->run), g_array_index (figure->marks, DgMark, i).sample));
}

static void
test_presets (Fixture *self, gconstpointer data)
{
  accept (self, 4);
  check_preset (self, &(DgFigureOptions){ .preset = "fig1" }, (guint[]){ 300, 300 }, 2);
  check_preset (self, &(DgFigureOptions){ .preset = "fig2" }, (guint[]){ 300, 300 }, 2);
  check_preset (self, &(DgFigureOptions){ .preset = "fig4" }, (guint[]){ 300, 100, 50 }, 3);
  check_preset (self, &(DgFigureOptions){ .group = "prediction", .epochs = "2" }, (guint[]){ 300 }, 1);
}

/* The live epoch of a run in training, and the one that takes its place on disk. */
static void
test_live (Fixture *self, gconstpointer data)
{
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (self->tiny, 3);
  gsize n;

  accept (self, 4);
  dg_run_set_live_epoch (self->run, live);
  wait_for_cells (self);
  g_assert_cmpuint (dg_explorer_get_epochs (self->explorer, &n)[2], ==, 3);
  g_assert_cmpuint (dg_cell_get_n (dg_explorer_get_cell (self->explorer, 3, 2)), ==, 300);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/explorer-subset/cells", test_cells);
  add ("/explorer-subset/samples", test_samples);
  add ("/explorer-subset/words", test_words);
  add ("/explorer-subset/presets", test_presets);
  add ("/explorer-subset/live", test_live);
  return g_test_run ();
}
