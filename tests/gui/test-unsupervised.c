/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network that reconstructs its images, from its training to what is seen of it. */
#include "app/window.h"

#include <string.h>

#include "app/application.h"
#include "app/focus-panel.h"
#include "app/reconstruction-grid.h"
#include "app/sample-image.h"
#include "app/sample-list.h"
#include "app/sample-panel.h"
#include "gui.h"
#include "tiny-activations.h"
#include "tiny-run.h"

#define NETWORK "F1 linear 12\nR1 relu\nF2 linear pixels\nimage sigmoid\n"
#define EPOCHS 2
#define N_ANALYSIS 60

typedef struct
{
  char *top;
  DgWindow *window; /* weak */
  DgSession *session;
  DgExplorer *explorer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->top = g_dir_make_tmp ("dg-unsupervised-XXXXXX", NULL);
  fixture->window = dg_window_new (GTK_APPLICATION (g_application_get_default ()), NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  fixture->session = dg_window_get_session (fixture->window);
  fixture->explorer = dg_session_get_explorer (fixture->session);
  gui_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GUI_WAIT_UNTIL (!dg_explorer_is_busy (fixture->explorer));
  dg_window_stop_and_close (fixture->window);
  GUI_WAIT_UNTIL (fixture->window == NULL);
  tiny_remove (fixture->top);
  g_free (fixture->top);
}

static GtkWidget *
find (Fixture *fixture, GType type)
{
  return gui_find_type (GTK_WIDGET (fixture->window), type);
}

static gboolean
has_text (GtkWidget *widget, gpointer text)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (widget))
    found = gtk_label_get_label (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    found = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  return found != NULL && strstr (found, text) != NULL;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return gui_find (GTK_WIDGET (fixture->window), has_text, (gpointer) text) != NULL;
}

static void
activate (Fixture *fixture, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, parameter);
}

/* Trains on the built-in digits until the last epoch is saved and drawn. */
static void
train (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->top, "run", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRunOptions) options = dg_run_options_new ();

  g_free (options->network);
  options->network = g_strdup (NETWORK);
  options->training = dg_trainer_options_for_network (NETWORK);
  options->epochs = EPOCHS;
  options->analysis = N_ANALYSIS;
  dg_window_start_run (fixture->window, folder, options);
  GUI_WAIT_UNTIL (!dg_session_is_training (fixture->session) && !dg_explorer_is_busy (fixture->explorer));
}

static gboolean
lists (Fixture *fixture, guint n)
{
  g_autoptr (GArray) list = dg_explorer_get_worst_reconstructed (fixture->explorer);

  return list->len == n && gui_find_class (find (fixture, DG_TYPE_SAMPLE_LIST), "paper", 0) != NULL;
}

static gboolean
is_selected (Fixture *fixture, guint32 sample)
{
  gsize n;
  const guint32 *samples = dg_explorer_get_samples (fixture->explorer, &n);

  return n == 1 && samples[0] == sample;
}

/* The images in the panel whose words begin so. */
static guint
count_reconstructions (Fixture *fixture, const char *words)
{
  GtkWidget *grid = find (fixture, DG_TYPE_RECONSTRUCTION_GRID);
  guint n = 0;

  for (GtkWidget *child = grid ? gtk_widget_get_first_child (grid) : NULL; child;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (child);

      n += DG_IS_SAMPLE_IMAGE (child) && tooltip && g_str_has_prefix (tooltip, words);
    }
  return n;
}

/* Trained in the window; the sample with the largest error is clicked, and its rows are lit everywhere. */
static void
test_train_and_click (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) list = NULL;
  GtkWidget *panel;
  guint32 worst;

  train (fixture);
  GUI_WAIT_UNTIL (lists (fixture, N_ANALYSIS));
  g_assert_true (shows (fixture, "Largest errors"));
  g_assert_true (shows (fixture, "test loss 0.0"));
  g_assert_false (shows (fixture, "isclassified"));
  g_assert_false (shows (fixture, " % "));

  list = dg_explorer_get_worst_reconstructed (fixture->explorer);
  worst = g_array_index (list, DgReconstructed, 0).sample;
  gui_click (gui_find_class (find (fixture, DG_TYPE_SAMPLE_LIST), "paper", 0));
  GUI_WAIT_UNTIL (is_selected (fixture, worst));
  for (guint row = 0; row < g_strv_length ((GStrv) dg_explorer_get_layers (fixture->explorer)); row++)
    for (guint column = 0; column < EPOCHS; column++)
      {
        g_autoptr (GArray) lit = dg_explorer_get_lit_positions (fixture->explorer, row, column);
        DgCell *cell = dg_explorer_get_cell (fixture->explorer, row, column);

        g_assert_cmpuint (lit->len, ==, 1);
        g_assert_cmpuint (g_array_index (lit, guint32, 0), ==, dg_cell_get_position (cell, worst));
      }

  panel = find (fixture, DG_TYPE_SAMPLE_PANEL);
  GUI_WAIT_UNTIL (count_reconstructions (fixture, "Reconstructed at epoch") == EPOCHS);
  g_assert_nonnull (gui_find (panel, has_text, (gpointer) "class <b>"));
  g_assert_null (gui_find (panel, has_text, (gpointer) "Said at epoch"));
  g_assert_null (gui_find (panel, has_text, (gpointer) "Log-likelihood"));
}

/* The rule in the list, and a class that is chosen: labels colour and light, nothing is wrong. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *rule;
  const GArray *marks;

  train (fixture);
  GUI_WAIT_UNTIL (lists (fixture, N_ANALYSIS));
  rule = GTK_DROP_DOWN (gui_find_type (find (fixture, DG_TYPE_FOCUS_PANEL), GTK_TYPE_DROP_DOWN));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (rule)), ==, 3);
  gtk_drop_down_set_selected (rule, 1);
  GUI_WAIT_UNTIL (dg_explorer_get_focus_rule (fixture->explorer)->kind == DG_FOCUS_WORST_RECONSTRUCTED);
  activate (fixture, "focus-rule", g_variant_new_string ("worst-reconstructed:7"));
  marks = dg_explorer_get_marks (fixture->explorer);
  g_assert_cmpuint (marks->len, ==, 7);
  g_assert_cmpuint (gtk_drop_down_get_selected (rule), ==, 1);
  for (guint i = 0; i < marks->len; i++)
    g_assert_false (g_array_index (marks, DgMark, i).wrong);

  activate (fixture, "focus-class", g_variant_new ("(ub)", g_array_index (marks, DgMark, 0).class_index, FALSE));
  g_assert_cmpuint (dg_explorer_get_marks (fixture->explorer)->len, >, 0);
  activate (fixture, "focus-class", g_variant_new ("(ub)", 3, FALSE));
  GUI_WAIT_UNTIL (lists (fixture, N_ANALYSIS / 10));
}

static void
open_from_elsewhere (Fixture *fixture, TinyParts parts)
{
  tiny_activations_add_epoch (fixture->top, 1, parts);
  tiny_activations_add_epoch (fixture->top, 2, parts);
  activate (fixture, "open-folder", g_variant_new_string (fixture->top));
  GUI_WAIT_UNTIL (dg_session_get_run (fixture->session) != NULL && !dg_explorer_is_busy (fixture->explorer));
}

/* Of activations from elsewhere, with predictions too: both are shown, and the wrong ones listed. */
static void
test_from_elsewhere (Fixture *fixture, gconstpointer data)
{
  open_from_elsewhere (fixture, TINY_LABELS | TINY_LOGITS | TINY_IMAGES | TINY_RECONSTRUCTION);
  GUI_WAIT_UNTIL (shows (fixture, " misclassified"));
  activate (fixture, "select-sample", g_variant_new ("(ub)", 5, FALSE));
  GUI_WAIT_UNTIL (count_reconstructions (fixture, "Reconstructed at epoch") == 2);
  g_assert_true (shows (fixture, "Said at epoch"));
}

/* Whether the first picture of the list is that of the worst at @epoch, with its error. */
static gboolean
lists_errors (Fixture *fixture, guint epoch)
{
  GtkWidget *picture = gui_find_class (find (fixture, DG_TYPE_SAMPLE_LIST), "paper", 0);
  g_autoptr (GArray) list = dg_explorer_get_worst_reconstructed (fixture->explorer);
  g_autofree char *caption = NULL;

  if (picture == NULL || list->len == 0)
    return FALSE;
  caption =
    g_strdup_printf ("%.4f", tiny_activations_get_error (g_array_index (list, DgReconstructed, 0).sample, epoch));
  return g_str_equal (dg_sample_image_get_caption (DG_SAMPLE_IMAGE (picture)), caption);
}

/* The same samples in the same order at another epoch, with its errors. */
static void
test_another_epoch (Fixture *fixture, gconstpointer data)
{
  const guint32 kept[] = { 0, 1 };
  const DgSubsetOrigin origin = { .method = DG_REDUCTION_INTERVAL, .layer = "fc", .epoch = 1 };
  g_autoptr (DgSubset) subset = dg_subset_new (&origin, TINY_ACTIVATIONS_N, kept, G_N_ELEMENTS (kept));
  g_autoptr (GError) error = NULL;

  open_from_elsewhere (fixture, TINY_IMAGES | TINY_RECONSTRUCTION);
  dg_run_accept_subset (dg_session_get_run (fixture->session), subset, &error);
  g_assert_no_error (error);
  GUI_WAIT_UNTIL (lists_errors (fixture, 2));
  activate (fixture, "reference-epoch", g_variant_new_int32 (1));
  GUI_WAIT_UNTIL (lists_errors (fixture, 1));
}

/* What cannot be read is not said to be on its way. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  open_from_elsewhere (fixture, TINY_IMAGES | TINY_RECONSTRUCTION | TINY_NAN);
  GUI_WAIT_UNTIL (shows (fixture, "The reconstructions of this epoch cannot be read"));
  activate (fixture, "select-sample", g_variant_new ("(ub)", 5, FALSE));
  GUI_WAIT_UNTIL (count_reconstructions (fixture, "What was reconstructed at epoch 1 cannot be read") == 1);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/unsupervised/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("train-and-click", test_train_and_click);
  ADD ("focus", test_focus);
  ADD ("from-elsewhere", test_from_elsewhere);
  ADD ("another-epoch", test_another_epoch);
  ADD ("unreadable", test_unreadable);
  return gui_run_tests (GTK_APPLICATION (application));
}
