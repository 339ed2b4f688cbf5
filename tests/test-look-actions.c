/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/look-actions.h"

#include <string.h>

#include "tiny-run.h"

typedef struct
{
  TinyRun *files;
  GSimpleActionGroup *group;
  DgExplorer *explorer;
  DgLookActions *actions;
  char *message; /* of the last failure */
} Fixture;

static void
failed_cb (const char *message, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->message);
  fixture->message = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->files = tiny_run_new ();
  tiny_run_add_epoch (fixture->files, 1);
  tiny_run_add_epoch (fixture->files, 2);
  fixture->group = g_simple_action_group_new ();
  fixture->explorer = dg_explorer_new ();
  fixture->actions = dg_look_actions_new (G_ACTION_MAP (fixture->group), fixture->explorer, failed_cb,
                                          fixture);
}

static void
open_run (Fixture *fixture)
{
  g_autoptr (DgRun) run = tiny_run_open (fixture->files);

  dg_explorer_set_run (fixture->explorer, run);
  dg_look_actions_update (fixture->actions);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  dg_look_actions_free (fixture->actions);
  g_assert_finalize_object (fixture->group);
  g_assert_finalize_object (fixture->explorer);
  g_free (fixture->message);
  tiny_run_free (fixture->files);
}

static gboolean
is_enabled (Fixture *fixture, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->group), name);
}

static void
activate (Fixture *fixture, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->group), name, parameter);
  dg_look_actions_update (fixture->actions);
}

static void
check_state (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->group), name);

  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, expected);
}

static void
test_enabled (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_enabled (fixture, "focus-class"));
  g_assert_false (is_enabled (fixture, "move-current"));
  g_assert_false (is_enabled (fixture, "back"));
  g_assert_true (is_enabled (fixture, "palette"));
  open_run (fixture);
  g_assert_true (is_enabled (fixture, "focus-class"));
  g_assert_true (is_enabled (fixture, "move-current"));
  g_assert_false (is_enabled (fixture, "clear-selection"));
  g_assert_false (is_enabled (fixture, "back"));
  activate (fixture, "select-sample", g_variant_new ("(ub)", 3, FALSE));
  g_assert_true (is_enabled (fixture, "clear-selection"));
  g_assert_true (is_enabled (fixture, "back"));
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  GActionGroup *group = G_ACTION_GROUP (fixture->group);

  check_state (fixture, "image-kind", "ivat");
  check_state (fixture, "palette", "grey");
  g_action_group_change_action_state (group, "image-kind", g_variant_new_string ("dissimilarity"));
  g_action_group_change_action_state (group, "order", g_variant_new_string ("seriation"));
  g_action_group_change_action_state (group, "palette", g_variant_new_string (dg_palette_list_names ()[1]));
  dg_look_actions_update (fixture->actions);
  g_assert_cmpint (dg_explorer_get_image_kind (fixture->explorer), ==, DG_IMAGE_DISSIMILARITY);
  g_assert_cmpint (dg_explorer_get_order (fixture->explorer), ==, DG_ORDER_SERIATION);
  check_state (fixture, "image-kind", "dissimilarity");
  check_state (fixture, "order", "seriation");
  check_state (fixture, "palette", dg_palette_list_names ()[1]);
  g_assert_null (fixture->message);
}

/* Whatever arrives over the bus: a sentence that says what there is, and nothing changes. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *action, *parameter, *part;
  } cases[] = {
    { "focus-rule", "tops:3", "top" }, { "show-epochs", "1,7", "7" },          { "show-epochs", "x", "x" },
    { "show-layers", "R3,,S5", "R3" }, { "show-layers", "Q1", "R3" },          { "show-layers", "P1:9", "9" },
    { "image-kind", "photo", "ivat" }, { "order", "alphabetic", "seriation" }, { "palette", "neon", "grey" },
    { "group", "colour", "blocks:K" }, { "group", "blocks:0", "0" },       { "subject", "cats", "weights" },
  };

  open_run (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize n;

      if (g_action_group_get_action_state_type (G_ACTION_GROUP (fixture->group), cases[i].action) != NULL)
        g_action_group_change_action_state (G_ACTION_GROUP (fixture->group), cases[i].action,
                                            g_variant_new_string (cases[i].parameter));
      else
        activate (fixture, cases[i].action, g_variant_new_string (cases[i].parameter));
      g_assert_nonnull (fixture->message);
      g_assert_nonnull (strstr (fixture->message, cases[i].part));
      g_clear_pointer (&fixture->message, g_free);
      dg_explorer_get_epochs (fixture->explorer, &n);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpstr (dg_explorer_get_layers (fixture->explorer)[0], ==, "P1:0");
    }
  activate (fixture, "focus-class", g_variant_new ("(ub)", 1000, FALSE));
  activate (fixture, "select-sample", g_variant_new ("(ub)", G_MAXUINT32, TRUE));
  activate (fixture, "set-current", g_variant_new ("(ii)", -7, G_MAXINT));
  activate (fixture, "reference-epoch", g_variant_new_int32 (77));
  g_assert_false (is_enabled (fixture, "clear-selection"));
}

/* A grouping asks for the plots, and stays for the next time. */
static void
test_group (Fixture *fixture, gconstpointer data)
{
  GActionGroup *group = G_ACTION_GROUP (fixture->group);

  g_assert_false (is_enabled (fixture, "group"));
  open_run (fixture);
  check_state (fixture, "group", "label");
  g_action_group_change_action_state (group, "group", g_variant_new_string ("blocks:3"));
  dg_look_actions_update (fixture->actions);
  check_state (fixture, "group", "blocks:3");
  check_state (fixture, "image-kind", "dissplot");
  g_action_group_change_action_state (group, "image-kind", g_variant_new_string ("ivat"));
  g_action_group_change_action_state (group, "image-kind", g_variant_new_string ("dissplot"));
  dg_look_actions_update (fixture->actions);
  check_state (fixture, "group", "blocks:3");
  g_assert_null (fixture->message);
}

/* Each subject has a selection of its own to clear. */
static void
test_subject (Fixture *fixture, gconstpointer data)
{
  GActionGroup *group = G_ACTION_GROUP (fixture->group);

  g_assert_false (is_enabled (fixture, "subject"));
  g_assert_false (is_enabled (fixture, "select-unit"));
  open_run (fixture);
  check_state (fixture, "subject", "outputs");
  activate (fixture, "select-sample", g_variant_new ("(ub)", 3, FALSE));
  g_action_group_change_action_state (group, "subject", g_variant_new_string ("weights"));
  dg_look_actions_update (fixture->actions);
  check_state (fixture, "subject", "weights");
  g_assert_false (is_enabled (fixture, "clear-selection"));

  activate (fixture, "select-unit", g_variant_new ("(sub)", "F3", 5, FALSE));
  activate (fixture, "select-unit", g_variant_new ("(sub)", "F3", 6, TRUE));
  activate (fixture, "select-unit", g_variant_new ("(sub)", "R3", 0, TRUE));
  g_assert_cmpuint (dg_explorer_get_units (fixture->explorer)->len, ==, 1);
  activate (fixture, "back", NULL);
  g_assert_cmpuint (dg_explorer_get_units (fixture->explorer)->len, ==, 0);
  g_assert_false (is_enabled (fixture, "back"));
  g_action_group_change_action_state (group, "group", g_variant_new_string ("label"));
  g_assert_nonnull (strstr (fixture->message, "units"));
  g_clear_pointer (&fixture->message, g_free);

  g_action_group_change_action_state (group, "subject", g_variant_new_string ("outputs"));
  dg_look_actions_update (fixture->actions);
  g_assert_true (is_enabled (fixture, "clear-selection"));
  g_assert_null (fixture->message);
}

static void
test_current (Fixture *fixture, gconstpointer data)
{
  gint row, column;

  open_run (fixture);
  activate (fixture, "set-current", g_variant_new ("(ii)", 1, 0));
  activate (fixture, "move-current", g_variant_new ("(ii)", 1, 1));
  dg_explorer_get_current (fixture->explorer, &row, &column);
  g_assert_cmpint (row, ==, 2);
  g_assert_cmpint (column, ==, 1);
  activate (fixture, "enlarge-cell", NULL);
  activate (fixture, "select-sample", g_variant_new ("(ub)", 3, FALSE));
  g_assert_true (dg_explorer_get_enlarged (fixture->explorer));

  /* First out of the cell, then out of the selection. */
  activate (fixture, "back", NULL);
  g_assert_false (dg_explorer_get_enlarged (fixture->explorer));
  g_assert_true (is_enabled (fixture, "clear-selection"));
  activate (fixture, "back", NULL);
  g_assert_false (is_enabled (fixture, "clear-selection"));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/look-actions/enabled", test_enabled);
  add ("/look-actions/states", test_states);
  add ("/look-actions/refused", test_refused);
  add ("/look-actions/group", test_group);
  add ("/look-actions/subject", test_subject);
  add ("/look-actions/current", test_current);
  return g_test_run ();
}
