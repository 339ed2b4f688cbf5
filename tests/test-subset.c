/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/subset.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "tiny-run.h"

static const guint32 some[] = { 0, 7, 8, 59 };

static DgSubset *
make_subset (DgReductionMethod method)
{
  const DgSubsetOrigin by_interval = { DG_REDUCTION_INTERVAL, "P1:0", 10, DG_ORDER_SERIATION, 0, 0 };
  const DgSubsetOrigin by_lot = { DG_REDUCTION_MMRS, "S5", 2, DG_ORDER_HAVENS_BEZDEK, 20, G_MAXINT64 };

  return dg_subset_new (method == DG_REDUCTION_MMRS ? &by_lot : &by_interval, TINY_N, some, G_N_ELEMENTS (some));
}

static char *
get_path (const char *folder)
{
  return g_build_filename (folder, "subset.json", NULL);
}

static void
test_has (void)
{
  g_autoptr (DgSubset) subset = make_subset (DG_REDUCTION_INTERVAL);
  g_autoptr (DgSubset) other = make_subset (DG_REDUCTION_MMRS);

  for (guint32 i = 0; i < TINY_N + 5; i++)
    {
      g_assert_cmpint (dg_subset_has (subset, i), ==, i == 0 || i == 7 || i == 8 || i == 59);
      g_assert_true (dg_subset_has (NULL, i));
    }
  g_assert_true (dg_subset_equal (subset, subset));
  g_assert_true (dg_subset_equal (NULL, NULL));
  g_assert_false (dg_subset_equal (subset, NULL));
  g_assert_false (dg_subset_equal (NULL, subset));
  g_assert_false (dg_subset_equal (subset, other));
}

static void
test_round_trip (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (GError) error = NULL;

  for (guint method = 0; method < 2; method++)
    {
      g_autoptr (DgSubset) written = make_subset (method), read = NULL;

      g_assert_true (dg_subset_save (written, tiny->folder, &error));
      g_assert_no_error (error);
      g_assert_true (dg_subset_load (tiny->folder, TINY_N, &read, &error));
      g_assert_no_error (error);
      g_assert_true (dg_subset_equal (written, read));
      g_assert_cmpmem (read->samples, read->n * sizeof *some, some, sizeof some);
    }
  for (guint i = 0; i < 2; i++) /* the second time there is nothing to remove */
    {
      g_autoptr (DgSubset) none = NULL;

      g_assert_true (dg_subset_remove (tiny->folder, &error));
      g_assert_no_error (error);
      g_assert_true (dg_subset_load (tiny->folder, TINY_N, &none, &error));
      g_assert_null (none);
    }
}

/* Whatever stands in the file: the error names it, and it is not taken for all samples. */
static void
test_faults (void)
{
  static const struct
  {
    const char *from, *to, *part;
    gint code;
  } cases[] = {
    { "{", "", "JSON", DG_ERROR_FORMAT },
    { "diagonal-subset", "something", "format", DG_ERROR_FORMAT },
    { "\"version\":1", "\"version\":2", "version", DG_ERROR_UNSUPPORTED },
    { "\"version\":1", "\"version\":\"1\"", "version", DG_ERROR_FORMAT },
    { "mmrs", "guess", "method", DG_ERROR_FORMAT },
    { "havens-bezdek", "alphabetic", "order", DG_ERROR_FORMAT },
    { "\"layer\"", "\"player\"", "layer", DG_ERROR_FORMAT },
    { "\"epoch\":2", "\"epoch\":-2", "epoch", DG_ERROR_FORMAT },
    { "\"clusters\":20", "\"clusters\":0", "clusters", DG_ERROR_FORMAT },
    { "\"seed\":9", "\"seed\":-9", "seed", DG_ERROR_FORMAT },
    { "\"samples_of\":60", "\"samples_of\":61", "61", DG_ERROR_MISMATCH },
    { "\"samples_of\"", "\"samples\"", "", DG_ERROR_FORMAT },
    { "[0,7", "[0,7,7", "samples", DG_ERROR_FORMAT },
    { "[0,7", "[7,0", "samples", DG_ERROR_FORMAT },
    { "[0,7", "[-1,7", "samples", DG_ERROR_FORMAT },
    { "59]", "60]", "samples", DG_ERROR_FORMAT },
    { "[0,7,8,59]", "[]", "samples", DG_ERROR_FORMAT },
    { "[0,7", "[0.5,7", "samples", DG_ERROR_FORMAT },
  };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgSubset) subset = make_subset (DG_REDUCTION_MMRS);
  g_autofree char *path = get_path (tiny->folder);
  g_autofree char *text = NULL;

  tiny_run_add_epoch (tiny, 1);
  g_assert_true (dg_subset_save (subset, tiny->folder, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) changed = g_string_new (text);
      g_autoptr (GFile) folder = g_file_new_for_path (tiny->folder);
      g_autoptr (DgSubset) read = NULL;
      g_autoptr (DgRun) run = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (changed, cases[i].from, cases[i].to, 1), ==, 1);
      g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
      g_assert_false (dg_subset_load (tiny->folder, TINY_N, &read, &error));
      g_assert_error (error, DG_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, cases[i].part));
      g_assert_null (read);
      g_clear_error (&error);
      run = dg_run_open (folder, NULL, &error);
      g_assert_null (run);
      g_assert_error (error, DG_ERROR, cases[i].code);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_run (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgSubset) subset = make_subset (DG_REDUCTION_INTERVAL);
  g_autoptr (DgRun) run = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  tiny_run_add_epoch (tiny, 1);
  run = tiny_run_open (tiny);
  g_signal_connect_swapped (run, "subset-changed", G_CALLBACK (count_cb), &count);
  g_assert_null (dg_run_get_subset (run));
  g_assert_true (dg_run_accept_subset (run, subset, &error));
  g_assert_true (dg_run_accept_subset (run, subset, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (dg_run_get_subset (run) == subset);
  g_assert_cmpuint (dg_run_get_n_samples (run), ==, TINY_N);

  /* Another program that opens the run, and shows all again. */
  other = tiny_run_open (tiny);
  g_assert_true (dg_subset_equal (dg_run_get_subset (other), subset));
  g_assert_true (dg_run_accept_subset (other, NULL, &error));
  g_assert_true (dg_run_refresh (run, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 2);
  g_assert_null (dg_run_get_subset (run));
}

/* Where it cannot be noted down it is not accepted either. */
static void
test_unwritable (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgSubset) subset = make_subset (DG_REDUCTION_INTERVAL);
  g_autofree char *path = get_path (tiny->folder);
  g_autofree char *inside = g_build_filename (path, "in-the-way", NULL);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  tiny_run_add_epoch (tiny, 1);
  run = tiny_run_open (tiny);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0755), ==, 0);
  g_assert_false (dg_run_accept_subset (run, subset, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (dg_run_get_subset (run));
  g_clear_error (&error);
  g_assert_false (dg_run_accept_subset (run, NULL, &error));
  g_assert_nonnull (strstr (error->message, path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subset/has", test_has);
  g_test_add_func ("/subset/round-trip", test_round_trip);
  g_test_add_func ("/subset/faults", test_faults);
  g_test_add_func ("/subset/run", test_run);
  g_test_add_func ("/subset/unwritable", test_unwritable);
  return g_test_run ();
}
