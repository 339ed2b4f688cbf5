/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "explorer/layout.h"
#include "tiny-run.h"

static void
assert_epochs (const guint *saved, gsize n_saved, const guint *expected, gsize n_expected)
{
  gsize n;
  g_autofree guint *chosen = dg_layout_choose_epochs (saved, n_saved, &n);

  g_assert_cmpmem (chosen, n * sizeof *chosen, expected, n_expected * sizeof *expected);
}

static void
test_epochs (void)
{
  const guint few[] = { 2, 3, 7, 11, 12 }, late[] = { 95, 96, 97, 98, 99, 100 };
  const guint spread[] = { 1, 3, 10, 32, 100 }, twenty[] = { 1, 2, 4, 9, 20 };
  guint hundred[100];
  gsize n;
  g_autofree guint *chosen = NULL;

  for (guint i = 0; i < 100; i++)
    hundred[i] = i + 1;
  assert_epochs (few, 0, few, 0);
  assert_epochs (few, 5, few, 5);
  assert_epochs (hundred, 100, spread, 5);
  assert_epochs (hundred, 20, twenty, 5);

  chosen = dg_layout_choose_epochs (late, 6, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (chosen[0], ==, 95);
  g_assert_cmpuint (chosen[4], ==, 100);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpuint (chosen[i - 1], <, chosen[i]);
}

static void
test_layers (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  g_auto (GStrv) layers = dg_layout_choose_layers (run, DG_SUBJECT_OUTPUTS);
  const char *const expected[] = { "P1:0", "R3", "R4", "S5", NULL };

  g_assert_cmpstrv (layers, expected);
}

/* Names that the usual choice does not know: spread evenly, the last among them. */
static void
test_foreign_layers (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  const char *const expected[] = { "a", "c", "e", "g", NULL };
  gsize shape[1] = { 3 };
  g_autoptr (DgRun) run = NULL;
  g_auto (GStrv) layers = NULL;

  g_array_set_size (tiny->manifest->layers, 0);
  for (char name[] = "a"; name[0] <= 'g'; name[0]++)
    dg_manifest_add_layer (tiny->manifest, name, 1, shape);
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, NULL));
  run = tiny_run_open (tiny);
  layers = dg_layout_choose_layers (run, DG_SUBJECT_OUTPUTS);
  g_assert_cmpstrv (layers, expected);
}

/* Those of an autoencoder up to its code, and the image. */
static void
test_autoencoder_layers (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  const char *const expected[] = { "R1", "R2", "code", "image", NULL };
  const struct
  {
    const char *name;
    gsize size;
  } made[] = { { "R1", 9 }, { "R2", 8 }, { "R3", 7 }, { "code", 3 }, { "R5", 7 }, { "R6", 8 }, { "image", 9 } };
  g_autoptr (DgRun) run = NULL;
  g_auto (GStrv) layers = NULL;

  g_array_set_size (tiny->manifest->layers, 0);
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    dg_manifest_add_layer (tiny->manifest, made[i].name, 1, &made[i].size);
  g_clear_pointer (&tiny->manifest->log_likelihood, g_free);
  tiny->manifest->reconstruction = g_strdup ("image");
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, NULL));
  run = tiny_run_open (tiny);
  layers = dg_layout_choose_layers (run, DG_SUBJECT_OUTPUTS);
  g_assert_cmpstrv (layers, expected);
}

static void
test_modules (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  const char *const expected[] = { "A", "C", "E", "G", "I", NULL };
  const char *const all[] = { "A", "Z", "B", "C", "D", "E", "F", "G", "H", "I", NULL };
  g_autoptr (DgRun) run = NULL;
  g_auto (GStrv) modules = NULL, listed = NULL;
  g_autoptr (GError) error = NULL;

  g_free (tiny->manifest->options->network);
  tiny->manifest->options->network = g_strdup ("A conv 2 3\nRA relu\nZ linear 1\nB linear 6\nC linear 6\nD linear 6\nE linear 6\n"
                                               "F linear 6\nG linear 6\nH linear 6\nI linear classes\n"
                                               "S logsoftmax");
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, NULL));
  run = tiny_run_open (tiny);
  modules = dg_layout_choose_layers (run, DG_SUBJECT_WEIGHTS);
  g_assert_cmpstrv (modules, expected); /* not the single unit */
  listed = dg_layout_list_layers (run, DG_SUBJECT_WEIGHTS);
  g_assert_cmpstrv (listed, all);
  g_assert_true (dg_layout_check_layer (run, DG_SUBJECT_WEIGHTS, "Z", NULL));
  g_assert_false (dg_layout_check_layer (run, DG_SUBJECT_OUTPUTS, "Z", NULL));
  g_assert_false (dg_layout_check_layer (run, DG_SUBJECT_WEIGHTS, "RA", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
assert_row (DgRun *run, DgSubject subject, const char *layer, const char *name, const char *note)
{
  g_autofree char *got_name = NULL, *got_note = NULL;

  dg_layout_name_row (run, subject, layer, &got_name, &got_note);
  g_assert_cmpstr (got_name, ==, name);
  g_assert_cmpstr (got_note, ==, note);
}

static void
test_weight_rows (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);

  assert_row (run, DG_SUBJECT_WEIGHTS, "C1", "C1", "2 filters");
  assert_row (run, DG_SUBJECT_WEIGHTS, "F5", "F5", "4 units");
  assert_row (run, DG_SUBJECT_WEIGHTS, "R3", "R3", NULL);
  g_assert_cmpint (dg_layout_choose_group (run, DG_SUBJECT_WEIGHTS).kind, ==, DG_GROUP_BLOCKS);
}

static void
test_rows (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  const struct
  {
    const char *layer, *name, *note;
  } rows[] = { { "P1:1", "P1", "channel 1 · 4" }, { "P1", "P1", "8" }, { "S5", "S5", "4" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *note = NULL;

      dg_layout_name_row (run, DG_SUBJECT_OUTPUTS, rows[i].layer, &name, &note);
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_cmpstr (note, ==, rows[i].note);
    }
}

static void
test_large_row (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  gsize shape[3] = { 6, 24, 24 };
  g_autoptr (DgRun) run = NULL;

  dg_manifest_add_layer (tiny->manifest, "C9", 3, shape);
  g_assert_true (dg_manifest_save (tiny->manifest, tiny->folder, NULL));
  run = tiny_run_open (tiny);
  assert_row (run, DG_SUBJECT_OUTPUTS, "C9", "C9", "3\u00a0456");
}

static void
test_group (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);

  g_assert_cmpint (dg_layout_choose_group (run, DG_SUBJECT_OUTPUTS).kind, ==, DG_GROUP_LABEL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/autoencoder-layers", test_autoencoder_layers);
  g_test_add_func ("/layout/epochs", test_epochs);
  g_test_add_func ("/layout/layers", test_layers);
  g_test_add_func ("/layout/layers/foreign", test_foreign_layers);
  g_test_add_func ("/layout/modules", test_modules);
  g_test_add_func ("/layout/rows/large", test_large_row);
  g_test_add_func ("/layout/weight-rows", test_weight_rows);
  g_test_add_func ("/layout/rows", test_rows);
  g_test_add_func ("/layout/group", test_group);
  return g_test_run ();
}
