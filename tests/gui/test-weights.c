/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at weights, in the whole window, by pointer and keyboard. */
#include "window-fixture.h"

#include <math.h>
#include <string.h>

#include "app/application.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/layer-chooser.h"
#include "app/sample-panel.h"
#include "app/subject-switch.h"
#include "app/unit-curve.h"
#include "app/unit-epochs.h"
#include "app/unit-image.h"
#include "app/unit-list.h"
#include "app/unit-panel.h"

#define FAN_IN 9 /* of C1, 1 × 3 × 3 */

static const guint epochs[] = { 1, 2, 10 };

/* The units of F3 from first to last, in VAT order by Prim's algorithm as it is written down: from the first end of the
 * largest distance, always the one nearest to those already taken. (n) */
static guint32 *
order_naively (const char *module, guint epoch, gsize *n)
{
  g_autofree char *name = g_strconcat (module, ".weight", NULL);
  g_autoptr (DgTensor) values = tiny_run_make_parameter (name, epoch);
  gsize d = dg_tensor_get_row_length (values);
  g_autofree double *distance = NULL; /* (n, n) */
  g_autofree gboolean *taken = NULL;
  guint32 *order;
  gsize next = 0;
  double largest = -1;

  *n = values->shape[0];
  distance = g_new0 (double, *n * *n);
  taken = g_new0 (gboolean, *n);
  order = g_new (guint32, *n);
  for (gsize i = 0; i < *n; i++)
    for (gsize j = 0; j < *n; j++)
      {
        double sum = 0;

        for (gsize k = 0; k < d; k++)
          sum += pow ((double) values->data[i * d + k] - values->data[j * d + k], 2);
        distance[i * *n + j] = sqrt (sum);
        if (distance[i * *n + j] > largest)
          {
            largest = distance[i * *n + j];
            next = i;
          }
      }
  for (gsize k = 0; k < *n; k++)
    {
      double nearest = G_MAXDOUBLE;

      for (gsize i = 0; k > 0 && i < *n; i++)
        for (gsize j = 0; !taken[i] && j < k; j++)
          if (distance[i * *n + order[j]] < nearest)
            {
              nearest = distance[i * *n + order[j]];
              next = i;
            }
      taken[next] = TRUE;
      order[k] = (guint32) next;
    }
  return order;
}

static GtkWidget *
find_toggle (WindowFixture *fixture, const char *label)
{
  return gui_find_button (window_fixture_find (fixture, DG_TYPE_SUBJECT_SWITCH), label);
}

static void
show_weights (WindowFixture *fixture)
{
  gui_click (find_toggle (fixture, "Weights"));
  GUI_WAIT_UNTIL (dg_explorer_get_subject (fixture->explorer) == DG_SUBJECT_WEIGHTS);
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (fixture));
  GUI_WAIT_UNTIL (gui_find_class (GTK_WIDGET (fixture->window), "unit", 0) != NULL);
}

static void
open_weights (WindowFixture *fixture)
{
  window_fixture_open (fixture);
  show_weights (fixture);
}

static gboolean
is_selected_last (WindowFixture *fixture, const char *module, guint32 unit, guint n_selected)
{
  const GArray *units = dg_explorer_get_units (fixture->explorer);
  const DgUnitId *last = units->len > 0 ? &g_array_index (units, DgUnitId, units->len - 1) : NULL;

  return units->len == n_selected && strcmp (last->module, module) == 0 && last->unit == unit;
}

static const char *
get_label (GtkWidget *root, const char *css_class, guint index)
{
  GtkWidget *label = gui_find_class (root, css_class, index);

  return GTK_IS_LABEL (label) ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}

static gboolean
panel_names (WindowFixture *fixture, const char *name)
{
  GtkWidget *panel = gui_find_type (GTK_WIDGET (fixture->window), DG_TYPE_UNIT_PANEL);

  return panel != NULL && g_strcmp0 (get_label (panel, "sample-name", 0), name) == 0;
}

/* Switching changes rows, panels and words, and back again; with keys too. */
static void
test_switch (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  const char *const modules[] = { "C1", "F3", "F4", "F5", NULL };
  GtkAccessible *view;
  g_autoptr (GVariant) state = NULL;
  g_autofree char *words = NULL;
  int width;

  window_fixture_open (fixture);
  gui_wait_for_frame (window);
  width = gtk_widget_get_width (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  g_assert_cmpint (width, >, 0);
  show_weights (fixture);
  gui_wait_for_frame (window);
  g_assert_cmpint (gtk_widget_get_width (window_fixture_find (fixture, DG_TYPE_GRID_VIEW)), ==, width);
  g_assert_cmpstrv (dg_explorer_get_layers (fixture->explorer), modules);
  g_assert_null (gui_find_type (window, DG_TYPE_FOCUS_PANEL));
  g_assert_null (gui_find_type (window, DG_TYPE_SAMPLE_PANEL));
  g_assert_nonnull (gui_find_type (window, DG_TYPE_UNIT_LIST));
  g_assert_nonnull (gui_find_type (window, DG_TYPE_UNIT_PANEL));
  state = g_action_group_get_action_state (G_ACTION_GROUP (window), "subject");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "weights");
  words = dg_explorer_describe (fixture->explorer);
  g_assert_nonnull (strstr (words, "weights of units, without biases"));
  view = GTK_ACCESSIBLE (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  gui_wait_for_frame (GTK_WIDGET (view));
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Grid of 4 × 3 iVAT images, dark where units are similar. Rows: C1, F3, F4, "
                                       "F5. Columns: epoch 1, epoch 2, epoch 10.");

  gui_key ("alt+1");
  GUI_WAIT_UNTIL (dg_explorer_get_subject (fixture->explorer) == DG_SUBJECT_OUTPUTS);
  GUI_WAIT_UNTIL (gui_find_type (window, DG_TYPE_FOCUS_PANEL) != NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_toggle (fixture, "Outputs"))));
  gui_key ("alt+2");
  GUI_WAIT_UNTIL (dg_explorer_get_subject (fixture->explorer) == DG_SUBJECT_WEIGHTS);
}

/* Share of an image's side in the middle of a position of @n. */
static double
at (gsize position, gsize n)
{
  return (position + 0.5) / n;
}

/* A click on a row selects the unit that stands there, which is lit in all epochs of its row of cells. */
static void
test_click_row (WindowFixture *fixture, gconstpointer data)
{
  g_autofree guint32 *order = NULL, *last_order = NULL;
  const gsize position = 4;
  gint row, column;
  gsize n;

  open_weights (fixture);
  order = order_naively ("F3", 2, &n);
  window_fixture_point_in_cell (fixture, 1, 1, at (1, n), at (position, n), gui_click_at);
  GUI_WAIT_UNTIL (is_selected_last (fixture, "F3", order[position], 1));
  dg_explorer_get_current (fixture->explorer, &row, &column);
  g_assert_cmpint (row, ==, 1);
  g_assert_cmpint (column, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      g_autofree guint32 *there = order_naively ("F3", epochs[i], &n);
      g_autoptr (GArray) lit = dg_explorer_get_lit_positions (fixture->explorer, 1, i);
      g_autoptr (GArray) other = dg_explorer_get_lit_positions (fixture->explorer, 2, i);

      g_assert_cmpuint (lit->len, ==, 1);
      g_assert_cmpuint (there[g_array_index (lit, guint32, 0)], ==, order[position]);
      g_assert_cmpuint (other->len, ==, 0);
    }

  /* Ctrl adds one of another module. */
  last_order = order_naively ("C1", 10, &n);
  window_fixture_point_in_cell (fixture, 0, 2, at (1, n), at (0, n), gui_click_at_with_control);
  GUI_WAIT_UNTIL (is_selected_last (fixture, "C1", last_order[0], 2));

  /* The margin at the top stands above columns. */
  window_fixture_point_in_cell (fixture, 0, 2, at (1, n), -0.05, gui_click_at);
  GUI_WAIT_UNTIL (is_selected_last (fixture, "C1", last_order[1], 1));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (dg_explorer_get_units (fixture->explorer)->len == 0);
}

static void
test_enlarged (WindowFixture *fixture, gconstpointer data)
{
  g_autofree guint32 *order = NULL;
  gsize n;

  open_weights (fixture);
  order = order_naively ("F4", 10, &n);
  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 2, 2));
  gtk_widget_grab_focus (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  gui_key ("Return");
  GUI_WAIT_UNTIL (dg_explorer_get_enlarged (fixture->explorer));
  window_fixture_point_in_cell (fixture, 0, 0, at (0, n), at (3, n), gui_click_at);
  GUI_WAIT_UNTIL (is_selected_last (fixture, "F4", order[3], 1));
  g_assert_true (dg_explorer_get_enlarged (fixture->explorer));
}

static void
test_readout (WindowFixture *fixture, gconstpointer data)
{
  g_autofree guint32 *order = NULL, *filters = NULL;
  g_autofree char *start = NULL, *same = NULL;
  DgGridView *view;
  gsize n;

  open_weights (fixture);
  view = DG_GRID_VIEW (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  order = order_naively ("F3", 10, &n);
  start = g_strdup_printf ("F3 · epoch 10 · units %u × %u · ", order[5], order[0]);
  window_fixture_point_in_cell (fixture, 1, 2, at (0, n), at (5, n), gui_point);
  GUI_WAIT_UNTIL (dg_grid_view_get_readout (view) != NULL);
  g_assert_true (g_str_has_prefix (dg_grid_view_get_readout (view), start));

  filters = order_naively ("C1", 1, &n);
  same = g_strdup_printf ("C1 · epoch 1 · filter %u", filters[1]);
  window_fixture_point_in_cell (fixture, 0, 0, at (1, n), at (1, n), gui_point);
  GUI_WAIT_UNTIL (g_strcmp0 (dg_grid_view_get_readout (view), same) == 0);
  gui_point (GTK_WIDGET (fixture->window), 20, gtk_widget_get_height (GTK_WIDGET (fixture->window)) - 10);
  GUI_WAIT_UNTIL (dg_grid_view_get_readout (view) == NULL);
}

static void
assert_weights (GtkWidget *image, const char *name, guint epoch, guint32 unit, gsize fan_in)
{
  g_autoptr (DgTensor) expected = tiny_run_make_parameter (name, epoch);

  g_assert_cmpmem (dg_unit_image_get_weights (DG_UNIT_IMAGE (image)), fan_in * sizeof (float),
                   expected->data + unit * fan_in, fan_in * sizeof (float));
}

static double
compute_norm (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += pow ((double) a[i] - (b != NULL ? b[i] : 0), 2);
  return sqrt (sum);
}

static gboolean
has_image_of (GtkWidget *panel, const char *name, guint epoch, guint32 unit, gsize fan_in)
{
  GtkWidget *image = gui_find_type (panel, DG_TYPE_UNIT_IMAGE);
  g_autoptr (DgTensor) expected = tiny_run_make_parameter (name, epoch);

  return image != NULL
         && memcmp (dg_unit_image_get_weights (DG_UNIT_IMAGE (image)), expected->data + unit * fan_in,
                    fan_in * sizeof (float)) == 0;
}

/* The picture, the numbers and the history are those of the unit that was clicked. */
static void
test_panel (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (DgTensor) now = tiny_run_make_parameter ("C1.weight", 10);
  g_autoptr (DgTensor) before = tiny_run_make_parameter ("C1.weight", 2);
  g_autoptr (DgTensor) bias = tiny_run_make_parameter ("C1.bias", 10);
  g_autofree guint32 *order = NULL;
  g_autofree char *name = NULL, *norm = NULL, *change = NULL;
  GtkWidget *panel, *strip, *numbers;
  guint32 unit;
  gsize n;

  open_weights (fixture);
  panel = window_fixture_find (fixture, DG_TYPE_UNIT_PANEL);
  g_assert_nonnull (gui_find_class (panel, "placeholder", 0));
  order = order_naively ("C1", 10, &n);
  unit = order[1];
  name = g_strdup_printf ("C1, filter %u", unit);
  window_fixture_point_in_cell (fixture, 0, 2, at (0, n), at (1, n), gui_click_at);
  GUI_WAIT_UNTIL (panel_names (fixture, name));
  assert_weights (gui_find_type (panel, DG_TYPE_UNIT_IMAGE), "C1.weight", 10, unit, FAN_IN);

  numbers = gui_find_class (panel, "unit-numbers", 0);
  norm = g_strdup_printf ("%.3g", compute_norm (now->data + unit * FAN_IN, NULL, FAN_IN));
  change = g_strdup_printf ("%.3g", compute_norm (now->data + unit * FAN_IN, before->data + unit * FAN_IN, FAN_IN));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (numbers), 1, 1))), ==, norm);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (numbers), 0, 2))), ==,
                   "Change since epoch 2");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (numbers), 1, 2))), ==, change);
  {
    const char *text = gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (numbers), 1, 0)));
    g_autofree char *digits = g_strdup_printf ("%.3g", fabs (bias->data[unit]));

    g_assert_true (g_str_has_suffix (text, digits));
    g_assert_cmpint (g_str_has_prefix (text, "−"), ==, bias->data[unit] < 0);
  }

  /* A picture for each shown epoch, with the row the unit has there. */
  strip = gui_find_type (panel, DG_TYPE_UNIT_EPOCHS);
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      g_autofree guint32 *there = order_naively ("C1", epochs[i], &n);
      g_autofree char *row = g_strdup_printf ("%u", there[0] == unit ? 1 : 2);
      GtkWidget *button = gui_find_class (strip, "unit-epoch", i);

      assert_weights (gtk_button_get_child (GTK_BUTTON (button)), "C1.weight", epochs[i], unit, FAN_IN);
      g_assert_cmpint (gtk_widget_has_css_class (button, "current"), ==, epochs[i] == 10);
      g_assert_cmpstr (get_label (strip, "epoch-row", i), ==, row);
    }
  g_assert_null (gui_find_class (strip, "unit-epoch", G_N_ELEMENTS (epochs)));

  /* One of them leads to its epoch. */
  gui_click (gui_find_class (strip, "unit-epoch", 0));
  GUI_WAIT_UNTIL (has_image_of (panel, "C1.weight", 1, unit, FAN_IN));
  GUI_WAIT_UNTIL (dg_explorer_get_unit_epoch (fixture->explorer) == 1);
  g_assert_true (gtk_widget_has_css_class (gui_find_class (strip, "unit-epoch", 0), "current"));
}

/* Several units are stepped through. */
static void
test_several (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *panel;

  open_weights (fixture);
  panel = window_fixture_find (fixture, DG_TYPE_UNIT_PANEL);
  window_fixture_activate (fixture, "select-unit", g_variant_new ("(sub)", "F3", 4, FALSE));
  window_fixture_activate (fixture, "select-unit", g_variant_new ("(sub)", "F4", 1, TRUE));
  GUI_WAIT_UNTIL (panel_names (fixture, "F4, unit 1"));
  g_assert_cmpstr (get_label (panel, "panel-heading", 0), ==, "Unit 2 of 2");
  gui_wait_for_frame (panel); /* the button has its size */
  gui_click (gui_find_class (panel, "heading-button", 0));
  GUI_WAIT_UNTIL (panel_names (fixture, "F3, unit 4"));
  assert_weights (gui_find_type (panel, DG_TYPE_UNIT_IMAGE), "F3.weight", 10, 4, 8);
  g_assert_cmpstr (get_label (panel, "panel-heading", 0), ==, "Unit 1 of 2");
}

static gboolean
lists (GtkWidget *list, const char *name, guint epoch, gsize n, gsize fan_in)
{
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *box = gui_find_class (list, "unit", i);
      g_autoptr (DgTensor) expected = tiny_run_make_parameter (name, epoch);
      const float *weights;
      guint unit;

      if (box == NULL)
        return FALSE;
      weights = dg_unit_image_get_weights (DG_UNIT_IMAGE (gtk_widget_get_first_child (box)));
      unit = (guint) g_ascii_strtoull (gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box))), NULL, 10);
      if (memcmp (weights, expected->data + unit * fan_in, fan_in * sizeof (float)) != 0)
        return FALSE;
    }
  return gui_find_class (list, "unit", (guint) n) == NULL;
}

/* The units of the current cell's module at its epoch, to click on. */
static void
test_list (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *list;
  GtkDropDown *modules;

  open_weights (fixture);
  list = window_fixture_find (fixture, DG_TYPE_UNIT_LIST);
  modules = GTK_DROP_DOWN (gui_find_type (list, GTK_TYPE_DROP_DOWN));
  GUI_WAIT_UNTIL (lists (list, "C1.weight", 10, 2, FAN_IN));
  g_assert_cmpstr (get_label (list, "panel-heading", 1), ==, "2 filters · epoch 10");

  window_fixture_activate (fixture, "set-current", g_variant_new ("(ii)", 1, 0));
  GUI_WAIT_UNTIL (lists (list, "F3.weight", 1, 6, 8));
  g_assert_cmpuint (gtk_drop_down_get_selected (modules), ==, 1);
  gui_key ("Right"); /* the same units at another epoch */
  gtk_widget_grab_focus (window_fixture_find (fixture, DG_TYPE_GRID_VIEW));
  gui_key ("Right");
  GUI_WAIT_UNTIL (lists (list, "F3.weight", dg_explorer_get_unit_epoch (fixture->explorer), 6, 8));
  g_assert_cmpuint (dg_explorer_get_unit_epoch (fixture->explorer), >, 1);

  gui_click (gui_find_class (list, "unit", 4));
  GUI_WAIT_UNTIL (is_selected_last (fixture, "F3", 4, 1));
  gui_click_with_control (gui_find_class (list, "unit", 2));
  GUI_WAIT_UNTIL (is_selected_last (fixture, "F3", 2, 2));
  gui_key ("Right"); /* the keyboard goes on from there */
  GUI_WAIT_UNTIL (is_selected_last (fixture, "F3", 3, 1));

  gtk_drop_down_set_selected (modules, 3);
  GUI_WAIT_UNTIL (lists (list, "F5.weight", dg_explorer_get_unit_epoch (fixture->explorer), TINY_N_CLASSES, 5));
  g_assert_cmpint (dg_explorer_get_unit_row (fixture->explorer), ==, 3);
}

static gboolean
is_view_button (GtkWidget *widget, gpointer data)
{
  return GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)), "_View") == 0;
}

static gboolean
is_check (GtkWidget *widget, gpointer label)
{
  return GTK_IS_CHECK_BUTTON (widget)
         && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0;
}

/* The rows to choose from are the subject's. */
static void
test_layers (WindowFixture *fixture, gconstpointer data)
{
  const char *const weights[] = { "C1", "F4", "F5", NULL };
  GtkWidget *window = GTK_WIDGET (fixture->window), *chooser, *check;

  open_weights (fixture);
  gui_click (gui_find (window, is_view_button, NULL));
  GUI_WAIT_UNTIL ((chooser = gui_find_type (window, DG_TYPE_LAYER_CHOOSER)) != NULL);
  g_assert_null (gui_find (chooser, is_check, (gpointer) "R3"));
  g_assert_cmpstr (get_label (chooser, "shape", 0), ==, "2 filters of 1 × 3 × 3");
  check = gui_find (chooser, is_check, (gpointer) "F3");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gui_click (check);
  GUI_WAIT_UNTIL (g_strv_length ((char **) dg_explorer_get_layers (fixture->explorer)) == 3);
  g_assert_cmpstrv (dg_explorer_get_layers (fixture->explorer), weights);
  gui_key ("Escape");
  GUI_WAIT_UNTIL (!gtk_widget_get_mapped (chooser));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (fixture));
}

/* Each subject's choice of rows comes back. */
static void
test_layers_are_remembered (WindowFixture *fixture, gconstpointer data)
{
  const char *const weights[] = { "C1", "F5", NULL };

  open_weights (fixture);
  window_fixture_activate (fixture, "show-layers", g_variant_new_string ("C1,F5"));
  window_fixture_change (fixture, "subject", "outputs");
  g_assert_cmpstr (dg_explorer_get_layers (fixture->explorer)[1], ==, "R3");
  window_fixture_change (fixture, "subject", "weights");
  g_assert_cmpstrv (dg_explorer_get_layers (fixture->explorer), weights);
}

/* The popover ends with its window, even where its layers change before the frame after it was closed. */
static void
test_popover_goes (void)
{
  WindowFixture fixture;
  GtkWidget *button;
  GtkPopover *popover;

  window_fixture_set_up (&fixture, NULL);
  window_fixture_open (&fixture);
  button = gui_find (GTK_WIDGET (fixture.window), is_view_button, NULL);
  popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  g_object_add_weak_pointer (G_OBJECT (popover), (gpointer *) &popover);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  GUI_WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  gtk_widget_grab_focus (gui_find (GTK_WIDGET (popover), is_check, (gpointer) "R4"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  window_fixture_change (&fixture, "subject", "weights");
  gui_wait_for_frame (GTK_WIDGET (fixture.window));
  window_fixture_tear_down (&fixture, NULL);
  g_assert_null (popover);
}

static void
test_export (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *svg = g_build_filename (fixture->run->folder, "weights.svg", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  open_weights (fixture);
  window_fixture_activate (fixture, "select-unit", g_variant_new ("(sub)", "F3", 4, FALSE));
  window_fixture_activate (fixture, "export-to", g_variant_new_string (svg));
  GUI_WAIT_UNTIL (g_file_test (svg, G_FILE_TEST_EXISTS));
  g_file_get_contents (svg, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (contents, "F3 unit 4"));
  g_assert_nonnull (strstr (contents, "weights of units, without biases"));
}

/* A run whose network this program cannot make has no weights to look at, and says so. */
static void
test_without_weights (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char *tooltip = NULL;
  GtkWidget *toggle;

  g_free (fixture->run->manifest->options->network);
  fixture->run->manifest->options->network = g_strdup ("T1 transformer 8");
  tiny_run_add_epoch (fixture->run, 20);
  window_fixture_open (fixture);
  toggle = find_toggle (fixture, "Weights");
  g_assert_false (gtk_widget_is_sensitive (toggle));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (toggle), "transformer"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "subject"));
  gui_key ("alt+2");
  gui_wait_for_frame (GTK_WIDGET (fixture->window));
  g_assert_cmpint (dg_explorer_get_subject (fixture->explorer), ==, DG_SUBJECT_OUTPUTS);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (WindowFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/weights/switch", test_switch },
    { "/weights/click-row", test_click_row },
    { "/weights/enlarged", test_enlarged },
    { "/weights/readout", test_readout },
    { "/weights/panel", test_panel },
    { "/weights/several", test_several },
    { "/weights/list", test_list },
    { "/weights/layers", test_layers },
    { "/weights/layers-are-remembered", test_layers_are_remembered },
    { "/weights/export", test_export },
    { "/weights/without-weights", test_without_weights },
  };
  g_autoptr (DgApplication) application = dg_application_new ();

  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, WindowFixture, NULL, window_fixture_set_up, tests[i].func,
                window_fixture_tear_down);
  g_test_add_func ("/weights/popover-goes", test_popover_goes);
  return gui_run_tests (GTK_APPLICATION (application));
}
