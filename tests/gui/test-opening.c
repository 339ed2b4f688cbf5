/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders are opened in the background. */
#include "app/window.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/application.h"
#include "app/opening-card.h"
#include "app/settings.h"
#include "gui.h"
#include "slow-file.h"
#include "tiny-run.h"

typedef struct
{
  TinyRun *files, *others;
  GFile *slow; /* the folder of @files */
  GSettings *settings;
  DgWindow *window;
  DgSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->files = tiny_run_new ();
  fixture->others = tiny_run_new ();
  tiny_run_add_epoch (fixture->files, 1);
  tiny_run_add_epoch (fixture->others, 1);
  fixture->slow = slow_file_new (fixture->files->folder);
  fixture->settings = dg_settings_new ();
  g_assert_nonnull (fixture->settings);
  g_settings_reset (fixture->settings, "recent-runs");
  fixture->window = dg_window_new (GTK_APPLICATION (g_application_get_default ()), fixture->settings);
  fixture->session = dg_window_get_session (fixture->window);
  g_object_ref (fixture->window);
  g_object_ref (fixture->session);
  gui_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), (gpointer *) &fixture->session);
  g_object_unref (fixture->session);
  GUI_WAIT_UNTIL (fixture->session == NULL);

  /* The thread that opens it may be the last to let it go. */
  slow_file_release (fixture->slow);
  g_object_add_weak_pointer (G_OBJECT (fixture->slow), (gpointer *) &fixture->slow);
  g_object_unref (fixture->slow);
  GUI_WAIT_UNTIL (fixture->slow == NULL);
  g_object_unref (fixture->settings);
  tiny_run_free (fixture->files);
  tiny_run_free (fixture->others);
}

static void
open_folder (Fixture *fixture, const char *folder)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "open-folder",
                                  g_variant_new_string (folder));
}

static gboolean
shows (Fixture *fixture, const TinyRun *files)
{
  DgRun *run = dg_session_get_run (fixture->session);

  return run != NULL && g_str_equal (g_file_peek_path (dg_run_get_folder (run)), files->folder);
}

static GtkWidget *
find_card (Fixture *fixture)
{
  return gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_OPENING_CARD);
}

static gsize
count_recent (Fixture *fixture)
{
  g_auto (GStrv) recent = g_settings_get_strv (fixture->settings, "recent-runs");

  return g_strv_length (recent);
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_path_get_basename (fixture->files->folder);
  g_autofree char *words = g_strdup_printf ("Opening %s…", name);
  GtkWidget *label;

  open_folder (fixture, fixture->others->folder);
  GUI_WAIT_UNTIL (shows (fixture, fixture->others));
  dg_window_open_run (fixture->window, fixture->slow);
  g_assert_null (find_card (fixture));
  GUI_WAIT_UNTIL (find_card (fixture) != NULL);
  label = gui_find_type (find_card (fixture), GTK_TYPE_LABEL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, words);
  g_assert_true (shows (fixture, fixture->others));
  g_assert_cmpuint (count_recent (fixture), ==, 1);

  slow_file_release (fixture->slow);
  GUI_WAIT_UNTIL (shows (fixture, fixture->files));
  GUI_WAIT_UNTIL (find_card (fixture) == NULL);
  g_assert_cmpuint (count_recent (fixture), ==, 2);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);

  g_assert_false (g_action_group_get_action_enabled (actions, "cancel-opening"));
  dg_window_open_run (fixture->window, fixture->slow);
  GUI_WAIT_UNTIL (find_card (fixture) != NULL);
  g_assert_true (g_action_group_get_action_enabled (actions, "cancel-opening"));
  gui_click (gui_find_type (find_card (fixture), GTK_TYPE_BUTTON));
  GUI_WAIT_UNTIL (find_card (fixture) == NULL);
  g_assert_null (dg_session_get_opening (fixture->session));
  g_assert_null (dg_session_get_run (fixture->session));
  slow_file_release (fixture->slow);

  open_folder (fixture, fixture->others->folder);
  GUI_WAIT_UNTIL (shows (fixture, fixture->others));
  g_assert_cmpuint (count_recent (fixture), ==, 1);
}

/* The folder asked for last is the one that is shown, however late the first answers. */
static void
test_another (Fixture *fixture, gconstpointer data)
{
  dg_window_open_run (fixture->window, fixture->slow);
  open_folder (fixture, fixture->others->folder);
  GUI_WAIT_UNTIL (shows (fixture, fixture->others));
  slow_file_release (fixture->slow);
  g_assert_true (shows (fixture, fixture->others));
  g_assert_null (find_card (fixture));
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->files->folder, "run.json", NULL);
  GtkWidget *bar;

  open_folder (fixture, fixture->others->folder);
  GUI_WAIT_UNTIL (shows (fixture, fixture->others));
  dg_window_open_run (fixture->window, fixture->slow);
  g_assert_cmpint (g_unlink (path), ==, 0);
  slow_file_release (fixture->slow);
  GUI_WAIT_UNTIL (gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR) != NULL);
  bar = gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR);
  g_assert_nonnull (
      strstr (gtk_label_get_label (GTK_LABEL (gui_find_type (bar, GTK_TYPE_LABEL))), fixture->files->folder));
  g_assert_true (shows (fixture, fixture->others));
  g_assert_cmpuint (count_recent (fixture), ==, 1);
}

static gboolean
has_text (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

/* The names of recent runs are shown as they are. */
static void
test_recent_names (Fixture *fixture, gconstpointer data)
{
  const char *const recent[] = { "/runs/lenet5_mnist", NULL };

  g_settings_set_strv (fixture->settings, "recent-runs", recent);
  gui_key ("alt+o");
  GUI_WAIT_UNTIL (gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) "lenet5_mnist") != NULL);
}

/* No path at all, as it may come over D-Bus. */
static void
test_no_path (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, "");
  GUI_WAIT_UNTIL (gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR) != NULL);
  g_assert_null (dg_session_get_run (fixture->session));
}

/* A run without an epoch may be in the making elsewhere: nothing is said to have ended. */
static void
test_no_epoch (Fixture *fixture, gconstpointer data)
{
  TinyRun *files = tiny_run_new ();

  open_folder (fixture, files->folder);
  GUI_WAIT_UNTIL (shows (fixture, files));
  GUI_WAIT_UNTIL (gui_find (GTK_WIDGET (fixture->window), has_text,
                            (gpointer) "The first epoch appears by itself, as soon as it is saved") != NULL);
  g_assert_nonnull (gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) "beasts · epoch 0 of 20"));
  tiny_run_free (files);
}

/* A run is a recent one once it is there. */
static void
test_recent_trained (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgRunOptions) options = dg_run_options_new ();
  g_autofree char *path = g_build_filename (fixture->others->folder, "new", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_auto (GStrv) recent = NULL;

  g_free (options->data);
  options->data = g_strdup ("/nowhere/at-all");
  dg_window_start_run (fixture->window, folder, options);
  GUI_WAIT_UNTIL (gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR) != NULL);
  g_assert_cmpuint (count_recent (fixture), ==, 0);

  g_free (options->data);
  options->data = g_strdup ("digits");
  options->epochs = 1;
  options->analysis = 50;
  dg_window_start_run (fixture->window, folder, options);
  GUI_WAIT_UNTIL (count_recent (fixture) == 1);
  recent = g_settings_get_strv (fixture->settings, "recent-runs");
  g_assert_cmpstr (recent[0], ==, path);
  GUI_WAIT_UNTIL (!dg_session_is_training (fixture->session));
  g_assert_cmpuint (count_recent (fixture), ==, 1);
}

/* What the window held is gone before the disk answers. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  dg_window_open_run (fixture->window, fixture->slow);
  GUI_WAIT_UNTIL (find_card (fixture) != NULL);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
  add ("/opening/slow", test_slow);
  add ("/opening/cancel", test_cancel);
  add ("/opening/another", test_another);
  add ("/opening/failure", test_failure);
  add ("/opening/recent-names", test_recent_names);
  add ("/opening/no-path", test_no_path);
  add ("/opening/no-epoch", test_no_epoch);
  add ("/opening/recent-trained", test_recent_trained);
  add ("/opening/close", test_close);
  return gui_run_tests (GTK_APPLICATION (application));
}
