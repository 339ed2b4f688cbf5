/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_recent (void)
{
  g_autoptr (GSettings) settings = dg_settings_new ();

  g_assert_nonnull (settings);
  for (guint i = 0; i < 15; i++)
    {
      g_autofree char *path = g_strdup_printf ("/runs/%u", i);
      g_autoptr (GFile) folder = g_file_new_for_path (path);

      dg_settings_add_recent_run (settings, folder);
    }
  {
    g_autoptr (GFile) again = g_file_new_for_path ("/runs/10");
    g_auto (GStrv) recent = NULL;

    dg_settings_add_recent_run (settings, again);
    recent = dg_settings_get_recent_runs (settings);
    g_assert_cmpuint (g_strv_length (recent), ==, 10);
    g_assert_cmpstr (recent[0], ==, "/runs/10");
    g_assert_cmpstr (recent[1], ==, "/runs/14");
    for (guint i = 1; recent[i] != NULL; i++)
      g_assert_cmpstr (recent[i], !=, "/runs/10");
  }
}

/* Settings are text: what is not is left out. */
static void
test_not_text (void)
{
  g_autoptr (GSettings) settings = dg_settings_new ();
  g_autoptr (GFile) folder = g_file_new_for_path ("/runs/caf\351");
  g_auto (GStrv) before = dg_settings_get_recent_runs (settings), after = NULL;
  g_autofree char *figures = NULL;

  dg_settings_add_recent_run (settings, folder);
  after = dg_settings_get_recent_runs (settings);
  g_assert_true (g_strv_equal ((const char *const *) before, (const char *const *) after));
  dg_settings_set_figures_folder (settings, folder);
  figures = g_settings_get_string (settings, "figures-folder");
  g_assert_cmpstr (figures, !=, g_file_peek_path (folder));
}

static void
test_runs_folder (void)
{
  g_autoptr (GSettings) settings = dg_settings_new ();
  g_autoptr (GFile) usual = dg_settings_get_runs_folder (settings);
  g_autoptr (GFile) set = NULL;
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "diagonal", "runs", NULL);

  g_assert_cmpstr (g_file_peek_path (usual), ==, expected);
  g_settings_set_string (settings, "runs-folder", "/elsewhere");
  set = dg_settings_get_runs_folder (settings);
  g_assert_cmpstr (g_file_peek_path (set), ==, "/elsewhere");
}

/* The folder of the last figure, as long as it is there. */
static void
test_figures_folder (void)
{
  g_autoptr (GSettings) settings = dg_settings_new ();
  g_autofree char *top = g_dir_make_tmp ("dg-settings-XXXXXX", NULL);
  g_autoptr (GFile) usual = dg_settings_get_figures_folder (settings);
  g_autoptr (GFile) folder = g_file_new_for_path (top);
  g_autoptr (GFile) set = NULL, gone = NULL;

  g_assert_false (g_file_equal (usual, folder));
  dg_settings_set_figures_folder (settings, folder);
  set = dg_settings_get_figures_folder (settings);
  g_assert_true (g_file_equal (set, folder));
  g_assert_cmpint (g_rmdir (top), ==, 0);
  gone = dg_settings_get_figures_folder (settings);
  g_assert_true (g_file_equal (gone, usual));
}

/* Two runs begun in the same second are two folders. */
static void
test_suggest (void)
{
  g_autoptr (GSettings) settings = dg_settings_new ();
  g_autofree char *top = g_dir_make_tmp ("dg-settings-XXXXXX", NULL);
  g_autoptr (GFile) first = NULL, second = NULL;
  g_autofree char *name = NULL;

  g_settings_set_string (settings, "runs-folder", top);
  first = dg_settings_suggest_run (settings);
  name = g_file_get_basename (first);
  g_assert_true (g_regex_match_simple ("^digits-\\d{4}-\\d\\d-\\d\\d-\\d{6}$", name, 0, 0));
  g_assert_cmpint (g_mkdir (g_file_peek_path (first), 0777), ==, 0);
  second = dg_settings_suggest_run (settings);
  g_assert_false (g_file_equal (first, second));
  g_assert_false (g_file_query_exists (second, NULL));
  g_rmdir (g_file_peek_path (first));
  g_rmdir (top);
}

/* Everything works where the schema is not installed. */
static void
test_none (void)
{
  g_auto (GStrv) recent = dg_settings_get_recent_runs (NULL);
  g_autoptr (GFile) folder = g_file_new_for_path ("/runs/1");
  g_autoptr (GFile) runs = dg_settings_get_runs_folder (NULL);

  g_assert_cmpuint (g_strv_length (recent), ==, 0);
  dg_settings_add_recent_run (NULL, folder);
  g_assert_true (g_str_has_suffix (g_file_peek_path (runs), "/diagonal/runs"));
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/recent", test_recent);
  g_test_add_func ("/settings/not-text", test_not_text);
  g_test_add_func ("/settings/runs-folder", test_runs_folder);
  g_test_add_func ("/settings/figures-folder", test_figures_folder);
  g_test_add_func ("/settings/suggest", test_suggest);
  g_test_add_func ("/settings/none", test_none);
  return g_test_run ();
}
