/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/application.h"
#include "app/busy-note.h"
#include "app/export-dialog.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/sample-panel.h"
#include "app/settings.h"

/* Positions of the samples in VAT order, by Prim's algorithm as it is written down: from the first end of the
 * largest distance, always the sample nearest to those already taken. (n) */
static guint32 *
order_naively (DgRun *run, guint epoch, const char *layer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) values = dg_run_load_outputs (run, epoch, layer, &error);
  gsize n = dg_run_get_n_samples (run), d = dg_tensor_get_row_length (values);
  g_autofree double *distance = g_new0 (double, n * n); /* (n, n) */
  g_autofree gboolean *taken = g_new0 (gboolean, n);
  guint32 *order = g_new (guint32, n);
  gsize start = 0;
  double largest = -1;

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double sum = 0;

        for (gsize k = 0; k < d; k++)
          sum += pow ((double) values->data[i * d + k] - values->data[j * d + k], 2);
        distance[i * n + j] = sqrt (sum);
        if (distance[i * n + j] > largest)
          {
            largest = distance[i * n + j];
            start = i;
          }
      }
  for (gsize k = 0; k < n; k++)
    {
      double nearest = G_MAXDOUBLE;
      gsize next = start;

      for (gsize i = 0; k > 0 && i < n; i++)
        for (gsize j = 0; !taken[i] && j < k; j++)
          if (distance[i * n + order[j]] < nearest)
            {
              nearest = distance[i * n + order[j]];
              next = i;
            }
      taken[next] = TRUE;
      order[k] = next;
    }
  return order;
}

typedef gboolean (*IsLit) (DgRun *run, guint32 sample, gconstpointer data);

/* Compares what is lit in every cell with what should be. */
static void
check_lit (WindowFixture *fixture, IsLit is_lit, gconstpointer data)
{
  DgRun *run = dg_explorer_get_run (fixture->explorer);
  const char *const *layers = dg_explorer_get_layers (fixture->explorer);
  gsize n_columns;
  const guint *epochs = dg_explorer_get_epochs (fixture->explorer, &n_columns);
  guint n_cells = 0;

  for (guint row = 0; layers[row] != NULL; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        g_autofree guint32 *order = order_naively (run, epochs[column], layers[row]);
        g_autoptr (GArray) lit = dg_explorer_get_lit_positions (fixture->explorer, row, column);
        guint n_lit = 0;

        for (guint32 position = 0; position < dg_run_get_n_samples (run); position++)
          if (is_lit (run, order[position], data))
            {
              g_assert_cmpuint (n_lit, <, lit->len);
              g_assert_cmpuint (g_array_index (lit, guint32, n_lit++), ==, position);
            }
        g_assert_cmpuint (n_lit, ==, lit->len);
        n_cells++;
      }
  g_assert_cmpuint (n_cells, ==, 12);
}

static gboolean
is_none (DgRun *run, guint32 sample, gconstpointer data)
{
  return FALSE;
}

static gboolean
is_of_class (DgRun *run, guint32 sample, gconstpointer data)
{
  return dg_run_get_labels (run)[sample] == *(const guint *) data;
}

static gboolean
is_of_first_classes (DgRun *run, guint32 sample, gconstpointer data)
{
  return dg_run_get_labels (run)[sample] < *(const guint *) data;
}

static gboolean
is_sample (DgRun *run, guint32 sample, gconstpointer data)
{
  return sample == *(const guint32 *) data;
}

static void
test_empty (WindowFixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);

  gui_present (GTK_WINDOW (fixture->window));
  g_assert_false (g_action_group_get_action_enabled (actions, "focus-class"));
  g_assert_false (g_action_group_get_action_enabled (actions, "export"));
  g_assert_false (g_action_group_get_action_enabled (actions, "stop"));
  g_assert_true (g_action_group_get_action_enabled (actions, "new-run"));
  g_assert_null (gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_GRID_VIEW));
  g_assert_true (gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                          gtk_window_get_icon_name (GTK_WINDOW (fixture->window))));
}

/* What a screen reader says of the grid. */
static void
test_words (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL, *label = NULL, *description = NULL;
  g_autoptr (GArray) wrong = NULL;
  GtkAccessible *view;

  window_fixture_open (fixture);
  view = GTK_ACCESSIBLE (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  gui_wait_for_frame (GTK_WIDGET (view));
  name = g_path_get_basename (fixture->run->folder);
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 1, 2));
  window_fixture_activate (fixture, "select-sample", g_variant_new ("(ub)", 17, FALSE));
  label = g_strdup_printf ("%s: R3, epoch 10", name);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  wrong = dg_explorer_get_misclassified (fixture->explorer);
  description = g_strdup_printf (
      "Grid of 4 × 3 iVAT images, dark where samples are similar. Rows: P1, R3, R4, S5. "
      "Columns: epoch 1, epoch 2, epoch 10. 60 samples are marked. %u of them are "
      "misclassified. Selected samples: 17.",
      wrong->len);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

static void
test_click_class (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;
  GtkWidget *panel;
  guint class_index = 2, n_classes = 2;

  window_fixture_open (fixture);
  panel = window_fixture_find (fixture, DG_TYPE_FOCUS_PANEL);
  check_lit (fixture, is_none, NULL);

  gui_click (gui_find_class (panel, "class-toggle", class_index));
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (explorer, class_index));
  check_lit (fixture, is_of_class, &class_index);

  gui_click (gui_find_class (panel, "class-toggle", 0));
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (explorer, 0));
  g_assert_false (dg_explorer_is_class_chosen (explorer, class_index));
  gui_click_with_control (gui_find_class (panel, "class-toggle", 1));
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (explorer, 1));
  check_lit (fixture, is_of_first_classes, &n_classes);

  gui_key ("Escape");
  GUI_WAIT_UNTIL (!dg_explorer_is_class_chosen (explorer, 1));
  check_lit (fixture, is_none, NULL);
}

static gboolean
has_selected (DgExplorer *explorer, gsize n)
{
  gsize n_samples;

  dg_explorer_get_samples (explorer, &n_samples);
  return n_samples == n;
}

static void
test_click_misclassified (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;
  DgRun *run;
  g_autoptr (GArray) wrong = NULL;
  GtkWidget *panel;
  const DgMisclassified *entry;
  gsize n_samples;

  window_fixture_open (fixture);
  run = dg_explorer_get_run (explorer);
  wrong = dg_explorer_get_misclassified (explorer);
  g_assert_cmpuint (wrong->len, >, 2);
  panel = window_fixture_find (fixture, DG_TYPE_FOCUS_PANEL);
  GUI_WAIT_UNTIL (gui_find_class (panel, "paper", 1) != NULL);

  gui_click (gui_find_class (panel, "paper", 1));
  GUI_WAIT_UNTIL (has_selected (explorer, 1));
  entry = &g_array_index (wrong, DgMisclassified, 1);
  g_assert_cmpuint (dg_explorer_get_samples (explorer, &n_samples)[0], ==, entry->sample);
  g_assert_cmpuint (dg_run_get_labels (run)[entry->sample], ==, entry->label);
  g_assert_cmpuint (entry->said, !=, entry->label);
  check_lit (fixture, is_sample, &entry->sample);

  gui_click_with_control (gui_find_class (panel, "paper", 0));
  GUI_WAIT_UNTIL (has_selected (explorer, 2));
  window_fixture_activate (fixture, "clear-selection", NULL);
  check_lit (fixture, is_none, NULL);
}

static gboolean
is_current (DgExplorer *explorer, gint row, gint column)
{
  gint current_row, current_column;

  dg_explorer_get_current (explorer, &current_row, &current_column);
  return current_row == row && current_column == column;
}

/* Share of an image's side in the middle of a position. */
#define AT(position) (((position) + 0.5) / TINY_N)

static void
test_current_cell (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;

  window_fixture_open (fixture);
  window_fixture_point_in_cell (fixture, 1, 2, 0.3, 0.6, gui_click_at);
  GUI_WAIT_UNTIL (is_current (explorer, 1, 2));
  gui_key ("Left");
  GUI_WAIT_UNTIL (is_current (explorer, 1, 1));
  gui_key ("Down");
  GUI_WAIT_UNTIL (is_current (explorer, 2, 1));
  gui_key ("Home");
  GUI_WAIT_UNTIL (is_current (explorer, 2, 0));
  gui_key ("Return");
  GUI_WAIT_UNTIL (dg_explorer_get_enlarged (explorer));
  gui_key ("Right");
  GUI_WAIT_UNTIL (is_current (explorer, 2, 1));
  g_assert_true (dg_explorer_get_enlarged (explorer));
  gui_key ("Up");
  GUI_WAIT_UNTIL (is_current (explorer, 1, 1));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (!dg_explorer_get_enlarged (explorer));
  g_assert_true (is_current (explorer, 1, 1));

  window_fixture_point_in_cell (fixture, 0, 0, 0.3, 0.3, gui_double_click_at);
  GUI_WAIT_UNTIL (dg_explorer_get_enlarged (explorer));
  g_assert_true (is_current (explorer, 0, 0));
}

/* It enlarges the cell it is made in also where the first click selects the sample of a tick. */
static void
test_double_click_on_tick (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;

  window_fixture_open (fixture);
  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 3, 2));
  window_fixture_point_in_cell (fixture, 1, 0, -0.04, AT (25), gui_double_click_at);
  GUI_WAIT_UNTIL (dg_explorer_get_enlarged (explorer));
  g_assert_true (has_selected (explorer, 1));
  g_assert_true (is_current (explorer, 1, 0));
}

/* Position that a share of an image's side shows. */
static guint32
get_sample_at (DgExplorer *explorer, guint row, guint column, double share)
{
  DgCell *cell = dg_explorer_get_cell (explorer, row, column);

  return dg_cell_get_sample (cell, share * dg_cell_get_n (cell));
}

static void
test_click_in_image (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;
  guint32 sample;
  gsize n;

  window_fixture_open (fixture);
  window_fixture_point_in_cell (fixture, 2, 1, AT (18), AT (42), gui_click_at_with_control);
  GUI_WAIT_UNTIL (has_selected (explorer, 1));
  sample = get_sample_at (explorer, 2, 1, AT (42));
  check_lit (fixture, is_sample, &sample);
  window_fixture_activate (fixture, "clear-selection", NULL);

  /* A tick in the margin at the left. */
  window_fixture_point_in_cell (fixture, 1, 0, -0.04, AT (25), gui_click_at);
  GUI_WAIT_UNTIL (has_selected (explorer, 1));
  g_assert_cmpuint (dg_explorer_get_samples (explorer, &n)[0], ==, get_sample_at (explorer, 1, 0, AT (25)));
  window_fixture_activate (fixture, "clear-selection", NULL);

  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 3, 2));
  window_fixture_activate (fixture, "enlarge-cell", NULL);
  window_fixture_point_in_cell (fixture, 0, 0, AT (12), AT (33), gui_click_at);
  GUI_WAIT_UNTIL (has_selected (explorer, 1));
  g_assert_cmpuint (dg_explorer_get_samples (explorer, &n)[0], ==, get_sample_at (explorer, 3, 2, AT (33)));
}

static void
test_readout (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;
  g_autofree char *start = NULL;
  DgGridView *view;
  DgCell *cell;
  guint32 i, j;

  window_fixture_open (fixture);
  view = DG_GRID_VIEW (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  window_fixture_point_in_cell (fixture, 1, 2, AT (15), AT (44), gui_point);
  GUI_WAIT_UNTIL (dg_grid_view_get_readout (view) != NULL);
  i = get_sample_at (explorer, 1, 2, AT (44));
  j = get_sample_at (explorer, 1, 2, AT (15));
  cell = dg_explorer_get_cell (explorer, 1, 2);
  start = g_strdup_printf (
      "R3 · epoch 10 · samples %u (%s) × %u (%s) · %.3g", i,
      dg_run_get_class_name (dg_explorer_get_run (explorer),
                             dg_run_get_labels (dg_explorer_get_run (explorer))[i]),
      j,
      dg_run_get_class_name (dg_explorer_get_run (explorer),
                             dg_run_get_labels (dg_explorer_get_run (explorer))[j]),
      dg_cell_get_value (cell, dg_cell_get_position (cell, i), dg_cell_get_position (cell, j)));
  g_assert_cmpstr (dg_grid_view_get_readout (view), ==, start);
  gui_point (GTK_WIDGET (fixture->window), 20, gtk_widget_get_height (GTK_WIDGET (fixture->window)) - 10);
  GUI_WAIT_UNTIL (dg_grid_view_get_readout (view) == NULL);
}

static void
test_view_actions (WindowFixture *fixture, gconstpointer data)
{
  DgExplorer *explorer = fixture->explorer;
  g_autoptr (GVariant) state = NULL;
  g_autofree char *rule = NULL;
  gsize n;

  window_fixture_open (fixture);
  window_fixture_activate (fixture, "show-epochs", g_variant_new_string ("1,10"));
  window_fixture_activate (fixture, "show-layers", g_variant_new_string ("P1:1,S5"));
  g_assert_cmpuint (dg_explorer_get_epochs (explorer, &n)[1], ==, 10);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (dg_explorer_get_layers (explorer)[0], ==, "P1:1");
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (fixture));
  window_fixture_activate (fixture, "show-epochs", g_variant_new_string (""));
  dg_explorer_get_epochs (explorer, &n);
  g_assert_cmpuint (n, ==, 3);

  g_action_group_change_action_state (G_ACTION_GROUP (fixture->window), "image-kind",
                                      g_variant_new_string ("vat"));
  g_assert_cmpint (dg_explorer_get_image_kind (explorer), ==, DG_IMAGE_VAT);
  state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "image-kind");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "vat");

  window_fixture_activate (fixture, "focus-rule", g_variant_new_string ("top:3"));
  rule = dg_focus_rule_to_string (dg_explorer_get_focus_rule (explorer));
  g_assert_cmpstr (rule, ==, "top:3");
}

static void
test_errors (WindowFixture *fixture, gconstpointer data)
{
  window_fixture_open (fixture);
  g_assert_null (window_fixture_get_message (fixture));
  window_fixture_activate (fixture, "open-folder", g_variant_new_string ("/nowhere/at-all"));
  GUI_WAIT_UNTIL (window_fixture_get_message (fixture) != NULL);
  g_assert_nonnull (strstr (window_fixture_get_message (fixture), "/nowhere/at-all"));
  g_assert_nonnull (dg_explorer_get_run (fixture->explorer));

  window_fixture_activate (fixture, "show-epochs", g_variant_new_string ("7"));
  GUI_WAIT_UNTIL (strstr (window_fixture_get_message (fixture), "7") != NULL);
  window_fixture_activate (fixture, "show-layers", g_variant_new_string ("Q9"));
  GUI_WAIT_UNTIL (strstr (window_fixture_get_message (fixture), "Q9") != NULL);
  g_assert_nonnull (strstr (window_fixture_get_message (fixture), "R3"));
  window_fixture_activate (fixture, "export-to", g_variant_new_string ("/nowhere/at-all.png"));
  GUI_WAIT_UNTIL (strstr (window_fixture_get_message (fixture), "at-all.png") != NULL);
  window_fixture_activate (fixture, "open-folder", g_variant_new_string (fixture->run->folder));
  GUI_WAIT_UNTIL (dg_session_get_opening (dg_window_get_session (fixture->window)) == NULL);
  g_assert_null (window_fixture_get_message (fixture));
}

static void
test_bad_layer (WindowFixture *fixture, gconstpointer data)
{
  tiny_run_add_bad_epoch (fixture->run, 20, 17);
  gui_present (GTK_WINDOW (fixture->window));
  window_fixture_activate (fixture, "open-folder", g_variant_new_string (fixture->run->folder));
  GUI_WAIT_UNTIL (window_fixture_get_message (fixture) != NULL);
  g_assert_nonnull (strstr (window_fixture_get_message (fixture), "R3"));
  g_assert_nonnull (strstr (window_fixture_get_message (fixture), "17"));
}

static gboolean
shows_images (GtkWidget *widget, gpointer data)
{
  return GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), "computing ");
}

/* Thousands of samples take longer than a moment: the window says what it is at. */
static void
test_busy (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (TinyRun) large = tiny_run_new_sized (12000);

  tiny_run_add_epoch (large, 1);
  tiny_run_add_epoch (large, 2);
  gui_present (GTK_WINDOW (fixture->window));
  g_assert_null (gui_find_type (window, DG_TYPE_BUSY_NOTE));
  window_fixture_activate (fixture, "open-folder", g_variant_new_string (large->folder));
  GUI_WAIT_UNTIL (gui_find_type (window, DG_TYPE_BUSY_NOTE) != NULL);
  g_assert_nonnull (gui_find (gui_find_type (window, DG_TYPE_BUSY_NOTE), shows_images, NULL));
  GUI_WAIT_UNTIL (gui_find_type (window, DG_TYPE_BUSY_NOTE) == NULL);
  g_assert_false (dg_explorer_is_busy (fixture->explorer));
}

static void
test_export (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *png = g_build_filename (fixture->run->folder, "figure.png", NULL);
  g_autofree char *svg = g_build_filename (fixture->run->folder, "figure.svg", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  graphene_rect_t image;

  window_fixture_open (fixture);
  dg_grid_view_get_image (DG_GRID_VIEW (window_fixture_find (fixture, DG_TYPE_GRID_VIEW)), 0, 0, &image);
  window_fixture_activate (fixture, "select-sample", g_variant_new ("(ub)", 17, FALSE));
  window_fixture_activate (fixture, "export-to", g_variant_new_string (png));
  GUI_WAIT_UNTIL (g_file_test (png, G_FILE_TEST_EXISTS));
  surface = cairo_image_surface_create_from_png (png);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  /* Three columns of images as large as on the screen, at twice the resolution. */
  g_assert_cmpint (cairo_image_surface_get_width (surface), >, 2 * 3 * image.size.width);
  cairo_surface_destroy (surface);

  window_fixture_activate (fixture, "export-to", g_variant_new_string (svg));
  GUI_WAIT_UNTIL (g_file_test (svg, G_FILE_TEST_EXISTS));
  g_file_get_contents (svg, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (contents, "sample 17"));
  g_assert_nonnull (strstr (contents, "60 of 100 test images"));
}

static gboolean
shows_millimetres (GtkWidget *widget, gpointer data)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), " mm,") != NULL;
}

static void
test_export_dialog (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *svg = g_build_filename (fixture->run->folder, "named.svg", NULL);
  g_autoptr (GSettings) settings = dg_settings_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->run->folder);
  GtkWidget *dialog, *chooser, *save;

  dg_settings_set_figures_folder (settings, folder);
  window_fixture_open (fixture);
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  window_fixture_activate (fixture, "export", NULL);
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_EXPORT_DIALOG) != NULL);
  dialog = gui_find_window (DG_TYPE_EXPORT_DIALOG);
  gui_present (GTK_WINDOW (dialog));
  g_assert_null (gui_find (dialog, shows_millimetres, NULL));
  gui_click (gui_find_button (dialog, "SVG"));
  GUI_WAIT_UNTIL (gui_find (dialog, shows_millimetres, NULL) != NULL);
  gui_click (gui_find_button (dialog, "_Save As…"));

  /* Where the last figure was saved. A name without ending gets that of the format. */
  GUI_WAIT_UNTIL (gui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL);
  chooser = gui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  gui_present (GTK_WINDOW (chooser));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "named");
  save = gui_find_button (chooser, "_Save");
  GUI_WAIT_UNTIL (gtk_widget_is_sensitive (save));
  gui_click (save);
  GUI_WAIT_UNTIL (g_file_test (svg, G_FILE_TEST_IS_REGULAR));
  GUI_WAIT_UNTIL (gui_find_window (DG_TYPE_EXPORT_DIALOG) == NULL);
}

/* The panels give way, the one at the end first; the grid never does. */
static void
test_narrow (WindowFixture *fixture, gconstpointer data)
{
  const struct
  {
    int width;
    gboolean focus, sample;
  } cases[] = { { 1280, TRUE, TRUE }, { 860, TRUE, FALSE }, { 640, FALSE, FALSE }, { 1280, TRUE, TRUE } };
  GtkWidget *window = GTK_WIDGET (fixture->window);

  window_fixture_open (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), cases[i].width, 700);
      /* Without the frame around it. */
      GUI_WAIT_UNTIL (ABS (gtk_widget_get_width (window) - cases[i].width) < 20);
      GUI_WAIT_UNTIL ((gui_find_type (window, DG_TYPE_FOCUS_PANEL) != NULL) == cases[i].focus);
      GUI_WAIT_UNTIL ((gui_find_type (window, DG_TYPE_SAMPLE_PANEL) != NULL) == cases[i].sample);
      g_assert_nonnull (gui_find_type (window, DG_TYPE_GRID_VIEW));
    }
}

/* An epoch that is added elsewhere while the window looks. */
static void
test_live_epoch (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  window_fixture_open (fixture);
  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 1, 2));
  tiny_run_add_epoch (fixture->run, 20);
  dg_run_refresh (dg_explorer_get_run (fixture->explorer), &error);
  g_assert_no_error (error);
  dg_explorer_get_epochs (fixture->explorer, &n);
  g_assert_cmpuint (n, ==, 4);
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (fixture));
  g_assert_true (is_current (fixture->explorer, 1, 2));
}

static gsize
count_columns (WindowFixture *fixture)
{
  gsize n;

  dg_explorer_get_epochs (fixture->explorer, &n);
  return n;
}

/* The run that is shown is watched on where training cannot even begin: here, as its folder is taken. */
static void
test_refused_training (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->run->folder);
  g_autoptr (DgRunOptions) options = dg_run_options_new ();

  window_fixture_open (fixture);
  dg_window_start_run (fixture->window, folder, options);
  GUI_WAIT_UNTIL (window_fixture_get_message (fixture) != NULL);
  g_assert_false (dg_session_is_training (dg_window_get_session (fixture->window)));
  tiny_run_add_epoch (fixture->run, 20);
  GUI_WAIT_UNTIL (count_columns (fixture) == 4);
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (fixture));
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  window_fixture_add ("/window/empty", test_empty);
  window_fixture_add ("/window/words", test_words);
  window_fixture_add ("/window/click-class", test_click_class);
  window_fixture_add ("/window/click-misclassified", test_click_misclassified);
  window_fixture_add ("/window/current-cell", test_current_cell);
  window_fixture_add ("/window/double-click-on-tick", test_double_click_on_tick);
  window_fixture_add ("/window/click-in-image", test_click_in_image);
  window_fixture_add ("/window/readout", test_readout);
  window_fixture_add ("/window/view-actions", test_view_actions);
  window_fixture_add ("/window/errors", test_errors);
  window_fixture_add ("/window/bad-layer", test_bad_layer);
  window_fixture_add ("/window/busy", test_busy);
  window_fixture_add ("/window/export", test_export);
  window_fixture_add ("/window/export-dialog", test_export_dialog);
  window_fixture_add ("/window/narrow", test_narrow);
  window_fixture_add ("/window/live-epoch", test_live_epoch);
  window_fixture_add ("/window/refused-training", test_refused_training);
  return gui_run_tests (GTK_APPLICATION (application));
}
