/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/unit-selection.h"

#include <string.h>

#include "base/error.h"
#include "tiny-run.h"

static void
assert_units (const GArray *chosen, const DgUnitId *expected, gsize n)
{
  g_assert_cmpuint (chosen->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const DgUnitId *id = &g_array_index (chosen, DgUnitId, i);

      g_assert_cmpstr (id->module, ==, expected[i].module);
      g_assert_cmpuint (id->unit, ==, expected[i].unit);
    }
}

/* The same number in another module is another unit. */
static void
test_choose (void)
{
  g_autoptr (GArray) chosen = dg_unit_selection_new ();
  g_autoptr (GArray) of_f3 = NULL, of_f4 = NULL;
  g_autofree char *name = g_strdup ("F3"); /* not the interned one */

  dg_unit_selection_choose (chosen, "C1", 1, FALSE);
  dg_unit_selection_choose (chosen, "F3", 1, TRUE);
  dg_unit_selection_choose (chosen, "F3", 4, TRUE);
  assert_units (chosen, (DgUnitId[]){ { "C1", 1 }, { "F3", 1 }, { "F3", 4 } }, 3);
  of_f3 = dg_unit_selection_list (chosen, name);
  g_assert_cmpmem (of_f3->data, of_f3->len * 4, ((guint32[]){ 1, 4 }), 8);
  of_f4 = dg_unit_selection_list (chosen, "F4");
  g_assert_cmpuint (of_f4->len, ==, 0);

  dg_unit_selection_choose (chosen, name, 1, TRUE);
  assert_units (chosen, (DgUnitId[]){ { "C1", 1 }, { "F3", 4 } }, 2);
  dg_unit_selection_choose (chosen, "C1", 0, FALSE);
  assert_units (chosen, (DgUnitId[]){ { "C1", 0 } }, 1);
  dg_unit_selection_choose (chosen, "C1", 0, FALSE);
  g_assert_cmpuint (chosen->len, ==, 0);
}

static void
test_parse (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) chosen = dg_unit_selection_parse (run, "C1:1, 0,F3:5,C1:1", &error);

  g_assert_no_error (error);
  assert_units (chosen, (DgUnitId[]){ { "C1", 1 }, { "C1", 0 }, { "F3", 5 } }, 3);
}

static void
test_refused (void)
{
  const struct
  {
    const char *text;
    DgError code;
    const char *fault;
  } cases[] = {
    { "", DG_ERROR_VALUE, "C1:0,3" },
    { "3", DG_ERROR_VALUE, "“3” does not say of which module" },
    { "C1", DG_ERROR_VALUE, "“C1” does not say of which module" },
    { "C1:", DG_ERROR_VALUE, "“” is no unit of C1" },
    { "C1:2", DG_ERROR_VALUE, "“2” is no unit of C1, which has the units 0 to 1" },
    { "F3:0,6", DG_ERROR_VALUE, "“6” is no unit of F3, which has the units 0 to 5" },
    { "F3:-1", DG_ERROR_VALUE, "“-1”" },
    { "F3:1-3", DG_ERROR_VALUE, "“1-3”" },
    { "R3:0", DG_ERROR_NAME, "C1, F3, F4, F5" },
  };
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  g_autoptr (DgRun) run = tiny_run_open (tiny);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_unit_selection_parse (run, cases[i].text, &error));
      g_assert_error (error, DG_ERROR, (int) cases[i].code);
      if (strstr (error->message, cases[i].fault) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].fault);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-selection/choose", test_choose);
  g_test_add_func ("/unit-selection/parse", test_parse);
  g_test_add_func ("/unit-selection/refused", test_refused);
  return g_test_run ();
}
