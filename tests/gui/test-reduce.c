/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that finds how many samples a picture needs, in the window. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/application.h"
#include "app/reduce-dialog.h"
#include "app/reduction-view.h"
#include "app/trial-list.h"
#include "tiny-activations.h"
#include "window-fixture.h"

static GtkWidget *
open_dialog (WindowFixture *self)
{
  GtkWidget *dialog;

  gui_key ("ctrl+d");
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) != NULL);
  dialog = gui_find_window (DG_TYPE_REDUCE_DIALOG);
  GUI_WAIT_UNTIL (gtk_window_is_active (GTK_WINDOW (dialog)));
  return dialog;
}

static const char *
get_text (GtkWidget *dialog, const char *css_class)
{
  GtkWidget *label = gui_find_class (dialog, css_class, 0);

  return label != NULL ? gtk_label_get_label (GTK_LABEL (label)) : "";
}

static gboolean
says (GtkWidget *dialog, const char *begin)
{
  return g_str_has_prefix (get_text (dialog, "verdict"), begin);
}

static gboolean
is_spin (GtkWidget *widget, gpointer nth)
{
  return GTK_IS_SPIN_BUTTON (widget) && (*(gint *) nth)-- == 0;
}

/* The controls in their order: kept, interval, clusters, seed, blocks. */
static GtkSpinButton *
find_spin (GtkWidget *dialog, gint nth)
{
  GtkWidget *spin = gui_find (dialog, is_spin, &nth);

  g_assert_nonnull (spin);
  return GTK_SPIN_BUTTON (spin);
}

static gboolean
shows (WindowFixture *self, gsize n)
{
  if (!window_fixture_has_all_cells (self))
    return FALSE;
  for (guint row = 0; row < 4; row++)
    if (dg_cell_get_n (dg_explorer_get_cell (self->explorer, row, 2)) != n)
      return FALSE;
  return TRUE;
}

static gboolean
is_enabled (WindowFixture *self, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), name);
}

/* Two sizes are tried, the first is gone back to and kept, and all samples are shown again. */
static void
test_loop (WindowFixture *self, gconstpointer data)
{
  GtkWidget *dialog, *list;
  g_autofree char *words = NULL, *after = NULL;

  g_assert_false (is_enabled (self, "reduce"));
  window_fixture_open (self);
  g_assert_false (is_enabled (self, "show-all-samples"));
  window_fixture_activate (self, "set-current", g_variant_new ("(ii)", 3, 2));
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "30 of 60, kept at equal intervals of S5 at epoch 10:\n"));
  g_assert_nonnull (strstr (get_text (dialog, "agreement"), "ARI of 10 blocks"));
  g_assert_nonnull (gui_find_type (dialog, DG_TYPE_REDUCTION_VIEW));

  gtk_spin_button_set_value (find_spin (dialog, 1), 5); /* every fifth */
  g_assert_cmpint (gtk_spin_button_get_value_as_int (find_spin (dialog, 0)), ==, 12);
  gui_click (gui_find_button (dialog, "_Try"));
  GUI_WAIT_UNTIL (says (dialog, "12 of 60"));
  g_assert_nonnull (gui_find_button (dialog, "_Keep 12 Samples"));

  list = gui_find_type (dialog, GTK_TYPE_LIST_BOX);
  gui_wait_for_frame (list);
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  gui_click (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)));
  GUI_WAIT_UNTIL (says (dialog, "30 of 60"));
  gui_click (gui_find_button (dialog, "_Keep 30 Samples"));
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) == NULL);
  GUI_WAIT_UNTIL (shows (self, 30));
  words = dg_explorer_describe (self->explorer);
  g_assert_true (g_str_has_prefix (words, "30 of 60, kept at equal intervals of S5 at epoch 10 · "));
  g_assert_true (is_enabled (self, "show-all-samples"));

  GUI_WAIT_UNTIL (gtk_window_is_active (GTK_WINDOW (self->window)));
  gui_key ("ctrl+shift+d");
  GUI_WAIT_UNTIL (shows (self, 60));
  after = dg_explorer_describe (self->explorer);
  g_assert_true (g_str_has_prefix (after, "60 of 100 test images"));
  g_assert_false (is_enabled (self, "show-all-samples"));
}

static void
type_number (GtkSpinButton *spin, const char *first, const char *second)
{
  gtk_widget_grab_focus (GTK_WIDGET (spin));
  gui_key ("ctrl+a");
  gui_key (first);
  gui_key (second);
  GUI_WAIT_UNTIL (strlen (gtk_editable_get_text (GTK_EDITABLE (spin))) == 2);
}

/* A number counts as soon as it is typed, and stays what it is as the focus goes through the interval, which shows two
 * digits alone. */
static void
test_typed (WindowFixture *self, gconstpointer data)
{
  GtkWidget *dialog;

  window_fixture_open (self);
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "30 of 60"));
  type_number (find_spin (dialog, 0), "5", "9");
  gui_key ("alt+t");
  GUI_WAIT_UNTIL (says (dialog, "59 of 60"));

  gtk_widget_grab_focus (GTK_WIDGET (find_spin (dialog, 1)));
  gtk_widget_grab_focus (gui_find_button (dialog, "_Try"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_spin (dialog, 1))), ==, "1.02");
  g_assert_cmpfloat (gtk_spin_button_get_value (find_spin (dialog, 0)), ==, 59);
}

static void
test_maximin (WindowFixture *self, gconstpointer data)
{
  GtkWidget *dialog;
  GtkDropDown *method;

  window_fixture_open (self);
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "30 of 60"));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (dialog, 1))));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (dialog, 2))));
  method = GTK_DROP_DOWN (gui_find_class (dialog, "method", 0));
  gtk_drop_down_set_selected (method, DG_REDUCTION_MMRS);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (dialog, 1))));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (dialog, 2))));
  gtk_spin_button_set_value (find_spin (dialog, 3), 7);
  gui_click (gui_find_button (dialog, "_Try"));
  GUI_WAIT_UNTIL (says (dialog, "30 of 60, kept by maximin sampling of S5 at epoch 10 (20 clusters, seed 7):\n"));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) == NULL);
  g_assert_null (dg_run_get_subset (dg_explorer_get_run (self->explorer)));
}

/* What the key that closes the dialog holds of it has nobody left to speak to. */
static void
test_close_in_list (WindowFixture *self, gconstpointer data)
{
  guint row_selected = g_signal_lookup ("row-selected", GTK_TYPE_LIST_BOX);
  g_autoptr (GtkWidget) list = NULL;
  GtkWidget *dialog;

  window_fixture_open (self);
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "30 of 60"));
  list = g_object_ref (gui_find_type (dialog, GTK_TYPE_LIST_BOX));
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0))));
  g_assert_true (g_signal_has_handler_pending (list, row_selected, 0, TRUE));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) == NULL);
  g_assert_false (g_signal_has_handler_pending (list, row_selected, 0, TRUE));
}

/* A folder that the choice cannot be noted in: the dialog says so and stays. */
static void
test_unwritable (WindowFixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->run->folder, "subset.json", NULL);
  g_autofree char *inside = g_build_filename (path, "in-the-way", NULL);
  GtkWidget *dialog;

  window_fixture_open (self);
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "30 of 60"));
  g_assert_cmpint (g_mkdir_with_parents (inside, 0755), ==, 0);
  gui_click (gui_find_button (dialog, "_Keep 30 Samples"));
  GUI_WAIT_UNTIL (strstr (get_text (dialog, "error"), "subset.json") != NULL);
  g_assert_true (shows (self, 60));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) == NULL);
}

/* Activations from elsewhere: the choice is noted in their folder, and holds when it is opened again. */
static void
test_activations (WindowFixture *self, gconstpointer data)
{
  g_autofree char *folder = tiny_activations_new ();
  g_autofree char *path = g_build_filename (folder, "subset.json", NULL);
  g_autofree char *words = NULL;
  g_autoptr (DgRun) again = NULL;
  GtkWidget *dialog;

  tiny_activations_add_epoch (folder, 1, TINY_NOTHING);
  gui_present (GTK_WINDOW (self->window));
  window_fixture_activate (self, "open-folder", g_variant_new_string (folder));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
  dialog = open_dialog (self);
  GUI_WAIT_UNTIL (says (dialog, "20 of 40, kept at equal intervals of fc at epoch 1:"));
  gui_click (gui_find_button (dialog, "_Keep 20 Samples"));
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_REDUCE_DIALOG) == NULL);
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
  g_assert_cmpuint (dg_cell_get_n (dg_explorer_get_cell (self->explorer, 0, 0)), ==, 20);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  again = tiny_activations_open (folder);
  g_assert_true (dg_subset_equal (dg_run_get_subset (again), dg_run_get_subset (dg_explorer_get_run (self->explorer))));
  words = dg_explorer_describe (self->explorer);
  g_assert_true (g_str_has_prefix (words, "20 of 40, kept at equal intervals of fc at epoch 1 · "));
  tiny_remove (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
  window_fixture_add ("/reduce/loop", test_loop);
  window_fixture_add ("/reduce/typed", test_typed);
  window_fixture_add ("/reduce/maximin", test_maximin);
  window_fixture_add ("/reduce/close-in-list", test_close_in_list);
  window_fixture_add ("/reduce/unwritable", test_unwritable);
  window_fixture_add ("/reduce/activations", test_activations);
  return gui_run_tests (GTK_APPLICATION (application));
}
