/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "explorer/preset.h"
#include "tendency/reduction.h"
#include "tiny-run.h"

static const guint saved[] = { 1, 2, 10 };

static DgRun *
open_run (TinyRun *tiny)
{
  for (gsize i = 0; i < G_N_ELEMENTS (saved); i++)
    tiny_run_add_epoch (tiny, saved[i]);
  return tiny_run_open (tiny);
}

static DgFigure *
build (DgRun *run, DgFigureOptions options)
{
  g_autoptr (GError) error = NULL;
  DgFigure *figure = dg_preset_build (run, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return figure;
}

static void
assert_names (char **names, guint n, const char *joined)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", names[i]);
  g_assert_cmpstr (text->str, ==, joined);
}

static void
count_cb (guint done, guint total, gpointer data)
{
  guint *calls = data;

  (*calls)++;
  g_assert_cmpuint (done, ==, *calls);
  g_assert_cmpuint (total, ==, 12);
}

static void
test_plain (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (GError) error = NULL;
  const DgFigureOptions options = { NULL };
  guint calls = 0;
  g_autoptr (DgFigure) figure = dg_preset_build (run, &options, count_cb, &calls, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 12);
  assert_names (figure->column_names, figure->n_columns, "epoch 1|epoch 2|epoch 10");
  assert_names (figure->row_names, figure->n_rows, "P1|R3|R4|S5");
  assert_names (figure->class_names, figure->n_classes, "ant|bee|cat|dog");
  g_assert_cmpuint (figure->marks->len, ==, TINY_N);
  g_assert_false (figure->lit);
  g_assert_true (figure->colour_key);
  for (guint i = 0; i < 12; i++)
    {
      DgCell *cell = dg_figure_get_cell (figure, i / 3, i % 3);

      g_assert_cmpint (dg_cell_get_kind (cell), ==, DG_IMAGE_IVAT);
      g_assert_cmpuint (dg_cell_get_n (cell), ==, TINY_N);
    }
}

/* The cells are those of the outputs they are named after. */
static void
test_cells (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .epochs = "2,10", .layers = "P1:1,S5" });
  const char *const layers[] = { "P1:1", "S5" };
  const guint epochs[] = { 2, 10 };

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epochs[i % 2], layers[i / 2], NULL);
      g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (outputs, DG_METRIC_EUCLIDEAN, NULL);
      g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);

      for (gsize k = 0; k < vat->n; k++)
        g_assert_cmpuint (dg_cell_get_sample (dg_figure_get_cell (figure, i / 2, i % 2), k), ==,
                          vat->order[k]);
    }
}

static void
test_fig1 (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .preset = "fig1" });
  g_autoptr (DgFigure) wide =
    build (run, (DgFigureOptions){ .preset = "fig1", .epochs = "1,2", .image = "vat" });

  assert_names (figure->row_names, figure->n_rows, "S5");
  assert_names (figure->column_names, figure->n_columns, "dissimilarity|iVAT");
  g_assert_cmpint (dg_cell_get_kind (dg_figure_get_cell (figure, 0, 0)), ==, DG_IMAGE_DISSIMILARITY);
  g_assert_cmpint (dg_cell_get_kind (dg_figure_get_cell (figure, 0, 1)), ==, DG_IMAGE_IVAT);
  g_assert_nonnull (strstr (figure->title, "beasts"));
  g_assert_nonnull (strstr (figure->title, "epoch 10"));
  g_assert_nonnull (strstr (figure->footer, "60 of 100 test images"));
  g_assert_nonnull (strstr (figure->footer, "Euclidean"));
  g_assert_nonnull (strstr (figure->footer, "dissimilarity and iVAT"));
  g_assert_nonnull (strstr (figure->footer, "seed 1"));
  assert_names (wide->column_names, wide->n_columns,
                "epoch 1 · dissimilarity|epoch 1 · VAT|epoch 2 · dissimilarity|epoch 2 · VAT");
}

static void
test_fig2 (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .preset = "fig2" });
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse ("top:10", NULL);
  g_autoptr (DgTensor) log_likelihood = dg_run_load_log_likelihood (run, 10, NULL);
  const DgFocusSubject subject = { .n = TINY_N,
                                   .labels = dg_run_get_labels (run),
                                   .log_likelihood = log_likelihood };
  g_autoptr (GArray) marks = dg_focus_rule_apply (rule, &subject, NULL);

  g_assert_cmpuint (figure->n_rows * figure->n_columns, ==, 12);
  g_assert_cmpuint (marks->len, >, 0);
  g_assert_cmpmem (figure->marks->data, figure->marks->len * sizeof (DgMark), marks->data,
                   marks->len * sizeof (DgMark));
  g_assert_nonnull (strstr (figure->footer, "10 largest log-likelihoods of each class at epoch 10"));
}

static void
test_fig3 (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .preset = "fig3" });
  const guint8 *labels = dg_run_get_labels (run);
  guint n = 0;

  for (guint i = 0; i < TINY_N; i++)
    n += labels[i] == 1 || labels[i] == 2;
  g_assert_cmpuint (figure->marks->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (g_array_index (figure->marks, DgMark, i).class_index == 1 ||
                   g_array_index (figure->marks, DgMark, i).class_index == 2);
  assert_names (figure->class_names, figure->n_classes, "(null)|bee|cat|(null)");
}

static void
test_fig4 (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .preset = "fig4", .sizes = "20,60,100,5" });
  g_autoptr (DgFigure) usual = build (run, (DgFigureOptions){ .preset = "fig4" });
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, 10, "S5", NULL);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (outputs, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  g_autofree guint32 *kept = dg_reduction_interval (vat->order, vat->n, 20);
  DgCell *cell = dg_figure_get_cell (figure, 1, 1);

  assert_names (figure->column_names, figure->n_columns, "n = 60|n = 20|n = 5");
  assert_names (figure->row_names, figure->n_rows, "P1|R3|R4|S5");
  g_assert_cmpuint (dg_cell_get_n (dg_figure_get_cell (figure, 0, 0)), ==, 60);
  g_assert_cmpuint (dg_cell_get_n (cell), ==, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (dg_cell_get_position (cell, kept[i]), !=, DG_CELL_ABSENT);
  g_assert_nonnull (strstr (figure->footer, "equal intervals of the order of S5 at epoch 10"));
  g_assert_nonnull (strstr (figure->footer, "cut to the 60"));
  assert_names (usual->column_names, usual->n_columns, "n = 60|n = 50");
}

/* Options beside a preset override it; single classes and samples get lines. */
static void
test_overrides (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  const char *palette = dg_palette_list_names ()[1];
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .preset = "fig2",
                                                               .epochs = "1-5",
                                                               .layers = "all",
                                                               .focus = "class:3",
                                                               .image = "vat",
                                                               .palette = palette });
  g_autoptr (DgFigure) samples = build (run, (DgFigureOptions){ .focus = "samples:17,42" });

  assert_names (figure->column_names, figure->n_columns, "epoch 1|epoch 2");
  assert_names (figure->row_names, figure->n_rows, "P1|R3|R4|S5");
  assert_names (figure->row_notes, figure->n_rows, "8|6|5|4");
  g_assert_cmpint (dg_cell_get_kind (dg_figure_get_cell (figure, 0, 0)), ==, DG_IMAGE_VAT);
  g_assert_true (figure->lit);
  g_assert_cmpstr (dg_palette_get_name (figure->palette), ==, palette);
  g_assert_cmpuint (samples->selected[0]->len, ==, 2);
  g_assert_cmpuint (samples->marks->len, ==, 2);
}

/* A grouping asks for dissimilarity plots; without one they are grouped by label. */
static void
test_groups (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) by_label = build (run, (DgFigureOptions){ .image = "dissplot", .sizes = "30,20" });
  g_autoptr (DgFigure) by_block = build (run, (DgFigureOptions){ .group = "blocks:3", .layers = "S5" });
  g_autoptr (DgFigure) usual = build (run, (DgFigureOptions){ NULL });
  DgCell *cell = dg_figure_get_cell (by_label, 1, 1);

  g_assert_true (by_label->silhouettes && by_block->silhouettes);
  g_assert_false (usual->silhouettes);
  g_assert_cmpuint (dg_cell_get_n (cell), ==, 20);
  g_assert_cmpstr (dg_cell_get_group_name (cell, 0), ==,
                   dg_run_get_class_name (run, dg_cell_get_group_class (cell, 0)));
  g_assert_nonnull (strstr (by_label->footer, "dissimilarity plot by label"));
  g_assert_nonnull (strstr (by_block->footer, "dissimilarity plot by 3 blocks"));
  g_assert_null (strstr (usual->footer, "silhouette"));
}

static void
assert_refused (DgRun *run, DgFigureOptions options, DgError code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_preset_build (run, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, (gint) code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not hold “%s”", error->message, part);
}

static void
test_refused (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) empty = tiny_run_open (tiny);
  g_autoptr (DgRun) run = NULL;

  assert_refused (empty, (DgFigureOptions){ NULL }, DG_ERROR_NAME, "no saved epoch");
  run = open_run (tiny);
  assert_refused (run, (DgFigureOptions){ .preset = "fig5" }, DG_ERROR_NAME, "fig1, fig2, fig3 and fig4");
  assert_refused (run, (DgFigureOptions){ .epochs = "3" }, DG_ERROR_NAME, "1,2,10");
  assert_refused (run, (DgFigureOptions){ .epochs = "x" }, DG_ERROR_VALUE, "x");
  assert_refused (run, (DgFigureOptions){ .layers = "R3,Q7" }, DG_ERROR_NAME, "P1, R3, R4, S5");
  assert_refused (run, (DgFigureOptions){ .layers = "P1:2" }, DG_ERROR_NAME, "0 to 1");
  assert_refused (run, (DgFigureOptions){ .focus = "bottom:3" }, DG_ERROR_NAME, "least-confident");
  assert_refused (run, (DgFigureOptions){ .focus = "class:4" }, DG_ERROR_VALUE, "0 to 3");
  assert_refused (run, (DgFigureOptions){ .focus = "samples:60" }, DG_ERROR_VALUE, "0 to 59");
  assert_refused (run, (DgFigureOptions){ .sizes = "0" }, DG_ERROR_VALUE, "0");
  assert_refused (run, (DgFigureOptions){ .image = "cat" }, DG_ERROR_NAME, "dissimilarity");
  assert_refused (run, (DgFigureOptions){ .group = "digit" }, DG_ERROR_NAME, "blocks:K");
  assert_refused (run, (DgFigureOptions){ .group = "blocks:x" }, DG_ERROR_VALUE, "blocks:x");
  assert_refused (run, (DgFigureOptions){ .group = "label", .image = "vat" }, DG_ERROR_VALUE, "“vat”");
  assert_refused (run, (DgFigureOptions){ .order = "random" }, DG_ERROR_NAME, "seriation");
  assert_refused (run, (DgFigureOptions){ .palette = "pink" }, DG_ERROR_NAME, "grey");
}

static void
test_failing_cell (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;

  tiny_run_add_bad_epoch (tiny, 1, 33);
  run = tiny_run_open (tiny);
  assert_refused (run, (DgFigureOptions){ NULL }, DG_ERROR_VALUE, "R3");
  assert_refused (run, (DgFigureOptions){ NULL }, DG_ERROR_VALUE, "33");
}

/* Rows are units, with lines through those that were named; what is about samples is refused. */
static void
test_weights (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (DgFigure) figure = build (run, (DgFigureOptions){ .subject = "weights", .units = "F3:5,0" });
  g_autoptr (DgFigure) one =
    build (run, (DgFigureOptions){ .subject = "weights", .layers = "F4", .epochs = "2", .group = "blocks:2" });
  const guint32 expected[] = { 5, 0 };
  g_autoptr (DgTensor) weights = tiny_run_make_parameter ("F4.weight", 2);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (weights, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  DgCell *cell = dg_figure_get_cell (one, 0, 0);

  g_assert_cmpint (figure->subject, ==, DG_SUBJECT_WEIGHTS);
  assert_names (figure->row_names, figure->n_rows, "C1|F3|F4|F5");
  assert_names (figure->row_notes, figure->n_rows, "2 filters|6 units|5 units|4 units");
  assert_names (figure->column_names, figure->n_columns, "epoch 1|epoch 2|epoch 10");
  g_assert_cmpuint (figure->marks->len, ==, 0);
  g_assert_cmpmem (figure->selected[1]->data, figure->selected[1]->len * 4, expected, sizeof expected);
  g_assert_cmpuint (figure->selected[0]->len, ==, 0);
  g_assert_cmpstr (figure->title, ==, "beasts: cluster tendency of weights by epoch");
  g_assert_nonnull (strstr (figure->footer, "weights of units, without biases · iVAT · Euclidean"));
  g_assert_nonnull (strstr (figure->footer, "lines: F3 units 5, 0"));
  g_assert_cmpmem (dg_ivat_get_vat (dg_cell_get_ivat (cell))->order, 5 * 4, vat->order, 5 * 4);
  g_assert_nonnull (dg_cell_get_dissplot (cell));

  assert_refused (run, (DgFigureOptions){ .subject = "cats" }, DG_ERROR_NAME, "outputs, weights");
  assert_refused (run, (DgFigureOptions){ .units = "C1:0" }, DG_ERROR_VALUE, "--subject weights");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .preset = "fig2" }, DG_ERROR_VALUE, "--preset");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .focus = "wrong" }, DG_ERROR_VALUE, "--focus");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .sizes = "3" }, DG_ERROR_VALUE, "--sizes");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .layers = "R3" }, DG_ERROR_NAME, "C1, F3, F4, F5");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .units = "C1:2" }, DG_ERROR_VALUE, "0 to 1");
  assert_refused (run, (DgFigureOptions){ .subject = "weights", .group = "label" }, DG_ERROR_VALUE, "blocks:K");
}

static void
test_cancelled (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = open_run (tiny);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const DgFigureOptions options = { NULL };

  g_cancellable_cancel (cancellable);
  g_assert_null (dg_preset_build (run, &options, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/plain", test_plain);
  g_test_add_func ("/preset/cells", test_cells);
  g_test_add_func ("/preset/fig1", test_fig1);
  g_test_add_func ("/preset/fig2", test_fig2);
  g_test_add_func ("/preset/fig3", test_fig3);
  g_test_add_func ("/preset/fig4", test_fig4);
  g_test_add_func ("/preset/overrides", test_overrides);
  g_test_add_func ("/preset/groups", test_groups);
  g_test_add_func ("/preset/refused", test_refused);
  g_test_add_func ("/preset/failing-cell", test_failing_cell);
  g_test_add_func ("/preset/weights", test_weights);
  g_test_add_func ("/preset/cancelled", test_cancelled);
  return g_test_run ();
}
