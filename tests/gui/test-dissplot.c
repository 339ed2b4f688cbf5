/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dissimilarity plots in the window: kind and grouping, words under the pointer, selection. */
#include <string.h>

#include "app/application.h"
#include "app/grid-view.h"
#include "app/group-chooser.h"
#include "tiny-activations.h"
#include "window-fixture.h"

/* Share of an image's side in the middle of a position. */
#define AT(position) (((position) + 0.5) / TINY_N)

static gboolean
shows (WindowFixture *self, const char *group)
{
  g_autofree char *text = dg_group_rule_to_string (dg_explorer_get_group_rule (self->explorer));

  return dg_explorer_get_image_kind (self->explorer) == DG_IMAGE_DISSPLOT && g_str_equal (text, group);
}

static void
show_plots (WindowFixture *self, const char *group)
{
  window_fixture_open (self);
  window_fixture_change (self, "group", group);
  GUI_WAIT_UNTIL (shows (self, group));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
}

static const DgDissplot *
get_plot (WindowFixture *self, guint row, guint column)
{
  return dg_cell_get_dissplot (dg_explorer_get_cell (self->explorer, row, column));
}

static char *
name_sample (WindowFixture *self, guint32 sample)
{
  DgRun *run = dg_explorer_get_run (self->explorer);

  return g_strdup_printf ("%u (%s)", sample, dg_run_get_class_name (run, dg_run_get_labels (run)[sample]));
}

static void
test_keys (WindowFixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;

  window_fixture_open (self);
  gui_key ("ctrl+4");
  GUI_WAIT_UNTIL (shows (self, "label"));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
  g_assert_cmpuint (get_plot (self, 1, 1)->n_groups, ==, TINY_N_CLASSES);
  words = dg_explorer_describe (self->explorer);
  g_assert_nonnull (strstr (words, "dissimilarity plot by label"));
  gui_key ("ctrl+2");
  GUI_WAIT_UNTIL (dg_explorer_get_image_kind (self->explorer) == DG_IMAGE_VAT);
  gui_key ("ctrl+1");
  GUI_WAIT_UNTIL (dg_explorer_get_image_kind (self->explorer) == DG_IMAGE_IVAT);
}

/* Below the diagonal two groups, above it two samples, in the margin one. */
static void
test_read_out (WindowFixture *self, gconstpointer data)
{
  DgGridView *view;
  const DgDissplot *plot;
  const guint32 i = 44, j = 15;
  DgCell *cell;
  g_autofree char *row = NULL, *column = NULL, *below = NULL, *above = NULL, *beside = NULL;
  gsize group, other;

  show_plots (self, "label");
  view = DG_GRID_VIEW (window_fixture_find (self, DG_TYPE_GRID_VIEW));
  cell = dg_explorer_get_cell (self->explorer, 1, 2);
  plot = get_plot (self, 1, 2);
  group = dg_dissplot_find_group (plot, i);
  other = dg_dissplot_find_group (plot, j);
  row = name_sample (self, plot->order[i]);
  column = name_sample (self, plot->order[j]);

  below = g_strdup_printf ("R3 · epoch 10 · group %s × group %s on average %.3g", dg_cell_get_group_name (cell, group),
                           dg_cell_get_group_name (cell, other), plot->average[group * plot->n_groups + other]);
  window_fixture_point_in_cell (self, 1, 2, AT (j), AT (i), gui_point);
  GUI_WAIT_UNTIL (g_strcmp0 (dg_grid_view_get_readout (view), below) == 0);

  above = g_strdup_printf ("R3 · epoch 10 · samples %s × %s · %.3g · silhouettes %.2f, %.2f", column, row,
                           dg_cell_get_value (cell, j, i), plot->width[j], plot->width[i]);
  window_fixture_point_in_cell (self, 1, 2, AT (i), AT (j), gui_point);
  GUI_WAIT_UNTIL (g_strcmp0 (dg_grid_view_get_readout (view), above) == 0);

  beside = g_strdup_printf ("R3 · epoch 10 · sample %s in group %s · silhouette %.2f", row,
                            dg_cell_get_group_name (cell, group), plot->width[i]);
  window_fixture_point_in_cell (self, 1, 2, -0.04, AT (i), gui_point);
  GUI_WAIT_UNTIL (g_strcmp0 (dg_grid_view_get_readout (view), beside) == 0);
}

/* A click on a bar's row, in the enlarged cell, takes the sample of that row; its rows are lit in every cell. */
static void
test_selection (WindowFixture *self, gconstpointer data)
{
  gsize n;
  guint32 sample;

  show_plots (self, "blocks:4");
  window_fixture_activate (self, "set-current", g_variant_new ("(ii)", 3, 2));
  gui_key ("Return");
  GUI_WAIT_UNTIL (dg_explorer_get_enlarged (self->explorer));
  sample = get_plot (self, 3, 2)->order[33];
  window_fixture_point_in_cell (self, 0, 0, AT (12), AT (33), gui_click_at);
  GUI_WAIT_UNTIL (dg_explorer_get_samples (self->explorer, &n) != NULL && n == 1);
  g_assert_cmpuint (dg_explorer_get_samples (self->explorer, &n)[0], ==, sample);
  for (guint row = 0; row < 4; row++)
    for (guint column = 0; column < 3; column++)
      {
        g_autoptr (GArray) lit = dg_explorer_get_lit_positions (self->explorer, row, column);

        g_assert_cmpuint (lit->len, ==, 1);
        g_assert_cmpuint (g_array_index (lit, guint32, 0), ==, get_plot (self, row, column)->position[sample]);
      }
}

static gboolean
is_view_button (GtkWidget *widget, gpointer data)
{
  return GTK_IS_MENU_BUTTON (widget)
         && g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)), "_View") == 0;
}

static GtkWidget *
open_popover (WindowFixture *self)
{
  GtkWidget *chooser;

  gui_click (gui_find (GTK_WIDGET (self->window), is_view_button, NULL));
  GUI_WAIT_UNTIL (gui_find_type (GTK_WIDGET (self->window), DG_TYPE_GROUP_CHOOSER) != NULL);
  chooser = window_fixture_find (self, DG_TYPE_GROUP_CHOOSER);
  gui_wait_for_frame (chooser);
  return chooser;
}

static gboolean
is_check (GtkWidget *widget, gpointer label)
{
  return GTK_IS_CHECK_BUTTON (widget)
         && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0;
}

static GtkWidget *
find_check (GtkWidget *root, const char *label)
{
  GtkWidget *found = gui_find (root, is_check, (gpointer) label);

  g_assert_nonnull (found);
  return found;
}

static void
test_popover (WindowFixture *self, gconstpointer data)
{
  GtkWidget *chooser, *count;

  window_fixture_open (self);
  chooser = open_popover (self);
  g_assert_false (gtk_widget_is_sensitive (chooser));
  gui_click (find_check (GTK_WIDGET (self->window), "Dissimilarity plot"));
  GUI_WAIT_UNTIL (shows (self, "label"));
  g_assert_true (gtk_widget_is_sensitive (chooser));
  gui_click (find_check (chooser, "By prediction"));
  GUI_WAIT_UNTIL (shows (self, "prediction"));
  gui_click (find_check (chooser, "By blocks"));
  GUI_WAIT_UNTIL (shows (self, "blocks:10"));

  count = gui_find_type (chooser, GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (count), 3);
  GUI_WAIT_UNTIL (shows (self, "blocks:3"));
  gui_click (find_check (chooser, "At height"));
  GUI_WAIT_UNTIL (shows (self, "height:1"));
  gui_click (find_check (chooser, "By blocks"));
  GUI_WAIT_UNTIL (shows (self, "blocks:3"));

  /* Chosen elsewhere: the controls follow. */
  window_fixture_change (self, "group", "blocks:7");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (count)), ==, 7);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (chooser, "By blocks"))));
  g_assert_null (gui_find_class (chooser, "reason", 0));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (!gtk_widget_get_mapped (chooser));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
}

/* Activations without labels and log-likelihoods: blocks, and a reason why nothing else. */
static void
test_without_labels (WindowFixture *self, gconstpointer data)
{
  g_autofree char *folder = tiny_activations_new ();
  GtkWidget *chooser, *reason;

  tiny_activations_add_epoch (folder, 1, TINY_NOTHING);
  gui_present (GTK_WINDOW (self->window));
  window_fixture_activate (self, "open-folder", g_variant_new_string (folder));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));

  gui_key ("ctrl+4");
  GUI_WAIT_UNTIL (shows (self, "blocks:10"));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
  g_assert_null (window_fixture_get_message (self));
  window_fixture_change (self, "group", "label");
  GUI_WAIT_UNTIL (window_fixture_get_message (self) != NULL);
  g_assert_nonnull (strstr (window_fixture_get_message (self), "no labels"));
  g_assert_true (shows (self, "blocks:10"));

  chooser = open_popover (self);
  g_assert_false (gtk_widget_is_sensitive (find_check (chooser, "By label")));
  g_assert_false (gtk_widget_is_sensitive (find_check (chooser, "By prediction")));
  g_assert_true (gtk_widget_is_sensitive (find_check (chooser, "By blocks")));
  reason = gui_find_class (chooser, "reason", 0);
  g_assert_nonnull (reason);
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (reason)), "no labels"));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (reason)), "by prediction"));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (!gtk_widget_get_mapped (chooser));
  tiny_remove (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
  window_fixture_add ("/dissplot/keys", test_keys);
  window_fixture_add ("/dissplot/read-out", test_read_out);
  window_fixture_add ("/dissplot/selection", test_selection);
  window_fixture_add ("/dissplot/popover", test_popover);
  window_fixture_add ("/dissplot/without-labels", test_without_labels);
  return gui_run_tests (GTK_APPLICATION (application));
}
