/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "explorer-fixture.h"

static const guint two_epochs[] = { 1, 10 };

static void
assert_columns (DgExplorer *explorer, const guint *expected, gsize n_expected)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (explorer, &n);

  g_assert_cmpmem (epochs, n * sizeof *epochs, expected, n_expected * sizeof *expected);
}

static void
test_defaults (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const char *const layers[] = { "P1:0", "R3", "R4", "S5", NULL };
  g_autofree char *words = NULL;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  g_assert_cmpuint (fixture.layout, ==, 1);
  g_assert_cmpuint (fixture.marks, ==, 1);
  assert_columns (fixture.explorer, two_epochs, 2);
  g_assert_cmpstrv (dg_explorer_get_layers (fixture.explorer), layers);
  g_assert_true (dg_explorer_is_busy (fixture.explorer));
  g_assert_null (dg_explorer_get_cell (fixture.explorer, 0, 0));

  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 8);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (dg_cell_get_n (dg_explorer_get_cell (fixture.explorer, i / 2, i % 2)), ==, TINY_N);
  g_assert_null (dg_explorer_get_cell (fixture.explorer, 4, 0));
  g_assert_null (dg_explorer_get_cell (fixture.explorer, 0, 2));
  g_assert_cmpuint (dg_explorer_get_marks (fixture.explorer)->len, ==, TINY_N);
  g_assert_cmpuint (fixture.failed, ==, 0);

  words = dg_explorer_describe (fixture.explorer);
  g_assert_cmpstr (words, ==,
                   "60 of 100 test images, stratified · iVAT · Euclidean · own scale per cell · seed 1");
}

static void
test_nothing (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  g_auto (ExplorerFixture) fixture;
  g_autoptr (DgFocusRule) rule = NULL;
  g_autoptr (DgFigure) figure = NULL;
  g_autoptr (GArray) lit = NULL;
  g_autoptr (GError) error = NULL;
  guint epoch = 1;

  explorer_fixture_init (&fixture);
  g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 1, 0), ==, -1);
  g_assert_false (dg_explorer_set_epochs (fixture.explorer, &epoch, 1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  dg_explorer_choose_class (fixture.explorer, 0, FALSE);
  dg_explorer_select_sample (fixture.explorer, 0, FALSE);
  dg_explorer_move_current (fixture.explorer, 1, 1);
  dg_explorer_set_enlarged (fixture.explorer, TRUE);
  g_assert_false (dg_explorer_get_enlarged (fixture.explorer));
  g_assert_cmpuint (fixture.marks + fixture.current, ==, 0);

  dg_explorer_set_run (fixture.explorer, run); /* a run without epochs */
  dg_explorer_set_enlarged (fixture.explorer, TRUE);
  g_assert_false (dg_explorer_get_enlarged (fixture.explorer));
  g_assert_false (dg_explorer_is_busy (fixture.explorer));
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, DG_EPOCH_NEWEST);
  lit = dg_explorer_get_lit_positions (fixture.explorer, 0, 0);
  g_assert_cmpuint (lit->len, ==, 0);
  rule = dg_focus_rule_parse ("wrong", NULL);
  dg_explorer_set_focus_rule (fixture.explorer, rule);
  figure = dg_explorer_build_figure (fixture.explorer);
  g_assert_null (strstr (figure->footer, "epoch"));
  dg_explorer_set_run (fixture.explorer, NULL);
  g_assert_cmpuint (dg_explorer_get_marks (fixture.explorer)->len, ==, 0);
  g_assert_cmpuint (fixture.failed, ==, 0);
}

static void
test_choose_layout (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const char *const layers[] = { "S5", "P1:1", "S5", NULL }, *const once[] = { "S5", "P1:1", NULL };
  const char *const unknown[] = { "S5", "R9", NULL }, *const channel[] = { "P1:2", NULL };
  const guint twice[] = { 10, 1, 10 }, missing[] = { 1, 3 };
  g_autoptr (GError) error = NULL;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  explorer_fixture_reset (&fixture);
  g_assert_true (dg_explorer_set_layers (fixture.explorer, layers, &error));
  g_assert_cmpstrv (dg_explorer_get_layers (fixture.explorer), once);
  g_assert_cmpuint (fixture.layout, ==, 1);
  g_assert_nonnull (dg_explorer_get_cell (fixture.explorer, 0, 0)); /* it was there already */
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 2);
  g_assert_true (dg_explorer_set_epochs (fixture.explorer, twice, 3, &error));
  assert_columns (fixture.explorer, two_epochs, 2);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 2);

  explorer_fixture_reset (&fixture);
  g_assert_false (dg_explorer_set_layers (fixture.explorer, unknown, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "R9"));
  g_assert_nonnull (strstr (error->message, "P1, R3, R4, S5"));
  g_clear_error (&error);
  g_assert_false (dg_explorer_set_layers (fixture.explorer, channel, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (dg_explorer_set_epochs (fixture.explorer, missing, 2, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "1,10"));
  g_assert_cmpuint (fixture.layout, ==, 0);
  g_assert_cmpstrv (dg_explorer_get_layers (fixture.explorer), once);

  g_assert_true (dg_explorer_set_layers (fixture.explorer, NULL, NULL));
  g_assert_cmpuint (g_strv_length ((char **) dg_explorer_get_layers (fixture.explorer)), ==, 4);
}

static void
refresh (DgRun *run)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dg_run_refresh (run, &error));
  g_assert_no_error (error);
}

static void
test_live (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  const guint saved[] = { 1, 2, 4, 8, 16, 32 }, shown[] = { 1, 2, 4, 8, 16 }, after[] = { 1, 2, 4, 16, 32 };
  gint row, column;
  DgCell *kept;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  for (guint i = 0; i < 5; i++)
    {
      explorer_fixture_reset (&fixture);
      tiny_run_add_epoch (tiny, saved[i]);
      refresh (run);
      g_assert_cmpuint (fixture.layout, ==, 1);
      g_assert_cmpuint (fixture.marks, ==, 1);
      assert_columns (fixture.explorer, shown, i + 1);
      g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, saved[i]);
      explorer_fixture_wait_for_cells (fixture.explorer);
      g_assert_cmpuint (fixture.ready, ==, 4); /* the new column alone */
    }

  dg_explorer_set_current (fixture.explorer, 1, 3);
  dg_explorer_set_reference_epoch (fixture.explorer, 2);
  kept = dg_explorer_get_cell (fixture.explorer, 1, 0);
  explorer_fixture_reset (&fixture);
  tiny_run_add_epoch (tiny, saved[5]);
  refresh (run);
  assert_columns (fixture.explorer, after, 5);
  g_assert_cmpuint (fixture.marks, ==, 0);
  g_assert_true (dg_explorer_get_cell (fixture.explorer, 1, 0) == kept);
  dg_explorer_get_current (fixture.explorer, &row, &column);
  g_assert_cmpint (row, ==, 1);
  g_assert_cmpint (column, ==, 2); /* epoch 8 is no longer shown: the one before it */

  g_assert_true (dg_explorer_set_epochs (fixture.explorer, two_epochs, 1, NULL));
  explorer_fixture_reset (&fixture);
  tiny_run_add_epoch (tiny, 64);
  refresh (run);
  g_assert_cmpuint (fixture.layout, ==, 0);
  assert_columns (fixture.explorer, two_epochs, 1);
}

/* The live epoch has the last column, in which the next one follows it: what is current stays so by its
 * place. */
static void
test_unsaved (void)
{
  const guint with_third[] = { 1, 3 }, with_fifth[] = { 1, 5 }, with_tenth[] = { 1, 10 };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 1);
  g_autoptr (DgLiveEpoch) third = tiny_run_make_live (tiny, 3), fifth = tiny_run_make_live (tiny, 5);
  g_autoptr (DgLiveEpoch) twelfth = tiny_run_make_live (tiny, 12);
  gint row, column;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  dg_run_set_live_epoch (run, third);
  assert_columns (fixture.explorer, with_third, 2);
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, 3);
  g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 3, 0), >=, 0);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_nonnull (dg_explorer_get_cell (fixture.explorer, 2, 1));

  dg_explorer_set_current (fixture.explorer, 2, 1);
  dg_explorer_set_enlarged (fixture.explorer, TRUE);
  dg_explorer_select_sample (fixture.explorer, 7, FALSE);
  dg_explorer_set_reference_epoch (fixture.explorer, 3);
  dg_explorer_set_image_kind (fixture.explorer, DG_IMAGE_VAT); /* cells of epoch 3 are under way once more */
  explorer_fixture_reset (&fixture);
  dg_run_set_live_epoch (run, fifth);
  g_assert_cmpuint (fixture.layout, ==, 1);
  g_assert_cmpuint (fixture.marks, ==, 1);
  assert_columns (fixture.explorer, with_fifth, 2);
  g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 3, 0), ==, -1);
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, 5);
  dg_explorer_get_current (fixture.explorer, &row, &column);
  g_assert_cmpint (row, ==, 2);
  g_assert_cmpint (column, ==, 1);
  g_assert_true (dg_explorer_get_enlarged (fixture.explorer));
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.failed, ==, 0);
  g_assert_nonnull (dg_explorer_get_cell (fixture.explorer, 2, 1));

  tiny_run_add_epoch (tiny, 10);
  refresh (run);
  assert_columns (fixture.explorer, with_tenth, 2);
  dg_explorer_get_current (fixture.explorer, &row, &column);
  g_assert_cmpint (column, ==, 1);

  /* Chosen, it goes and nothing comes in its place. */
  dg_run_set_live_epoch (run, twelfth);
  g_assert_true (dg_explorer_set_epochs (fixture.explorer, (const guint[]){ 1, 12 }, 2, NULL));
  explorer_fixture_reset (&fixture);
  dg_run_set_live_epoch (run, NULL);
  g_assert_cmpuint (fixture.layout, ==, 1);
  assert_columns (fixture.explorer, two_epochs, 1);
  dg_explorer_get_current (fixture.explorer, &row, &column);
  g_assert_cmpint (column, ==, 0);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.failed, ==, 0);
}

/* Cells that are worth keeping are kept beside saved epochs alone. */
static void
test_unsaved_cells (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new_sized (300);
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 1);
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (tiny, 3);
  g_autofree char *path = g_build_filename (tiny->folder, "cells", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  DgExplorer *explorer = dg_explorer_new ();
  guint n = 0;

  dg_explorer_set_run (explorer, run);
  dg_run_set_live_epoch (run, live);
  explorer_fixture_wait_for_cells (explorer);
  g_assert_nonnull (dg_explorer_get_cell (explorer, 3, 1));
  g_assert_finalize_object (explorer); /* waits for what is being written */
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_false (g_str_has_prefix (name, "epoch_0003"));
      n++;
    }
  g_assert_cmpuint (n, ==, 4);
}

static void
test_cancelled (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const char *const layers[] = { "R4", NULL };
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  g_assert_true (dg_explorer_set_layers (fixture.explorer, layers, NULL));
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 2); /* nothing of what was asked for before */

  dg_explorer_set_image_kind (fixture.explorer, DG_IMAGE_VAT);
  dg_explorer_set_order (fixture.explorer, DG_ORDER_SERIATION);
  dg_explorer_set_run (fixture.explorer, NULL);
  g_assert_false (dg_explorer_is_busy (fixture.explorer));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture.ready, ==, 2);
  dg_explorer_set_run (fixture.explorer, run); /* and let go of with cells under way */
}

static void
test_failed (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_auto (ExplorerFixture) fixture;

  tiny_run_add_bad_epoch (tiny, 3, 41);
  run = tiny_run_open (tiny);
  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.failed, ==, 1);
  g_assert_nonnull (strstr (fixture.message, "R3"));
  g_assert_nonnull (strstr (fixture.message, "41"));
  g_assert_cmpuint (fixture.ready, ==, 3);
  g_assert_null (dg_explorer_get_cell (fixture.explorer, 1, 0));

  tiny_run_add_epoch (tiny, 4); /* not tried again */
  refresh (run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.failed, ==, 1);
  g_assert_cmpuint (fixture.ready, ==, 7);
}

static void
test_image (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  g_autofree char *words = NULL;
  DgIvat *ivat;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  ivat = dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1));

  dg_explorer_set_image_kind (fixture.explorer, DG_IMAGE_DISSIMILARITY);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpint (dg_cell_get_kind (dg_explorer_get_cell (fixture.explorer, 1, 1)), ==,
                   DG_IMAGE_DISSIMILARITY);
  g_assert_true (dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1)) ==
                 ivat); /* not computed anew */

  explorer_fixture_reset (&fixture);
  dg_explorer_set_image_kind (fixture.explorer, DG_IMAGE_IVAT);
  g_assert_cmpuint (fixture.layout, ==, 1);
  g_assert_false (dg_explorer_is_busy (fixture.explorer)); /* from the cache */
  g_assert_true (dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1)) == ivat);

  dg_explorer_set_order (fixture.explorer, DG_ORDER_SERIATION);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 8);
  words = dg_explorer_describe (fixture.explorer);
  g_assert_nonnull (strstr (words, "seriation"));

  dg_explorer_set_palette (fixture.explorer, dg_palette_get (dg_palette_list_names ()[1], NULL));
  g_assert_cmpuint (fixture.layout, ==, 3);
}

/* Another grouping is another image of dissimilarity plots, and no change of the other kinds. */
static void
test_groups (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const DgGroupRule blocks = { .kind = DG_GROUP_BLOCKS, .count = 2 };
  g_autoptr (DgFigure) figure = NULL;
  DgIvat *ivat;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  ivat = dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1));
  explorer_fixture_reset (&fixture);
  dg_explorer_set_group_rule (fixture.explorer, &blocks);
  g_assert_cmpuint (fixture.layout, ==, 0);
  g_assert_true (dg_group_rule_equal (dg_explorer_get_group_rule (fixture.explorer), &blocks));

  dg_explorer_set_image_kind (fixture.explorer, DG_IMAGE_DISSPLOT);
  g_assert_cmpuint (fixture.layout, ==, 1);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpuint (fixture.ready, ==, 8);
  g_assert_true (dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1)) == ivat);
  g_assert_cmpint (dg_cell_get_group_class (dg_explorer_get_cell (fixture.explorer, 1, 1), 0), ==,
                   DG_CELL_NO_CLASS);

  dg_explorer_set_group_rule (fixture.explorer, &DG_GROUP_RULE_INIT);
  g_assert_cmpuint (fixture.layout, ==, 2);
  explorer_fixture_wait_for_cells (fixture.explorer);
  g_assert_cmpint (dg_cell_get_group_class (dg_explorer_get_cell (fixture.explorer, 1, 1), 0), >=, 0);
  g_assert_true (dg_cell_get_ivat (dg_explorer_get_cell (fixture.explorer, 1, 1)) == ivat);
  dg_explorer_set_group_rule (fixture.explorer, &blocks);
  g_assert_false (dg_explorer_is_busy (fixture.explorer)); /* from the cache */

  figure = dg_explorer_build_figure (fixture.explorer);
  g_assert_true (figure->silhouettes);
  g_assert_nonnull (strstr (figure->footer, "dissimilarity plot by 2 blocks"));
  g_assert_nonnull (strstr (figure->footer, "silhouette widths"));
}

static void
assert_current (DgExplorer *explorer, gint row, gint column)
{
  gint r, c;

  dg_explorer_get_current (explorer, &r, &c);
  g_assert_cmpint (r, ==, row);
  g_assert_cmpint (c, ==, column);
}

static void
test_current (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const char *const layers[] = { "S5", "R3", NULL };
  g_autoptr (DgFigure) figure = NULL;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  assert_current (fixture.explorer, -1, -1);
  dg_explorer_move_current (fixture.explorer, 1, 0);
  assert_current (fixture.explorer, 0, 0);
  dg_explorer_move_current (fixture.explorer, 1, 1);
  assert_current (fixture.explorer, 1, 1);
  g_assert_cmpuint (fixture.current, ==, 2);
  dg_explorer_move_current (fixture.explorer, 0, 1); /* at the edge */
  g_assert_cmpuint (fixture.current, ==, 2);

  dg_explorer_set_enlarged (fixture.explorer, TRUE);
  figure = dg_explorer_build_figure (fixture.explorer);
  g_assert_cmpuint (figure->n_rows * figure->n_columns, ==, 1);
  g_assert_true (dg_figure_get_cell (figure, 0, 0) == dg_explorer_get_cell (fixture.explorer, 1, 1));
  g_assert_cmpstr (figure->row_names[0], ==, "R3");
  g_assert_cmpstr (figure->column_names[0], ==, "epoch 10");

  g_assert_true (dg_explorer_set_layers (fixture.explorer, layers, NULL));
  assert_current (fixture.explorer, 1, 1); /* R3 is row 1 here, too */
  g_assert_true (dg_explorer_get_enlarged (fixture.explorer));
  dg_explorer_set_current (fixture.explorer, 2, 0);
  assert_current (fixture.explorer, -1, -1);
  g_assert_false (dg_explorer_get_enlarged (fixture.explorer));
}

static void
test_figure (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  g_autoptr (DgFigure) figure = NULL;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  dg_explorer_set_current (fixture.explorer, 3, 1);
  dg_explorer_choose_class (fixture.explorer, 1, FALSE);
  figure = dg_explorer_build_figure (fixture.explorer);
  g_assert_cmpuint (figure->n_rows, ==, 4);
  g_assert_cmpuint (figure->n_columns, ==, 2);
  g_assert_cmpstr (figure->row_names[0], ==, "P1");
  g_assert_cmpstr (figure->row_notes[0], ==, "channel 0 · 4");
  g_assert_cmpstr (figure->row_notes[3], ==, "4");
  g_assert_cmpstr (figure->column_names[1], ==, "epoch 10");
  g_assert_cmpint (figure->current_row, ==, 3);
  g_assert_cmpint (figure->current_column, ==, 1);
  g_assert_cmpuint (figure->n_classes, ==, TINY_N_CLASSES);
  g_assert_cmpstr (figure->class_names[1], ==, "bee");
  g_assert_true (figure->lit);
  g_assert_cmpuint (figure->marks->len, ==, dg_explorer_get_marks (fixture.explorer)->len);
  g_assert_cmpstr (figure->footer, ==,
                   "60 of 100 test images, stratified · iVAT · Euclidean · own scale per cell · seed 1\n"
                   "ticks and lines: samples of class bee");
  for (guint i = 0; i < 8; i++)
    g_assert_nonnull (dg_figure_get_cell (figure, i / 2, i % 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explorer/defaults", test_defaults);
  g_test_add_func ("/explorer/nothing", test_nothing);
  g_test_add_func ("/explorer/choose-layout", test_choose_layout);
  g_test_add_func ("/explorer/live", test_live);
  g_test_add_func ("/explorer/unsaved", test_unsaved);
  g_test_add_func ("/explorer/unsaved-cells", test_unsaved_cells);
  g_test_add_func ("/explorer/cancelled", test_cancelled);
  g_test_add_func ("/explorer/failed", test_failed);
  g_test_add_func ("/explorer/image", test_image);
  g_test_add_func ("/explorer/groups", test_groups);
  g_test_add_func ("/explorer/current", test_current);
  g_test_add_func ("/explorer/figure", test_figure);
  return g_test_run ();
}
