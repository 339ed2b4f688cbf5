/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/settings.h"

#define MAX_RECENT 10

/* The path, where there is one that settings can hold: they are text, which names of files need not be. */
static const char *
get_path (GFile *file)
{
  const char *path = g_file_peek_path (file);

  return path != NULL && g_utf8_validate (path, -1, NULL) ? path : NULL;
}

GSettings *
dg_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DG_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GFile *
dg_settings_get_runs_folder (GSettings *settings)
{
  g_autofree char *path = settings != NULL ? g_settings_get_string (settings, "runs-folder") : NULL;

  if (path != NULL && *path != '\0')
    return g_file_new_for_path (path);
  return g_file_new_build_filename (g_get_user_data_dir (), "diagonal", "runs", NULL);
}

GFile *
dg_settings_suggest_run (GSettings *settings)
{
  g_autoptr (GFile) runs_folder = dg_settings_get_runs_folder (settings);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "digits-%Y-%m-%d-%H%M%S");
  GFile *folder = g_file_get_child (runs_folder, name);

  for (guint i = 2; g_file_query_exists (folder, NULL); i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s-%u", name, i);

      g_object_unref (folder);
      folder = g_file_get_child (runs_folder, numbered);
    }
  return folder;
}

GFile *
dg_settings_get_figures_folder (GSettings *settings)
{
  g_autofree char *path = settings != NULL ? g_settings_get_string (settings, "figures-folder") : NULL;
  const char *usual = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (path);
  return g_file_new_for_path (usual != NULL && g_file_test (usual, G_FILE_TEST_IS_DIR) ? usual : g_get_home_dir ());
}

void
dg_settings_set_figures_folder (GSettings *settings, GFile *folder)
{
  const char *path = get_path (folder);

  if (settings != NULL && path != NULL)
    g_settings_set_string (settings, "figures-folder", path);
}

char **
dg_settings_get_recent_runs (GSettings *settings)
{
  return settings != NULL ? g_settings_get_strv (settings, "recent-runs") : g_new0 (char *, 1);
}

void
dg_settings_add_recent_run (GSettings *settings, GFile *folder)
{
  g_auto (GStrv) before = dg_settings_get_recent_runs (settings);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *path = get_path (folder);

  if (settings == NULL || path == NULL)
    return;
  g_ptr_array_add (paths, (gpointer) path);
  for (guint i = 0; before[i] != NULL && paths->len < MAX_RECENT; i++)
    if (!g_str_equal (before[i], path))
      g_ptr_array_add (paths, before[i]);
  g_ptr_array_add (paths, NULL);
  g_settings_set_strv (settings, "recent-runs", (const char *const *) paths->pdata);
}
