/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/planned-columns.h"

#include "tiny-run.h"

static void
test_list (void)
{
  g_autoptr (TinyRun) files = tiny_run_new ();
  g_autoptr (DgRun) fresh = tiny_run_open (files);
  g_autoptr (DgRun) begun = NULL;
  g_autofree guint *all = NULL, *rest = NULL;
  gsize n;

  /* Made for 20 epochs, of which 1, 2, 10 and the last are saved. */
  all = dg_planned_columns_list (fresh, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (all[0], ==, 1);
  g_assert_cmpuint (all[3], ==, 20);

  tiny_run_add_epoch (files, 1);
  tiny_run_add_epoch (files, 2);
  begun = tiny_run_open (files);
  rest = dg_planned_columns_list (begun, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (rest[0], ==, 10);
  g_assert_cmpuint (rest[1], ==, 20);
}

/* The live epoch has the place of the next one: as many columns as without it. */
static void
test_live (void)
{
  g_autoptr (TinyRun) files = tiny_run_new ();
  g_autoptr (DgLiveEpoch) live = tiny_run_make_live (files, 3);
  g_autoptr (DgRun) run = NULL;
  g_autofree guint *early = NULL, *rest = NULL;
  gsize n, n_epochs;

  tiny_run_add_epoch (files, 1);
  run = tiny_run_open (files);
  dg_run_set_live_epoch (run, live); /* before epoch 2, which is on its way to disk */
  early = dg_planned_columns_list (run, &n);
  dg_run_get_epochs (run, &n_epochs);
  g_assert_cmpuint (n_epochs + n, ==, 4);

  tiny_run_add_epoch (files, 2);
  g_assert_true (dg_run_refresh (run, NULL));
  rest = dg_planned_columns_list (run, &n);
  dg_run_get_epochs (run, &n_epochs);
  g_assert_cmpuint (n_epochs + n, ==, 4);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (rest[0], ==, 20);
}

/* Of many epochs, only as many as are shown at once. */
static void
test_limit (void)
{
  g_autoptr (TinyRun) files = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autofree guint *epochs = NULL;
  gsize n;

  files->manifest->options->n_save = 20;
  files->manifest->options->save = g_new (guint, 20);
  for (guint i = 0; i < 20; i++)
    files->manifest->options->save[i] = i + 1;
  tiny_run_add_epoch (files, 1);
  run = tiny_run_open (files);
  epochs = dg_planned_columns_list (run, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (epochs[3], ==, 5);
}

static void
test_append (void)
{
  g_autoptr (DgFigure) figure = dg_figure_new (2, 3);
  const guint epochs[] = { 10, 20 };

  for (guint column = 0; column < 3; column++)
    figure->column_names[column] = g_strdup_printf ("old %u", column);
  dg_planned_columns_append (figure, 2, epochs, G_N_ELEMENTS (epochs));
  g_assert_cmpuint (figure->n_columns, ==, 4);
  g_assert_cmpstr (figure->column_names[1], ==, "old 1");
  g_assert_cmpstr (figure->column_names[2], ==, "epoch 10");
  g_assert_cmpstr (figure->column_names[3], ==, "epoch 20");
  for (guint row = 0; row < 2; row++)
    for (guint column = 0; column < 4; column++)
      g_assert_null (dg_figure_get_cell (figure, row, column));
}

/* Cells stay in their rows and columns. */
static void
test_append_to_cells (void)
{
  g_autoptr (DgFigure) figure = dg_figure_new (2, 2);
  gsize shape[] = { 3, 1 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, shape);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  g_autoptr (DgIvat) ivat = dg_ivat_new (vat);
  DgCell *cells[4];
  const guint epoch = 5;

  for (guint i = 0; i < 4; i++)
    {
      cells[i] = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL, NULL, NULL, NULL);
      dg_figure_set_cell (figure, i / 2, i % 2, cells[i]);
    }
  dg_planned_columns_append (figure, 1, &epoch, 1);
  g_assert_true (dg_figure_get_cell (figure, 0, 0) == cells[0]);
  g_assert_true (dg_figure_get_cell (figure, 1, 0) == cells[2]);
  g_assert_null (dg_figure_get_cell (figure, 0, 1));
  g_assert_null (dg_figure_get_cell (figure, 1, 1));
  for (guint i = 0; i < 4; i++)
    dg_cell_unref (cells[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planned-columns/list", test_list);
  g_test_add_func ("/planned-columns/live", test_live);
  g_test_add_func ("/planned-columns/limit", test_limit);
  g_test_add_func ("/planned-columns/append", test_append);
  g_test_add_func ("/planned-columns/append-to-cells", test_append_to_cells);
  return g_test_run ();
}
