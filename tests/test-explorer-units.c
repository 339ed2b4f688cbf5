/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The explorer looking at weights. */
#include <string.h>

#include "base/error.h"
#include "explorer/explorer.h"
#include "tiny-run.h"

static const guint epochs[] = { 1, 2, 10 };
static const char *const modules[] = { "C1", "F3", "F4", "F5", NULL };

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgExplorer *explorer;
  guint layout, marks, current, failed;
} Fixture;

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
count_failure_cb (Fixture *self)
{
  self->failed++;
}

static void
wait_for_cells (DgExplorer *explorer)
{
  while (dg_explorer_is_busy (explorer))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->tiny = tiny_run_new ();
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    tiny_run_add_epoch (self->tiny, epochs[i]);
  self->run = tiny_run_open (self->tiny);
  self->explorer = dg_explorer_new ();
  dg_explorer_set_run (self->explorer, self->run);
  wait_for_cells (self->explorer);
  g_signal_connect_swapped (self->explorer, "layout-changed", G_CALLBACK (count_cb), &self->layout);
  g_signal_connect_swapped (self->explorer, "marks-changed", G_CALLBACK (count_cb), &self->marks);
  g_signal_connect_swapped (self->explorer, "current-changed", G_CALLBACK (count_cb), &self->current);
  g_signal_connect_swapped (self->explorer, "failed", G_CALLBACK (count_failure_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (self->failed, ==, 0);
  g_assert_finalize_object (self->explorer);
  g_object_unref (self->run);
  tiny_run_free (self->tiny);
}

static void
look_at (Fixture *self, DgSubject subject)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dg_explorer_set_subject (self->explorer, subject, &error));
  g_assert_no_error (error);
  wait_for_cells (self->explorer);
}

/* (transfer full) the VAT of a module's weights, computed here. */
static DgVat *
compute_vat (DgRun *run, guint epoch, const char *module)
{
  g_autofree char *name = g_strconcat (module, ".weight", NULL);
  g_autoptr (DgTensor) weights = tiny_run_make_parameter (name, epoch);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (weights, DG_METRIC_EUCLIDEAN, NULL);

  return dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
}

/* Each cell is the VAT of its module's weights, without biases, at its epoch. */
static void
assert_cells (Fixture *self)
{
  gsize n;
  const guint *columns = dg_explorer_get_epochs (self->explorer, &n);
  const char *const *rows = dg_explorer_get_layers (self->explorer);

  for (guint row = 0; rows[row] != NULL; row++)
    for (guint column = 0; column < n; column++)
      {
        DgCell *cell = dg_explorer_get_cell (self->explorer, row, column);
        g_autoptr (DgVat) vat = compute_vat (self->run, columns[column], rows[row]);
        const DgVat *got = dg_ivat_get_vat (dg_cell_get_ivat (cell));

        g_assert_cmpuint (dg_cell_get_n (cell), ==, dg_run_find_units (self->run, rows[row], NULL)->n_units);
        g_assert_cmpmem (got->order, got->n * 4, vat->order, vat->n * 4);
        g_assert_cmpmem (got->weight, got->n * 4, vat->weight, vat->n * 4);
      }
}

static void
test_cells (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;
  g_autoptr (DgFigure) figure = NULL;

  g_assert_cmpint (dg_explorer_get_subject (self->explorer), ==, DG_SUBJECT_OUTPUTS);
  look_at (self, DG_SUBJECT_WEIGHTS);
  g_assert_cmpuint (self->layout, ==, 1);
  g_assert_cmpint (dg_explorer_get_subject (self->explorer), ==, DG_SUBJECT_WEIGHTS);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), modules);
  assert_cells (self);

  words = dg_explorer_describe (self->explorer);
  g_assert_cmpstr (words, ==, "weights of units, without biases · iVAT · Euclidean · own scale per cell · seed 1");
  figure = dg_explorer_build_figure (self->explorer);
  g_assert_cmpint (figure->subject, ==, DG_SUBJECT_WEIGHTS);
  g_assert_cmpuint (figure->marks->len, ==, 0);
  g_assert_null (figure->class_names);
  g_assert_cmpstr (figure->row_names[0], ==, "C1");
  g_assert_cmpstr (figure->row_notes[0], ==, "2 filters");
  g_assert_cmpstr (figure->row_notes[1], ==, "6 units");

  look_at (self, DG_SUBJECT_WEIGHTS); /* it is so already */
  g_assert_cmpuint (self->layout, ==, 1);
}

/* Rows and epochs chosen for one subject leave the other's rows alone. */
static void
test_rows_are_remembered (Fixture *self, gconstpointer data)
{
  const char *const outputs[] = { "S5", "P1:1", NULL }, *const weights[] = { "F4", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (dg_explorer_set_layers (self->explorer, outputs, NULL));
  look_at (self, DG_SUBJECT_WEIGHTS);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), modules);
  g_assert_false (dg_explorer_set_layers (self->explorer, outputs, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "C1, F3, F4, F5"));
  g_assert_true (dg_explorer_set_layers (self->explorer, weights, NULL));
  dg_explorer_set_image_kind (self->explorer, DG_IMAGE_VAT);
  wait_for_cells (self->explorer);
  assert_cells (self);

  look_at (self, DG_SUBJECT_OUTPUTS);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), outputs);
  g_assert_cmpint (dg_explorer_get_image_kind (self->explorer), ==, DG_IMAGE_VAT);
  look_at (self, DG_SUBJECT_WEIGHTS);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), weights);
  g_assert_true (dg_explorer_set_layers (self->explorer, NULL, NULL)); /* the default ones */
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), modules);

  dg_explorer_set_run (self->explorer, NULL); /* nothing is remembered of another run */
  g_assert_cmpint (dg_explorer_get_subject (self->explorer), ==, DG_SUBJECT_OUTPUTS);
  dg_explorer_set_run (self->explorer, self->run);
  g_assert_cmpuint (g_strv_length ((char **) dg_explorer_get_layers (self->explorer)), ==, 4);
}

/* Positions of the units of @module in the VAT order of a cell, ascending. */
static void
assert_lit (Fixture *self, guint row, const guint32 *units, gsize n_units)
{
  const char *module = dg_explorer_get_layers (self->explorer)[row];
  gsize n;

  dg_explorer_get_epochs (self->explorer, &n);
  for (guint column = 0; column < n; column++)
    {
      g_autoptr (DgVat) vat = compute_vat (self->run, epochs[column], module);
      g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, 4);
      g_autoptr (GArray) got = dg_explorer_get_lit_positions (self->explorer, row, column);

      for (guint32 k = 0; k < vat->n; k++)
        for (gsize i = 0; i < n_units; i++)
          if (vat->order[k] == units[i])
            g_array_append_val (expected, k);
      g_assert_cmpmem (got->data, got->len * 4, expected->data, expected->len * 4);
    }
}

/* A unit is lit in all epochs of its module, and in no other row. */
static void
test_selection (Fixture *self, gconstpointer data)
{
  const guint32 expected[] = { 4, 2 };
  g_autoptr (DgFigure) figure = NULL, enlarged = NULL;
  const GArray *units;
  gsize n;

  dg_explorer_select_sample (self->explorer, 7, FALSE);
  look_at (self, DG_SUBJECT_WEIGHTS);
  self->marks = 0;
  g_assert_false (dg_explorer_has_selection (self->explorer)); /* the sample is not seen here */
  dg_explorer_select_unit (self->explorer, "F3", 4, FALSE);
  dg_explorer_select_unit (self->explorer, "F3", 2, TRUE);
  dg_explorer_select_unit (self->explorer, "C1", 1, TRUE);
  dg_explorer_select_unit (self->explorer, "C1", 2, TRUE);  /* no such */
  dg_explorer_select_unit (self->explorer, "R3", 0, FALSE); /* no such */
  g_assert_cmpuint (self->marks, ==, 3);
  units = dg_explorer_get_units (self->explorer);
  g_assert_cmpuint (units->len, ==, 3);
  g_assert_cmpstr (g_array_index (units, DgUnitId, 2).module, ==, "C1");
  assert_lit (self, 0, (guint32[]){ 1 }, 1);
  assert_lit (self, 1, expected, 2);
  assert_lit (self, 2, NULL, 0);

  figure = dg_explorer_build_figure (self->explorer);
  g_assert_cmpmem (figure->selected[1]->data, figure->selected[1]->len * 4, expected, sizeof expected);
  g_assert_cmpuint (figure->selected[0]->len, ==, 1);
  g_assert_cmpuint (figure->selected[2]->len, ==, 0);
  g_assert_nonnull (strstr (figure->footer, "C1 filter 1 · F3 units 4, 2"));

  dg_explorer_set_current (self->explorer, 1, 2);
  dg_explorer_set_enlarged (self->explorer, TRUE);
  enlarged = dg_explorer_build_figure (self->explorer);
  g_assert_cmpuint (enlarged->n_rows, ==, 1);
  g_assert_cmpmem (enlarged->selected[0]->data, enlarged->selected[0]->len * 4, expected, sizeof expected);

  look_at (self, DG_SUBJECT_OUTPUTS); /* has no such row: nothing is current */
  g_assert_false (dg_explorer_get_enlarged (self->explorer));
  g_assert_true (dg_explorer_has_selection (self->explorer));
  dg_explorer_clear_selection (self->explorer);
  dg_explorer_get_samples (self->explorer, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (dg_explorer_get_units (self->explorer)->len, ==, 3);

  look_at (self, DG_SUBJECT_WEIGHTS);
  dg_explorer_clear_selection (self->explorer);
  g_assert_false (dg_explorer_has_selection (self->explorer));
}

/* What panels show: the current cell's module and epoch; without one, those of the selection and the newest. */
static void
test_place (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (dg_explorer_get_unit_row (self->explorer), ==, -1); /* these are outputs */
  look_at (self, DG_SUBJECT_WEIGHTS);
  g_assert_cmpint (dg_explorer_get_unit_row (self->explorer), ==, 0);
  g_assert_cmpuint (dg_explorer_get_unit_epoch (self->explorer), ==, 10);
  dg_explorer_select_unit (self->explorer, "F4", 0, FALSE);
  g_assert_cmpint (dg_explorer_get_unit_row (self->explorer), ==, 2);
  dg_explorer_set_current (self->explorer, 1, 1);
  g_assert_cmpint (dg_explorer_get_unit_row (self->explorer), ==, 1);
  g_assert_cmpuint (dg_explorer_get_unit_epoch (self->explorer), ==, 2);
  dg_explorer_set_run (self->explorer, NULL);
  g_assert_cmpint (dg_explorer_get_unit_row (self->explorer), ==, -1);
  g_assert_cmpuint (dg_explorer_get_unit_epoch (self->explorer), ==, 0);
}

/* Labels mean nothing to units: plots are by blocks, and samples' are by label when they come back. */
static void
test_plots (Fixture *self, gconstpointer data)
{
  const DgGroupRule prediction = { .kind = DG_GROUP_PREDICTION };

  dg_explorer_set_group_rule (self->explorer, &prediction);
  dg_explorer_set_image_kind (self->explorer, DG_IMAGE_DISSPLOT);
  look_at (self, DG_SUBJECT_WEIGHTS);
  g_assert_cmpint (dg_explorer_get_group_rule (self->explorer)->kind, ==, DG_GROUP_BLOCKS);
  for (guint row = 0; row < 4; row++)
    g_assert_nonnull (dg_cell_get_dissplot (dg_explorer_get_cell (self->explorer, row, 0)));
  look_at (self, DG_SUBJECT_OUTPUTS);
  g_assert_cmpint (dg_explorer_get_group_rule (self->explorer)->kind, ==, DG_GROUP_PREDICTION);
}

static void
test_live (Fixture *self, gconstpointer data)
{
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (self->tiny, 12);
  gsize n;

  look_at (self, DG_SUBJECT_WEIGHTS);
  dg_run_set_live_epoch (self->run, live);
  wait_for_cells (self->explorer);
  dg_explorer_get_epochs (self->explorer, &n);
  g_assert_cmpuint (n, ==, 4);
  assert_cells (self);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), modules);
  dg_run_set_live_epoch (self->run, NULL);
  dg_explorer_get_epochs (self->explorer, &n);
  g_assert_cmpuint (n, ==, 3);
}

/* Another run with weights is looked at by them; one without says why not, and shows its outputs. */
static void
test_other_runs (Fixture *self, gconstpointer data)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (TinyRun) strange = tiny_run_new ();
  g_autoptr (DgRun) run = NULL, without = NULL;
  g_autoptr (GError) error = NULL;

  tiny_run_add_epoch (tiny, 3);
  run = tiny_run_open (tiny);
  look_at (self, DG_SUBJECT_WEIGHTS);
  dg_explorer_select_unit (self->explorer, "C1", 1, FALSE);
  dg_explorer_set_run (self->explorer, run);
  g_assert_cmpstrv (dg_explorer_get_layers (self->explorer), modules);
  g_assert_false (dg_explorer_has_selection (self->explorer));

  g_free (strange->manifest->options->network);
  strange->manifest->options->network = g_strdup ("T1 transformer 8");
  tiny_run_add_epoch (strange, 3);
  without = tiny_run_open (strange);
  self->layout = 0;
  dg_explorer_set_run (self->explorer, without);
  g_assert_cmpuint (self->layout, ==, 1);
  g_assert_cmpint (dg_explorer_get_subject (self->explorer), ==, DG_SUBJECT_OUTPUTS);
  g_assert_cmpuint (g_strv_length ((char **) dg_explorer_get_layers (self->explorer)), ==, 4);
  g_assert_false (dg_explorer_set_subject (self->explorer, DG_SUBJECT_WEIGHTS, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "transformer"));
  wait_for_cells (self->explorer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/explorer-units/cells", Fixture, NULL, set_up, test_cells, tear_down);
  g_test_add ("/explorer-units/rows", Fixture, NULL, set_up, test_rows_are_remembered, tear_down);
  g_test_add ("/explorer-units/selection", Fixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/explorer-units/place", Fixture, NULL, set_up, test_place, tear_down);
  g_test_add ("/explorer-units/plots", Fixture, NULL, set_up, test_plots, tear_down);
  g_test_add ("/explorer-units/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/explorer-units/other-runs", Fixture, NULL, set_up, test_other_runs, tear_down);
  return g_test_run ();
}
