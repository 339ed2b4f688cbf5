/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/application.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/new-run-dialog.h"
#include "gui.h"
#include "spot-files.h"
#include "tiny-run.h"

#define EPOCHS 400 /* more than there is time for: it is stopped */

typedef struct
{
  char *top;
  GFile *folder;
  DgRunOptions *options;
  DgWindow *window; /* weak */
  DgSession *session;
  DgExplorer *explorer;
} Fixture;

static void
open_window (Fixture *fixture)
{
  fixture->window = dg_window_new (GTK_APPLICATION (g_application_get_default ()), NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  fixture->session = dg_window_get_session (fixture->window);
  fixture->explorer = dg_session_get_explorer (fixture->session);
  gui_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *images = NULL, *run = NULL;

  fixture->top = g_dir_make_tmp ("dg-training-XXXXXX", NULL);
  images = g_build_filename (fixture->top, "images", NULL);
  run = g_build_filename (fixture->top, "runs", "spots", NULL);
  g_assert_cmpint (g_mkdir (images, 0777), ==, 0);
  spot_files_write (images, 1);
  fixture->folder = g_file_new_for_path (run);
  fixture->options = dg_run_options_new ();
  g_free (fixture->options->data);
  fixture->options->data = g_steal_pointer (&images);
  g_free (fixture->options->network);
  fixture->options->network = g_strdup (SPOT_NETWORK);
  fixture->options->epochs = EPOCHS;
  fixture->options->analysis = 50;
  fixture->options->training.batch_size = 20;
  open_window (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    dg_window_stop_and_close (fixture->window);
  GUI_WAIT_UNTIL (fixture->window == NULL);
  tiny_remove (fixture->top);
  g_object_unref (fixture->folder);
  dg_run_options_free (fixture->options);
  g_free (fixture->top);
}

static void
activate (Fixture *fixture, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, NULL);
}

static gsize
count_epochs (Fixture *fixture)
{
  DgRun *run = dg_session_get_run (fixture->session);
  gsize n = 0;

  if (run != NULL)
    dg_run_get_epochs (run, &n);
  return n;
}

static gsize
count_finished (DgRun *run)
{
  gsize n = 0;

  dg_run_get_metrics (run, &n);
  return n;
}

static gboolean
has_cell (Fixture *fixture)
{
  return dg_explorer_get_cell (fixture->explorer, 0, 0) != NULL;
}

static gboolean
is_question (GtkWidget *widget, gpointer data)
{
  return GTK_IS_MESSAGE_DIALOG (widget);
}

static GtkDialog *
find_question (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gui_find (l->data, is_question, NULL) != NULL)
      return l->data;
  return NULL;
}

static void
test_train_click_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *png = g_build_filename (fixture->top, "figure.png", NULL);
  g_autoptr (GArray) lit = NULL;
  GtkWidget *panel, *view;
  cairo_surface_t *surface;
  graphene_rect_t before, after;
  guint n_of_class = 0;
  DgRun *run;

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  g_assert_true (dg_session_is_training (fixture->session));
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1 && has_cell (fixture));
  view = gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_GRID_VIEW);
  g_assert_nonnull (view);
  gui_wait_for_frame (view);
  g_assert_true (dg_grid_view_get_image (DG_GRID_VIEW (view), 0, 0, &before));

  panel = gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_FOCUS_PANEL);
  gui_click (gui_find_class (panel, "class-toggle", 3));
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (fixture->explorer, 3));
  run = dg_session_get_run (fixture->session);
  for (gsize i = 0; i < dg_run_get_n_samples (run); i++)
    n_of_class += dg_run_get_labels (run)[i] == 3;
  lit = dg_explorer_get_lit_positions (fixture->explorer, 0, 0);
  g_assert_cmpuint (n_of_class, >, 0);
  g_assert_cmpuint (lit->len, ==, n_of_class);

  /* Columns to come had their places: nothing has moved. */
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 3);
  gui_wait_for_frame (view);
  g_assert_true (dg_grid_view_get_image (DG_GRID_VIEW (view), 0, 0, &after));
  g_assert_true (graphene_rect_equal (&before, &after));

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-to", g_variant_new_string (png));
  GUI_WAIT_UNTIL (g_file_test (png, G_FILE_TEST_EXISTS));
  surface = cairo_image_surface_create_from_png (png);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), >, 200);
  cairo_surface_destroy (surface);
}

static gboolean
shows_live_column (Fixture *fixture)
{
  DgRun *run = dg_session_get_run (fixture->session);
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (fixture->explorer, &n);

  return run != NULL && n > 0 && dg_run_get_live_epoch (run) == epochs[n - 1]
         && dg_explorer_get_cell (fixture->explorer, 0, n - 1) != NULL;
}

/* The newest epoch has a column while it is not saved, in the place of one to come. */
static void
test_live_column (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t before, after;
  GtkWidget *view;
  gsize n;

  fixture->options->epochs = 100000;
  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1 && has_cell (fixture));
  view = gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_GRID_VIEW);
  gui_wait_for_frame (view);
  g_assert_true (dg_grid_view_get_image (DG_GRID_VIEW (view), 0, 0, &before));
  GUI_WAIT_UNTIL (shows_live_column (fixture));
  gui_wait_for_frame (view);
  g_assert_true (dg_grid_view_get_image (DG_GRID_VIEW (view), 0, 0, &after));
  g_assert_true (graphene_rect_equal (&before, &after));

  activate (fixture, "stop");
  GUI_WAIT_UNTIL (!dg_session_is_training (fixture->session));
  g_assert_cmpuint (dg_run_get_live_epoch (dg_session_get_run (fixture->session)), ==, 0);
  dg_explorer_get_epochs (fixture->explorer, &n);
  g_assert_cmpuint (n, ==, count_epochs (fixture));
}

/* The run that is reopened goes on where it was stopped. */
static void
test_pause_stop_resume (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);
  const char *const layers[] = { "S3", NULL };
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse ("wrong", NULL);
  const DgEpochMetrics *metrics;
  gsize n_finished, n;
  gint row, column;

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
  gui_key ("ctrl+p");
  GUI_WAIT_UNTIL (dg_session_is_paused (fixture->session));
  g_assert_true (g_action_group_get_action_enabled (actions, "stop"));
  activate (fixture, "stop");
  GUI_WAIT_UNTIL (!dg_session_is_training (fixture->session));
  g_assert_cmpint (dg_session_get_state (fixture->session), ==, DG_RECORDER_STOPPED);

  dg_window_open_run (fixture->window, fixture->folder);
  GUI_WAIT_UNTIL (dg_session_get_opening (fixture->session) == NULL);
  n_finished = count_finished (dg_session_get_run (fixture->session));
  g_assert_cmpuint (n_finished, >=, 1);
  g_assert_cmpuint (n_finished, <, EPOCHS);
  g_assert_true (g_action_group_get_action_enabled (actions, "resume"));
  g_assert_true (dg_explorer_set_layers (fixture->explorer, layers, NULL));
  dg_explorer_select_sample (fixture->explorer, 3, FALSE);
  dg_explorer_set_focus_rule (fixture->explorer, rule);
  dg_explorer_set_current (fixture->explorer, 0, 0);
  activate (fixture, "resume");
  g_assert_true (dg_session_is_training (fixture->session));
  GUI_WAIT_UNTIL (count_finished (dg_session_get_run (fixture->session)) > n_finished);
  g_assert_false (g_action_group_get_action_enabled (actions, "resume"));

  /* What was looked at still is. */
  g_assert_true (g_strv_equal (dg_explorer_get_layers (fixture->explorer), layers));
  g_assert_cmpuint (dg_explorer_get_samples (fixture->explorer, &n)[0], ==, 3);
  g_assert_cmpint (dg_explorer_get_focus_rule (fixture->explorer)->kind, ==, DG_FOCUS_WRONG);
  dg_explorer_get_current (fixture->explorer, &row, &column);
  g_assert_cmpint (row, ==, 0);
  g_assert_cmpint (column, ==, 0);
  metrics = dg_run_get_metrics (dg_session_get_run (fixture->session), &n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (metrics[i].epoch, ==, i + 1);
}

static void
test_close_asks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgSession) session = g_object_ref (fixture->session);

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);

  gtk_window_close (GTK_WINDOW (fixture->window));
  GUI_WAIT_UNTIL (find_question () != NULL);
  gtk_dialog_response (find_question (), GTK_RESPONSE_CANCEL);
  GUI_WAIT_UNTIL (find_question () == NULL);
  g_assert_true (dg_session_is_training (session));

  gtk_window_close (GTK_WINDOW (fixture->window));
  GUI_WAIT_UNTIL (find_question () != NULL);
  gtk_dialog_response (find_question (), GTK_RESPONSE_ACCEPT);
  GUI_WAIT_UNTIL (fixture->window == NULL);
  g_assert_false (dg_session_is_training (session));

  run = dg_run_open (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_finished (run), >=, 1);
}

/* The end of the session does not wait for an answer. */
static void
test_stop_while_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgSession) session = g_object_ref (fixture->session);

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  GUI_WAIT_UNTIL (find_question () != NULL);
  dg_window_stop_and_close (fixture->window);
  GUI_WAIT_UNTIL (fixture->window == NULL);
  g_assert_null (find_question ());
  g_assert_false (dg_session_is_training (session));
}

/* What was asked last is what is answered. */
static void
test_ask_anew (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->top, "runs", "others", NULL);
  g_autoptr (GFile) other = g_file_new_for_path (path);

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  GUI_WAIT_UNTIL (find_question () != NULL);
  dg_window_start_run (fixture->window, other, fixture->options);
  GUI_WAIT_UNTIL (find_question () != NULL);
  gtk_dialog_response (find_question (), GTK_RESPONSE_ACCEPT);
  GUI_WAIT_UNTIL (g_file_equal (dg_run_get_folder (dg_session_get_run (fixture->session)), other));
  g_assert_null (find_question ());
}

/* Another run is begun only after the question, and the one that was trained stays as it is. */
static void
test_start_another (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->top, "runs", "others", NULL);
  g_autoptr (GFile) other = g_file_new_for_path (path);

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
  dg_window_start_run (fixture->window, other, fixture->options);
  GUI_WAIT_UNTIL (find_question () != NULL);
  g_assert_true (g_file_equal (dg_run_get_folder (dg_session_get_run (fixture->session)), fixture->folder));
  gtk_dialog_response (find_question (), GTK_RESPONSE_ACCEPT);
  GUI_WAIT_UNTIL (g_file_equal (dg_run_get_folder (dg_session_get_run (fixture->session)), other));
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
}

static void
click_train (GtkWidget *dialog)
{
  g_signal_emit_by_name (gtk_widget_get_template_child (dialog, DG_TYPE_NEW_RUN_DIALOG, "train"), "clicked");
}

/* What was typed for a new run is still there where the question before it is answered with no. */
static void
test_dialog_stays (Fixture *fixture, gconstpointer data)
{
  GtkEditable *name;
  GtkWidget *dialog;

  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (count_epochs (fixture) >= 1);
  activate (fixture, "new-run");
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_NEW_RUN_DIALOG) != NULL);
  dialog = gui_find_window (DG_TYPE_NEW_RUN_DIALOG);
  name = GTK_EDITABLE (gtk_widget_get_template_child (dialog, DG_TYPE_NEW_RUN_DIALOG, "name"));
  gtk_editable_set_text (name, "typed");
  click_train (dialog);
  GUI_WAIT_UNTIL (find_question () != NULL);
  gtk_dialog_response (find_question (), GTK_RESPONSE_CANCEL);
  GUI_WAIT_UNTIL (find_question () == NULL);
  g_assert_true (gui_find_window (DG_TYPE_NEW_RUN_DIALOG) == dialog);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "typed");
  g_assert_true (dg_session_is_training (fixture->session));

  click_train (dialog);
  GUI_WAIT_UNTIL (find_question () != NULL);
  gtk_dialog_response (find_question (), GTK_RESPONSE_ACCEPT);
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_NEW_RUN_DIALOG) == NULL);
  GUI_WAIT_UNTIL (g_str_equal (dg_run_get_name (dg_session_get_run (fixture->session)), "typed"));
}

/* Training that cannot begin says why, and the window can go on. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar;

  g_free (fixture->options->data);
  fixture->options->data = g_strdup ("/nowhere/at-all");
  dg_window_start_run (fixture->window, fixture->folder, fixture->options);
  GUI_WAIT_UNTIL (gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR) != NULL);
  bar = gui_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_INFO_BAR);
  g_assert_nonnull (
      strstr (gtk_label_get_label (GTK_LABEL (gui_find_type (bar, GTK_TYPE_LABEL))), "/nowhere/at-all"));
  g_assert_false (dg_session_is_training (fixture->session));
  g_assert_null (dg_session_get_run (fixture->session));
}

/* The program started alone: cells of the built-in digits, a run where runs are kept. */
static void
test_started_alone (Fixture *fixture, gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  g_autofree char *runs = g_build_filename (g_get_user_data_dir (), "diagonal", "runs", NULL);
  g_autofree char *path = NULL;

  gtk_window_close (GTK_WINDOW (fixture->window));
  GUI_WAIT_UNTIL (fixture->window == NULL);
  g_application_activate (G_APPLICATION (application));
  fixture->window = DG_WINDOW (gtk_application_get_active_window (application));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  fixture->session = dg_window_get_session (fixture->window);
  fixture->explorer = dg_session_get_explorer (fixture->session);
  GUI_WAIT_UNTIL (has_cell (fixture));
  path = g_file_get_path (dg_run_get_folder (dg_session_get_run (fixture->session)));
  g_assert_true (g_str_has_prefix (path, runs));
  g_assert_cmpstr (dg_run_get_options (dg_session_get_run (fixture->session))->data, ==, "digits");

  /* A second start shows the first. */
  g_application_activate (G_APPLICATION (application));
  g_assert_null (gtk_application_get_windows (application)->next);
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
  add ("/training/train-click-export", test_train_click_export);
  add ("/training/live-column", test_live_column);
  add ("/training/pause-stop-resume", test_pause_stop_resume);
  add ("/training/close-asks", test_close_asks);
  add ("/training/stop-while-asked", test_stop_while_asked);
  add ("/training/ask-anew", test_ask_anew);
  add ("/training/start-another", test_start_another);
  add ("/training/dialog-stays", test_dialog_stays);
  add ("/training/failed", test_failed);
  add ("/training/started-alone", test_started_alone);
  return gui_run_tests (GTK_APPLICATION (application));
}
