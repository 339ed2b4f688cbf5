/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activations from elsewhere in the window: with and without labels, predictions and images, and as they are written. */
#include "app/window.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/activations-dialog.h"
#include "app/application.h"
#include "app/curve.h"
#include "app/focus-panel.h"
#include "app/sample-list.h"
#include "app/sample-image.h"
#include "app/sample-panel.h"
#include "gui.h"
#include "tiny-activations.h"
#include "tiny-run.h"

typedef struct
{
  char *folder;
  DgWindow *window;
  DgSession *session;
  DgExplorer *explorer;
  char *failure;
} Fixture;

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_free (fixture->failure);
  fixture->failure = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tiny_activations_new ();
  fixture->window = dg_window_new (GTK_APPLICATION (g_application_get_default ()), NULL);
  fixture->session = dg_window_get_session (fixture->window);
  fixture->explorer = dg_session_get_explorer (fixture->session);
  g_signal_connect_swapped (fixture->session, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect_swapped (fixture->explorer, "failed", G_CALLBACK (failed_cb), fixture);
  g_object_ref (fixture->window);
  g_object_ref (fixture->session);
  gui_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GUI_WAIT_UNTIL (!dg_explorer_is_busy (fixture->explorer));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), (gpointer *) &fixture->session);
  g_object_unref (fixture->session);
  GUI_WAIT_UNTIL (fixture->session == NULL);
  tiny_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->failure);
}

static void
activate (Fixture *fixture, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, parameter);
}

static void
open_folder (Fixture *fixture, TinyParts parts)
{
  tiny_activations_add_epoch (fixture->folder, 0, parts);
  tiny_activations_add_epoch (fixture->folder, 1, parts);
  activate (fixture, "open-folder", g_variant_new_string (fixture->folder));
  GUI_WAIT_UNTIL (dg_session_get_run (fixture->session) != NULL);
  GUI_WAIT_UNTIL (!dg_explorer_is_busy (fixture->explorer));
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
}

static GtkWidget *
find (Fixture *fixture, GType type)
{
  return gui_find_type (GTK_WIDGET (fixture->window), type);
}

static gboolean
has_text (GtkWidget *widget, gpointer text)
{
  const char *shown = GTK_IS_LABEL (widget)         ? gtk_label_get_label (GTK_LABEL (widget))
                      : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                                                    : NULL;

  return shown != NULL && strstr (shown, text) != NULL;
}

static gboolean
shows_text (Fixture *fixture, GType panel, const char *text)
{
  return gui_find (find (fixture, panel), has_text, (gpointer) text) != NULL;
}

static GtkDropDown *
find_rule (Fixture *fixture)
{
  return GTK_DROP_DOWN (gui_find_type (find (fixture, DG_TYPE_FOCUS_PANEL), GTK_TYPE_DROP_DOWN));
}

/* The names of the rules that can be chosen, with commas between. */
static char *
list_rules (Fixture *fixture)
{
  GListModel *model = gtk_drop_down_get_model (find_rule (fixture));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", gtk_string_object_get_string (item));
    }
  return g_string_free (names, FALSE);
}

static void
assert_rules (Fixture *fixture, const char *expected)
{
  g_autofree char *names = list_rules (fixture);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS | TINY_LOGITS | TINY_IMAGES);
  assert_rules (fixture, "All samples, Most confident per class, Right and wrong, Misclassified, Least confident, "
                         "No ticks");
  g_assert_false (shows_text (fixture, DG_TYPE_FOCUS_PANEL, "Without"));
  g_assert_null (find (fixture, DG_TYPE_CURVE)); /* there is no loss to show */
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_LIST, " misclassified"));
  activate (fixture, "select-sample", g_variant_new ("(ub)", 7, FALSE));
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  g_assert_nonnull (gui_find_type (find (fixture, DG_TYPE_SAMPLE_PANEL), DG_TYPE_SAMPLE_IMAGE));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "Log-likelihood"));
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

/* The first epoch may have the number 0. */
static void
test_epoch_0 (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS | TINY_LOGITS);
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture->explorer), ==, 1);
  activate (fixture, "reference-epoch", g_variant_new_int32 (0));
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture->explorer), ==, 0);
  activate (fixture, "reference-epoch", g_variant_new_int32 (-1));
  g_assert_cmpint (dg_explorer_get_reference_epoch (fixture->explorer), ==, 1);
}

static void
test_predictions (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS | TINY_PREDICTIONS);
  assert_rules (fixture, "All samples, Right and wrong, Misclassified, No ticks");
  g_assert_true (shows_text (fixture, DG_TYPE_FOCUS_PANEL, "Without log-likelihoods"));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_LIST, " misclassified"));
  activate (fixture, "focus-rule", g_variant_new_string ("wrong"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, 5);
  activate (fixture, "select-sample", g_variant_new ("(ub)", 7, FALSE));
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "Said at epoch"));
  g_assert_false (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "Log-likelihood"));
  g_assert_cmpstr (fixture->failure, ==, NULL);
  activate (fixture, "focus-rule", g_variant_new_string ("top:3"));
  g_assert_nonnull (strstr (fixture->failure, "needs log-likelihoods"));
}

/* Classes are those that are predicted; confidence needs no labels. */
static void
test_no_labels (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LOGITS);
  assert_rules (fixture, "All samples, Most confident per class, Least confident, No ticks");
  g_assert_true (shows_text (fixture, DG_TYPE_FOCUS_PANEL, "Without labels"));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_LIST, "Without labels"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, TINY_ACTIVATIONS_N);
  activate (fixture, "focus-rule", g_variant_new_string ("least-confident:4"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, 4);
  activate (fixture, "focus-rule", g_variant_new_string ("class"));
  activate (fixture, "focus-class", g_variant_new ("(ub)", 1, FALSE));
  for (guint i = 0; i < dg_explorer_get_marks (fixture->explorer)->len; i++)
    {
      const DgMark *mark = &g_array_index (dg_explorer_get_marks (fixture->explorer), DgMark, i);

      g_assert_cmpuint (tiny_activations_get_prediction (mark->sample, 1), ==, 1);
    }
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

static void
test_labels_alone (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS);
  assert_rules (fixture, "All samples, No ticks");
  g_assert_true (shows_text (fixture, DG_TYPE_FOCUS_PANEL, "Without predictions"));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_LIST, "Without predictions"));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "click a tick beside an image"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, TINY_ACTIVATIONS_N);
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

static void
test_bare (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgFigure) figure = NULL;
  g_autoptr (GArray) lit = NULL;

  open_folder (fixture, TINY_NOTHING);
  assert_rules (fixture, "No ticks");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (find_rule (fixture))));
  g_assert_cmpuint (gtk_drop_down_get_selected (find_rule (fixture)), ==, 0);
  g_assert_true (shows_text (fixture, DG_TYPE_FOCUS_PANEL, "Without labels and predictions"));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "double click an image to enlarge it"));
  g_assert_false (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "among the misclassified"));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, ==, 0);
  activate (fixture, "select-sample", g_variant_new ("(ub)", 7, FALSE));
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  g_assert_true (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "sample 7"));
  g_assert_false (shows_text (fixture, DG_TYPE_SAMPLE_PANEL, "Said at epoch"));
  lit = dg_explorer_get_lit_positions (fixture->explorer, 1, 1);
  g_assert_cmpuint (lit->len, ==, 1);
  figure = dg_explorer_build_figure (fixture->explorer);
  g_assert_null (strstr (figure->footer, "ticks"));
  g_assert_nonnull (strstr (figure->footer, "40 samples"));
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

static gsize
count_columns (Fixture *fixture)
{
  gsize n;

  dg_explorer_get_epochs (fixture->explorer, &n);
  return n;
}

/* A training job elsewhere fills the grid. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS | TINY_LOGITS);
  g_assert_cmpuint (count_columns (fixture), ==, 2);
  tiny_activations_write (fixture->folder, "epoch_3.npz", "PK, half of what it will be");
  tiny_activations_add_epoch (fixture->folder, 2, TINY_LABELS | TINY_LOGITS);
  GUI_WAIT_UNTIL (count_columns (fixture) == 3);
  GUI_WAIT_UNTIL (has_text (gui_find_class (GTK_WIDGET (fixture->window), "subtitle", 0), (gpointer) "3 epochs"));
  GUI_WAIT_UNTIL (dg_explorer_get_cell (fixture->explorer, 1, 2) != NULL);
  g_assert_cmpstr (fixture->failure, ==, NULL); /* it may yet be written to its end */
}

/* What the first epoch did not hold yet when it was opened comes to be shown. */
static void
test_outgrown (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_NOTHING);
  assert_rules (fixture, "No ticks");
  tiny_activations_add_epoch (fixture->folder, 1, TINY_LABELS);
  tiny_activations_add_epoch (fixture->folder, 0, TINY_LABELS);
  GUI_WAIT_UNTIL (dg_run_get_labels (dg_session_get_run (fixture->session)) != NULL);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_LABELS);
  GUI_WAIT_UNTIL (count_columns (fixture) == 3);
  assert_rules (fixture, "All samples, No ticks");
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

/* The window may be opened before the first epoch is there; its file may be seen half. */
static void
test_awaited (Fixture *fixture, gconstpointer data)
{
  g_autofree char *half = g_build_filename (fixture->folder, "epoch_0.npz", NULL);

  activate (fixture, "open-folder", g_variant_new_string (fixture->folder));
  GUI_WAIT_UNTIL (fixture->failure != NULL);
  g_assert_nonnull (strstr (fixture->failure, "is not a run"));
  g_clear_pointer (&fixture->failure, g_free);
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  g_assert_nonnull (gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) "as soon as its first epoch is saved"));
  tiny_activations_write (fixture->folder, "epoch_0.npz", "PK, half of what it will be");
  GUI_WAIT_UNTIL (dg_session_get_opening (fixture->session) != NULL);
  GUI_WAIT_UNTIL (dg_session_get_opening (fixture->session) == NULL);
  g_assert_nonnull (dg_session_get_awaited (fixture->session));
  g_unlink (half);
  tiny_activations_add_epoch (fixture->folder, 0, TINY_LABELS);
  g_assert_nonnull (gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) "is not a run"));
  GUI_WAIT_UNTIL (dg_session_get_run (fixture->session) != NULL);
  g_assert_null (dg_session_get_awaited (fixture->session));
  GUI_WAIT_UNTIL (gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) "is not a run") == NULL);
  g_assert_cmpstr (fixture->failure, ==, NULL);
}

/* A first epoch that stays as broken as it is is told. */
static void
test_awaited_fault (Fixture *fixture, gconstpointer data)
{
  tiny_activations_write (fixture->folder, "epoch_0.npz", "PK, half of what it will never be");
  activate (fixture, "open-folder", g_variant_new_string (fixture->folder));
  GUI_WAIT_UNTIL (fixture->failure != NULL);
  g_clear_pointer (&fixture->failure, g_free);
  GUI_WAIT_UNTIL (fixture->failure != NULL);
  g_assert_nonnull (strstr (fixture->failure, "epoch_0.npz"));
  g_assert_nonnull (dg_session_get_awaited (fixture->session));
}

/* Whoever has it opened no longer waits no longer, either. */
static void
test_awaited_cancelled (Fixture *fixture, gconstpointer data)
{
  activate (fixture, "open-folder", g_variant_new_string (fixture->folder));
  GUI_WAIT_UNTIL (dg_session_get_awaited (fixture->session) != NULL);
  tiny_activations_add_epoch (fixture->folder, 1, TINY_LABELS);
  GUI_WAIT_UNTIL (dg_session_get_opening (fixture->session) != NULL);
  activate (fixture, "cancel-opening", NULL);
  g_assert_null (dg_session_get_opening (fixture->session));
  g_assert_null (dg_session_get_awaited (fixture->session));
  g_assert_null (dg_session_get_run (fixture->session));
  g_clear_pointer (&fixture->failure, g_free);
}

/* Whoever opens something else waits no longer. */
static void
test_awaited_no_longer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = tiny_activations_new ();

  activate (fixture, "open-folder", g_variant_new_string (empty));
  GUI_WAIT_UNTIL (dg_session_get_awaited (fixture->session) != NULL);
  open_folder (fixture, TINY_LABELS);
  g_assert_null (dg_session_get_awaited (fixture->session));
  activate (fixture, "open-folder", g_variant_new_string (empty));
  g_clear_pointer (&fixture->failure, g_free);
  GUI_WAIT_UNTIL (fixture->failure != NULL);
  g_assert_null (dg_session_get_awaited (fixture->session)); /* the run that is shown stays */
  tiny_remove (empty);
}

/* What will never be read is told in the window. */
static void
test_live_fault (Fixture *fixture, gconstpointer data)
{
  open_folder (fixture, TINY_LABELS | TINY_LOGITS);
  tiny_activations_add_epoch (fixture->folder, 2, TINY_LABELS | TINY_LOGITS);
  GUI_WAIT_UNTIL (count_columns (fixture) == 3);
  tiny_activations_write (fixture->folder, "epoch_0002.npz", "the same epoch again");
  GUI_WAIT_UNTIL (fixture->failure != NULL);
  g_assert_nonnull (strstr (fixture->failure, "epoch 2 is there twice"));
}

static void
open_cb (gboolean *asked)
{
  *asked = TRUE;
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_dialog (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) recipe =
    g_resources_lookup_data ("/io/github/diagonal_app/Diagonal/recipe.py", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  gboolean asked = FALSE;
  GtkWidget *dialog;

  g_assert_true (gtk_widget_get_mapped (gui_find_button (GTK_WIDGET (fixture->window),
                                                         "Trained _elsewhere? Open its activations…")));
  activate (fixture, "open-activations", NULL);
  GUI_WAIT_UNTIL ((dialog = gui_find_window (DG_TYPE_ACTIVATIONS_DIALOG)) != NULL);
  gui_wait_for_frame (dialog);
  gui_click (gui_find_button (dialog, "Co_py"));
  GUI_WAIT_UNTIL (gui_find (dialog, has_text, (gpointer) "Copied") != NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (dialog), NULL, text_cb, &text);
  GUI_WAIT_UNTIL (text != NULL);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (recipe, NULL), text));
  g_assert_nonnull (strstr (text, "os.replace"));

  g_signal_handlers_disconnect_matched (dialog, G_SIGNAL_MATCH_ID, g_signal_lookup ("open", DG_TYPE_ACTIVATIONS_DIALOG),
                                        0, NULL, NULL, NULL);
  g_signal_connect_swapped (dialog, "open", G_CALLBACK (open_cb), &asked);
  gui_click (gui_find_button (dialog, "_Open Folder…"));
  GUI_WAIT_UNTIL (asked);
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_ACTIVATIONS_DIALOG) == NULL);
}

/* Its button asks for the folder, by the same dialog as win.open. */
static void
test_choose (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  gui_key ("ctrl+shift+o");
  GUI_WAIT_UNTIL ((dialog = gui_find_window (DG_TYPE_ACTIVATIONS_DIALOG)) != NULL);
  gui_wait_for_frame (dialog);
  gui_click (gui_find_button (dialog, "_Open Folder…"));
  GUI_WAIT_UNTIL (gui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL);
  gui_wait_for_frame (gui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (gui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) == NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/activations/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("full", test_full);
  ADD ("epoch-0", test_epoch_0);
  ADD ("predictions", test_predictions);
  ADD ("no-labels", test_no_labels);
  ADD ("labels-alone", test_labels_alone);
  ADD ("bare", test_bare);
  ADD ("live", test_live);
  ADD ("outgrown", test_outgrown);
  ADD ("awaited", test_awaited);
  ADD ("awaited-fault", test_awaited_fault);
  ADD ("awaited-cancelled", test_awaited_cancelled);
  ADD ("awaited-no-longer", test_awaited_no_longer);
  ADD ("live-fault", test_live_fault);
  ADD ("dialog", test_dialog);
  ADD ("choose", test_choose);
#undef ADD
  return gui_run_tests (GTK_APPLICATION (application));
}
