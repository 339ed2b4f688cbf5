/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/cell-groups.h"

#include <string.h>

#include "base/error.h"
#include "explorer/predictions.h"
#include "tiny-run.h"

static DgCell *
compute (DgRun *run, const char *rule, const guint32 *samples, gsize n, GError **error)
{
  DgCellImage image = { .kind = DG_IMAGE_DISSPLOT };
  DgCellKey key;

  g_assert_true (dg_group_rule_parse (rule, &image.group, NULL));
  key = dg_cell_key_make (2, "R3", &image);
  return dg_cell_compute (run, &key, samples, n, NULL, NULL, NULL, NULL, error);
}

/* Every sample stands in the group of its class, under the class's name. */
static void
assert_classes (DgRun *run, const DgCell *cell, const guint8 *classes)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);

  for (gsize k = 0; k < dg_cell_get_n (cell); k++)
    {
      guint8 expected = classes[dg_cell_get_sample (cell, k)];
      gsize group = dg_dissplot_find_group (plot, k);

      g_assert_cmpint (dg_cell_get_group_class (cell, group), ==, expected);
      g_assert_cmpstr (dg_cell_get_group_name (cell, group), ==, dg_run_get_class_name (run, expected));
    }
}

static void
test_classes (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgCell) labels = NULL, predictions = NULL;
  g_autoptr (DgPredictions) said = NULL;
  g_autoptr (GError) error = NULL;

  tiny_run_add_epoch (tiny, 2);
  run = tiny_run_open (tiny);
  labels = compute (run, "label", NULL, 0, &error);
  g_assert_no_error (error);
  assert_classes (run, labels, dg_run_get_labels (run));
  predictions = compute (run, "prediction", NULL, 0, &error);
  g_assert_no_error (error);
  said = dg_predictions_new (run);
  assert_classes (run, predictions, dg_predictions_get (said, 2)->said);
}

/* A cell of some samples has the classes of these. */
static void
test_some (void)
{
  const guint32 samples[] = { 3, 8, 9, 21, 22, 40, 41, 59 };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgCell) labels = NULL, predictions = NULL;
  g_autoptr (DgPredictions) said = NULL;

  tiny_run_add_epoch (tiny, 2);
  run = tiny_run_open (tiny);
  said = dg_predictions_new (run);
  labels = compute (run, "label", samples, G_N_ELEMENTS (samples), NULL);
  predictions = compute (run, "prediction", samples, G_N_ELEMENTS (samples), NULL);
  g_assert_cmpuint (dg_cell_get_n (labels), ==, G_N_ELEMENTS (samples));
  assert_classes (run, labels, dg_run_get_labels (run));
  assert_classes (run, predictions, dg_predictions_get (said, 2)->said);
}

/* The run has a cluster for each of its four classes. */
static void
test_blocks (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgCell) four = NULL, cut = NULL;

  tiny_run_add_epoch (tiny, 2);
  run = tiny_run_open (tiny);
  four = compute (run, "blocks:4", NULL, 0, NULL);
  g_assert_cmpuint (dg_cell_get_dissplot (four)->n_groups, ==, 4);
  for (gsize group = 0; group < 4; group++)
    {
      g_autofree char *name = g_strdup_printf ("%zu", group + 1);

      g_assert_cmpstr (dg_cell_get_group_name (four, group), ==, name);
      g_assert_cmpint (dg_cell_get_group_class (four, group), ==, DG_CELL_NO_CLASS);
    }

  cut = compute (run, "height:0.9", NULL, 0, NULL);
  g_assert_true (dg_cell_get_dissplot (cut)->has_rest);
  g_assert_cmpstr (dg_cell_get_group_name (cut, dg_cell_get_dissplot (cut)->n_groups - 1), ==, "rest");
}

static void
test_missing (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&tiny->manifest->log_likelihood, g_free);
  tiny_run_add_epoch (tiny, 2);
  run = tiny_run_open (tiny);
  g_assert_null (compute (run, "prediction", NULL, 0, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "does not say what the network predicted"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cell-groups/classes", test_classes);
  g_test_add_func ("/cell-groups/some", test_some);
  g_test_add_func ("/cell-groups/blocks", test_blocks);
  g_test_add_func ("/cell-groups/missing", test_missing);
  return g_test_run ();
}
