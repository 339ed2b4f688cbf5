/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/unit-words.h"

#include <string.h>

#include "explorer/unit-selection.h"
#include "tiny-run.h"

static void
assert_words (char *words, const char *expected)
{
  g_autofree char *owned = words;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_units (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  const DgUnits *filters = dg_run_find_units (run, "C1", NULL), *units = dg_run_find_units (run, "F4", NULL);
  const guint32 numbers[] = { 4, 0 };

  assert_words (dg_unit_words_count (filters), "2 filters");
  assert_words (dg_unit_words_count (units), "5 units");
  assert_words (dg_unit_words_name (filters, 1), "filter 1");
  assert_words (dg_unit_words_name (units, 4), "unit 4");
  assert_words (dg_unit_words_list (units, numbers, 2), "units 4, 0");
  assert_words (dg_unit_words_shape (filters), "1 × 3 × 3");
  assert_words (dg_unit_words_shape (dg_run_find_units (run, "F3", NULL)), "2 × 2 × 2");
  assert_words (dg_unit_words_shape (units), "6");
  assert_words (dg_unit_words_weight (filters, 7, -0.25), "channel 0, row 2, column 1: −0.25");
  assert_words (dg_unit_words_weight (dg_run_find_units (run, "F3", NULL), 6, 0.5), "channel 1, row 1, column 0: 0.5");
  assert_words (dg_unit_words_weight (units, 3, 0), "feature 3: 0");
}

static void
test_footer (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  g_autoptr (GArray) none = dg_unit_selection_new ();
  g_autoptr (GArray) some = dg_unit_selection_parse (run, "F4:3,C1:1,0", NULL);

  g_assert_null (dg_unit_words_selection (run, none));
  assert_words (dg_unit_words_selection (run, some), "C1 filters 1, 0 · F4 unit 3");
  assert_words (dg_unit_words_join (run, "VAT", FALSE, none),
                "weights of units, without biases · VAT · Euclidean · own scale per cell · seed 1");
  assert_words (dg_unit_words_join (run, "iVAT", FALSE, some),
                "weights of units, without biases · iVAT · Euclidean · own scale per cell · seed 1\n"
                "lines: C1 filters 1, 0 · F4 unit 3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-words/units", test_units);
  g_test_add_func ("/unit-words/footer", test_footer);
  return g_test_run ();
}
