/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is lit: classes, samples, rules, the misclassified. */
#include <string.h>

#include "explorer-fixture.h"

static const guint two_epochs[] = { 1, 10 };

/* Where the samples for which @lit holds lie in the VAT order of a layer, computed here from its outputs. */
static GArray *
find_positions (DgRun *run, guint epoch, const char *layer, const gboolean *lit)
{
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epoch, layer, NULL);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (outputs, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 k = 0; k < vat->n; k++)
    if (lit[vat->order[k]])
      g_array_append_val (positions, k);
  return positions;
}

/* In every cell exactly the rows of @lit are lit. */
static void
assert_lit (DgExplorer *explorer, const gboolean *lit)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (explorer, &n);
  const char *const *layers = dg_explorer_get_layers (explorer);

  for (guint row = 0; layers[row] != NULL; row++)
    for (guint column = 0; column < n; column++)
      {
        g_autoptr (GArray) got = dg_explorer_get_lit_positions (explorer, row, column);
        g_autoptr (GArray) expected =
          find_positions (dg_explorer_get_run (explorer), epochs[column], layers[row], lit);

        g_assert_cmpmem (got->data, got->len * 4, expected->data, expected->len * 4);
      }
}

static void
assert_marks (DgExplorer *explorer, const gboolean *marked)
{
  const GArray *marks = dg_explorer_get_marks (explorer);
  const guint8 *labels = dg_run_get_labels (dg_explorer_get_run (explorer));
  guint n = 0;

  for (guint32 i = 0; i < TINY_N; i++)
    if (marked[i])
      {
        const DgMark *mark = &g_array_index (marks, DgMark, n);

        g_assert_cmpuint (n++, <, marks->len);
        g_assert_cmpuint (mark->sample, ==, i);
        g_assert_cmpint (mark->class_index, ==, labels[i]);
        g_assert_cmpint (mark->wrong, ==, dg_explorer_get_said (explorer, 10, i) != labels[i]);
      }
  g_assert_cmpuint (marks->len, ==, n);
}

static void
test_classes (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const guint8 *labels = dg_run_get_labels (run);
  gboolean lit[TINY_N] = { FALSE }, all[TINY_N];
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  for (guint i = 0; i < TINY_N; i++)
    all[i] = TRUE;
  assert_marks (fixture.explorer, all);
  assert_lit (fixture.explorer, lit);

  explorer_fixture_reset (&fixture);
  dg_explorer_choose_class (fixture.explorer, 2, FALSE);
  g_assert_cmpuint (fixture.marks, ==, 1);
  g_assert_cmpuint (fixture.layout + fixture.ready, ==, 0);
  g_assert_true (dg_explorer_is_class_chosen (fixture.explorer, 2));
  for (guint i = 0; i < TINY_N; i++)
    lit[i] = labels[i] == 2;
  assert_marks (fixture.explorer, lit);
  assert_lit (fixture.explorer, lit);

  dg_explorer_choose_class (fixture.explorer, 0, TRUE);
  for (guint i = 0; i < TINY_N; i++)
    lit[i] = labels[i] == 2 || labels[i] == 0;
  assert_lit (fixture.explorer, lit);

  dg_explorer_select_sample (fixture.explorer, 7, FALSE);
  lit[7] = TRUE;
  assert_lit (fixture.explorer, lit);

  dg_explorer_choose_class (fixture.explorer, 3, FALSE); /* alone */
  g_assert_false (dg_explorer_is_class_chosen (fixture.explorer, 2));
  for (guint i = 0; i < TINY_N; i++)
    lit[i] = labels[i] == 3 || i == 7;
  assert_lit (fixture.explorer, lit);

  dg_explorer_choose_class (fixture.explorer, 3, FALSE); /* the sole one again: none */
  g_assert_false (dg_explorer_is_class_chosen (fixture.explorer, 3));
  assert_marks (fixture.explorer, all);

  dg_explorer_choose_class (fixture.explorer, TINY_N_CLASSES, FALSE);
  g_assert_false (dg_explorer_is_class_chosen (fixture.explorer, TINY_N_CLASSES));
}

static void
test_samples (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const guint32 expected[] = { 30, 4 };
  gboolean lit[TINY_N] = { FALSE };
  g_autoptr (DgFigure) figure = NULL;
  g_auto (ExplorerFixture) fixture;
  const guint32 *samples;
  gsize n;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_wait_for_cells (fixture.explorer);
  dg_explorer_select_sample (fixture.explorer, 17, FALSE);
  dg_explorer_select_sample (fixture.explorer, 30, FALSE);
  dg_explorer_select_sample (fixture.explorer, 4, TRUE);
  samples = dg_explorer_get_samples (fixture.explorer, &n);
  g_assert_cmpmem (samples, n * 4, expected, sizeof expected);
  lit[30] = lit[4] = TRUE;
  assert_lit (fixture.explorer, lit);
  figure = dg_explorer_build_figure (fixture.explorer);
  g_assert_cmpmem (figure->selected[3]->data, figure->selected[3]->len * 4, expected, sizeof expected);
  g_assert_false (figure->lit);

  dg_explorer_select_sample (fixture.explorer, 30, TRUE); /* toggles */
  lit[30] = FALSE;
  assert_lit (fixture.explorer, lit);
  dg_explorer_select_sample (fixture.explorer, TINY_N, FALSE);
  assert_lit (fixture.explorer, lit);

  explorer_fixture_reset (&fixture);
  dg_explorer_choose_class (fixture.explorer, 1, FALSE);
  dg_explorer_clear_selection (fixture.explorer);
  g_assert_cmpuint (fixture.marks, ==, 2);
  lit[4] = FALSE;
  assert_lit (fixture.explorer, lit);
  dg_explorer_clear_selection (fixture.explorer);
  g_assert_cmpuint (fixture.marks, ==, 2);
}

static void
set_rule (DgExplorer *explorer, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (text, &error);

  g_assert_no_error (error);
  dg_explorer_set_focus_rule (explorer, rule);
}

static void
test_rules (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  const guint8 *labels = dg_run_get_labels (run);
  gboolean marked[TINY_N];
  guint n_wrong = 0;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  explorer_fixture_reset (&fixture);
  set_rule (fixture.explorer, "wrong");
  set_rule (fixture.explorer, "wrong"); /* equal: nothing said */
  g_assert_cmpuint (fixture.marks, ==, 1);
  for (guint i = 0; i < TINY_N; i++)
    n_wrong += marked[i] = dg_explorer_get_said (fixture.explorer, 10, i) != labels[i];
  g_assert_cmpuint (n_wrong, >, 3);
  assert_marks (fixture.explorer, marked);

  dg_explorer_choose_class (fixture.explorer, 1, FALSE);
  for (guint i = 0; i < TINY_N; i++)
    marked[i] = dg_explorer_get_said (fixture.explorer, 10, i) != labels[i] && labels[i] == 1;
  assert_marks (fixture.explorer, marked);

  /* right and wrong of the rule's classes; of the chosen ones, once there are any */
  dg_explorer_clear_selection (fixture.explorer);
  set_rule (fixture.explorer, "right-wrong:0,2");
  for (guint i = 0; i < TINY_N; i++)
    marked[i] = labels[i] == 0 || labels[i] == 2;
  assert_marks (fixture.explorer, marked);
  dg_explorer_choose_class (fixture.explorer, 3, FALSE);
  for (guint i = 0; i < TINY_N; i++)
    marked[i] = labels[i] == 3;
  assert_marks (fixture.explorer, marked);
  g_assert_cmpuint (fixture.failed, ==, 0);

  set_rule (fixture.explorer, "class:9");
  g_assert_cmpuint (fixture.failed, ==, 1);
  g_assert_nonnull (strstr (fixture.message, "class 9"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture.explorer)->len, ==, 0);
}

static void
test_misclassified (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = explorer_fixture_open_run (tiny, two_epochs, 2);
  g_autoptr (DgTensor) all = dg_run_load_log_likelihood (run, 1, NULL);
  const guint8 *labels = dg_run_get_labels (run);
  g_autoptr (GArray) list = NULL;
  g_autoptr (GArray) restricted = NULL;
  guint n_wrong = 0, n_restricted = 0;
  float last = 0;
  g_auto (ExplorerFixture) fixture;

  explorer_fixture_init (&fixture);
  dg_explorer_set_run (fixture.explorer, run);
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, 10);
  dg_explorer_set_reference_epoch (fixture.explorer, 1);
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture.explorer), ==, 1);
  g_assert_cmpuint (fixture.marks, ==, 2);

  for (guint32 i = 0; i < TINY_N; i++)
    {
      const float *row = dg_explorer_get_log_likelihood (fixture.explorer, 1, i);
      gint said = 0;

      g_assert_cmpmem (row, TINY_N_CLASSES * sizeof (float), all->data + i * TINY_N_CLASSES,
                       TINY_N_CLASSES * sizeof (float));
      for (gint c = 1; c < TINY_N_CLASSES; c++)
        if (row[c] > row[said])
          said = c;
      g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 1, i), ==, said);
      n_wrong += said != labels[i];
      n_restricted += said != labels[i] && labels[i] == 2;
    }
  g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 2, 0), ==, -1);
  g_assert_cmpint (dg_explorer_get_said (fixture.explorer, 1, TINY_N), ==, -1);
  g_assert_null (dg_explorer_get_log_likelihood (fixture.explorer, 1, TINY_N));

  list = dg_explorer_get_misclassified (fixture.explorer);
  g_assert_cmpuint (list->len, ==, n_wrong);
  for (guint i = 0; i < list->len; i++)
    {
      const DgMisclassified *found = &g_array_index (list, DgMisclassified, i);
      float confidence = all->data[found->sample * TINY_N_CLASSES + found->said];

      g_assert_cmpuint (found->label, ==, labels[found->sample]);
      g_assert_cmpuint (found->said, !=, found->label);
      g_assert_true (i == 0 || confidence <= last);
      last = confidence;
    }
  g_assert_cmpuint (n_restricted, >, 0);
  dg_explorer_choose_class (fixture.explorer, 2, FALSE);
  restricted = dg_explorer_get_misclassified (fixture.explorer);
  g_assert_cmpuint (restricted->len, ==, n_restricted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explorer-focus/classes", test_classes);
  g_test_add_func ("/explorer-focus/samples", test_samples);
  g_test_add_func ("/explorer-focus/rules", test_rules);
  g_test_add_func ("/explorer-focus/misclassified", test_misclassified);
  return g_test_run ();
}
