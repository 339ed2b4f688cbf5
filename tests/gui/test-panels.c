/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panels of the window, each alone in a window with the real actions. */
#include <math.h>

#include "app/curve.h"
#include "app/focus-panel.h"
#include "app/look-actions.h"
#include "app/sample-image.h"
#include "app/sample-panel.h"
#include "app/unit-list.h"
#include "app/unit-panel.h"
#include "app/view-popover.h"
#include "gui.h"
#include "run/metrics.h"
#include "tiny-run.h"

typedef struct
{
  TinyRun *files;
  DgRun *run;
  DgExplorer *explorer;
  GSimpleActionGroup *group;
  DgLookActions *actions;
  GtkWidget *window;
  char *failure; /* what an action could not do */
} Fixture;

static void
failed_cb (const char *message, gpointer data)
{
  Fixture *self = data;

  g_free (self->failure);
  self->failure = g_strdup (message);
}

static void
write_metrics (const char *folder, guint n)
{
  g_autoptr (GArray) metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= n; i++)
    {
      DgEpochMetrics row = { .epoch = i, .train_loss = 1, .train_accuracy = 0.5, .test_loss = 1.0 / i,
                             .test_accuracy = 1 - 0.1 / i, .seconds = 1 };

      g_array_append_val (metrics, row);
    }
  dg_metrics_save (metrics, folder, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->files = tiny_run_new ();
  for (guint epoch = 1; epoch <= 3; epoch++)
    tiny_run_add_epoch (self->files, epoch);
  write_metrics (self->files->folder, 5);
  self->run = tiny_run_open (self->files);
  self->explorer = dg_explorer_new ();
  self->group = g_simple_action_group_new ();
  self->actions = dg_look_actions_new (G_ACTION_MAP (self->group), self->explorer, failed_cb, self);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 260, 700);
  gtk_widget_insert_action_group (self->window, "win", G_ACTION_GROUP (self->group));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (self->failure, ==, NULL);
  gtk_window_destroy (GTK_WINDOW (self->window));
  dg_look_actions_free (self->actions);
  g_object_unref (self->group);
  dg_explorer_set_run (self->explorer, NULL);
  /* Events on their way hold widgets, cells under way hold the run, until they notice. */
  g_object_add_weak_pointer (G_OBJECT (self->explorer), (gpointer *) &self->explorer);
  g_object_unref (self->explorer);
  g_object_add_weak_pointer (G_OBJECT (self->run), (gpointer *) &self->run);
  g_object_unref (self->run);
  GUI_WAIT_UNTIL (self->explorer == NULL && self->run == NULL);
  tiny_run_free (self->files);
}

/* The panel in the window, looking at the run. */
static GtkWidget *
show_panel (Fixture *self, GType type)
{
  GtkWidget *panel = g_object_new (type, "explorer", self->explorer, NULL);

  gtk_window_set_child (GTK_WINDOW (self->window), panel);
  dg_explorer_set_run (self->explorer, self->run);
  dg_look_actions_update (self->actions);
  gui_present (GTK_WINDOW (self->window));
  return panel;
}

static const char *
get_label (GtkWidget *root, const char *css_class, guint index)
{
  GtkWidget *label = gui_find_class (root, css_class, index);

  return GTK_IS_LABEL (label) ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}

static gboolean
is_alone (Fixture *self, guint class_index)
{
  for (guint i = 0; i < TINY_N_CLASSES; i++)
    if (dg_explorer_is_class_chosen (self->explorer, i) != (i == class_index))
      return FALSE;
  return TRUE;
}

static guint
count_samples (Fixture *self)
{
  gsize n;

  dg_explorer_get_samples (self->explorer, &n);
  return n;
}

static gboolean
is_last_sample (Fixture *self, guint32 sample)
{
  gsize n;
  const guint32 *samples = dg_explorer_get_samples (self->explorer, &n);

  return n > 0 && samples[n - 1] == sample;
}

static void
test_classes_are_counted (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  const guint8 *labels = dg_run_get_labels (self->run);

  for (guint i = 0; i < TINY_N_CLASSES; i++)
    {
      guint count = 0;
      g_autofree char *text = NULL;

      for (gsize j = 0; j < TINY_N; j++)
        count += labels[j] == i;
      text = g_strdup_printf ("%u", count);
      g_assert_cmpstr (get_label (panel, "class-name", i), ==, dg_run_get_class_name (self->run, i));
      g_assert_cmpstr (get_label (panel, "count", i), ==, text);
    }
  g_assert_null (gui_find_class (panel, "class-toggle", TINY_N_CLASSES));
}

static void
assert_toggles_agree (Fixture *self, GtkWidget *panel)
{
  for (guint i = 0; i < TINY_N_CLASSES; i++)
    {
      GtkToggleButton *toggle = GTK_TOGGLE_BUTTON (gui_find_class (panel, "class-toggle", i));

      g_assert_cmpint (gtk_toggle_button_get_active (toggle), ==,
                       dg_explorer_is_class_chosen (self->explorer, i));
    }
}

static void
test_click_on_classes (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);

  gui_click (gui_find_class (panel, "class-toggle", 2));
  GUI_WAIT_UNTIL (is_alone (self, 2));
  assert_toggles_agree (self, panel);
  gui_click (gui_find_class (panel, "class-toggle", 1));
  GUI_WAIT_UNTIL (is_alone (self, 1));
  assert_toggles_agree (self, panel);
  gui_click_with_control (gui_find_class (panel, "class-toggle", 3));
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (self->explorer, 3));
  g_assert_true (dg_explorer_is_class_chosen (self->explorer, 1));
  assert_toggles_agree (self, panel);

  dg_explorer_clear_selection (self->explorer);
  assert_toggles_agree (self, panel);
}

static void
test_keys_on_classes (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);

  gtk_widget_grab_focus (gui_find_class (panel, "class-toggle", 2));
  gui_key ("space");
  GUI_WAIT_UNTIL (is_alone (self, 2));
  gtk_widget_grab_focus (gui_find_class (panel, "class-toggle", 0));
  gui_key ("ctrl+space");
  GUI_WAIT_UNTIL (dg_explorer_is_class_chosen (self->explorer, 0));
  g_assert_true (dg_explorer_is_class_chosen (self->explorer, 2));
  assert_toggles_agree (self, panel);
  gui_key ("ctrl+Return");
  GUI_WAIT_UNTIL (is_alone (self, 2));
  assert_toggles_agree (self, panel);
}

static GtkAdjustment *
get_scrolling (GtkWidget *panel)
{
  GtkWidget *area = gtk_widget_get_ancestor (gui_find_class (panel, "paper", 0), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (area));
}

/* Whether the @index-th thumbnail that is seen shows @entry. */
static gboolean
thumbnail_agrees (Fixture *self, GtkWidget *panel, guint index, const DgMisclassified *entry)
{
  DgSampleImage *shown = DG_SAMPLE_IMAGE (gui_find_class (panel, "paper", index));
  g_autofree char *answer = g_strdup_printf ("%s → %s", dg_run_get_class_name (self->run, entry->label),
                                             dg_run_get_class_name (self->run, entry->said));

  return dg_sample_image_get_sample (shown) == entry->sample
         && g_str_equal (dg_sample_image_get_caption (shown), answer);
}

static gboolean
list_agrees (Fixture *self, GtkWidget *panel)
{
  g_autoptr (GArray) expected = dg_explorer_get_misclassified (self->explorer);
  guint n = 0;

  g_assert_cmpuint (expected->len, >, 0);
  while (gui_find_class (panel, "paper", n) != NULL)
    n++;
  if (n != expected->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!thumbnail_agrees (self, panel, i, &g_array_index (expected, DgMisclassified, i)))
      return FALSE;
  return TRUE;
}

static void
test_misclassified_are_listed (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  g_autoptr (GArray) newest = NULL;

  GUI_WAIT_UNTIL (list_agrees (self, panel));
  newest = dg_explorer_get_misclassified (self->explorer);
  gtk_widget_activate_action (panel, "win.reference-epoch", "i", 1);
  g_assert_cmpint (dg_explorer_get_reference_epoch (self->explorer), ==, 1);
  GUI_WAIT_UNTIL (list_agrees (self, panel));
  gtk_widget_activate_action (panel, "win.focus-class", "(ub)",
                              g_array_index (newest, DgMisclassified, 0).label, FALSE);
  GUI_WAIT_UNTIL (list_agrees (self, panel));
}

static gboolean
thumbnail_is_selected (GtkWidget *panel, guint index)
{
  return (gtk_widget_get_state_flags (gui_find_class (panel, "paper", index)) & GTK_STATE_FLAG_SELECTED) != 0;
}

static void
test_click_on_misclassified (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  g_autoptr (GArray) list = dg_explorer_get_misclassified (self->explorer);
  const DgMisclassified *first = &g_array_index (list, DgMisclassified, 0);
  const DgMisclassified *second = &g_array_index (list, DgMisclassified, 1);

  g_assert_cmpuint (list->len, >=, 3);
  gui_click (gui_find_class (panel, "paper", 1));
  GUI_WAIT_UNTIL (is_last_sample (self, second->sample));
  g_assert_cmpuint (count_samples (self), ==, 1);
  g_assert_true (thumbnail_is_selected (panel, 1));
  g_assert_false (thumbnail_is_selected (panel, 0));

  gui_click_with_control (gui_find_class (panel, "paper", 0));
  GUI_WAIT_UNTIL (is_last_sample (self, first->sample));
  g_assert_cmpuint (count_samples (self), ==, 2);
  g_assert_true (thumbnail_is_selected (panel, 0));

  /* The keyboard goes on from there. */
  gui_key ("Right");
  GUI_WAIT_UNTIL (count_samples (self) == 1 && is_last_sample (self, second->sample));
  gui_key ("Right");
  GUI_WAIT_UNTIL (is_last_sample (self, g_array_index (list, DgMisclassified, 2).sample));
}

static gboolean
is_only_sample (Fixture *self, const GArray *list, guint position)
{
  return count_samples (self) == 1 && is_last_sample (self, g_array_index (list, DgMisclassified, position).sample);
}

/* Of more misclassified samples than there is room for. */
static void
test_keys_on_misclassified (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) list = NULL;
  GtkAdjustment *scrolling;
  GtkWidget *panel;
  guint last;

  gtk_window_set_default_size (GTK_WINDOW (self->window), 260, 100);
  panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  list = dg_explorer_get_misclassified (self->explorer);
  last = list->len - 1;
  g_assert_cmpuint (list->len, >=, 5);
  gui_wait_for_frame (panel);
  scrolling = get_scrolling (panel);
  g_assert_cmpfloat (gtk_adjustment_get_upper (scrolling), >, gtk_adjustment_get_page_size (scrolling));

  gui_click (gui_find_class (panel, "paper", 1));
  GUI_WAIT_UNTIL (is_only_sample (self, list, 1));
  gui_key ("Down");
  GUI_WAIT_UNTIL (is_only_sample (self, list, 4));
  gui_key ("Left");
  GUI_WAIT_UNTIL (is_only_sample (self, list, 3));
  gui_key ("Up");
  GUI_WAIT_UNTIL (is_only_sample (self, list, 0));
  gui_key ("End");
  GUI_WAIT_UNTIL (is_only_sample (self, list, last));
  GUI_WAIT_UNTIL (gtk_adjustment_get_value (scrolling) > 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (scrolling) + gtk_adjustment_get_page_size (scrolling), ==,
                     gtk_adjustment_get_upper (scrolling));
  gui_key ("ctrl+Left");
  gui_key ("ctrl+space");
  GUI_WAIT_UNTIL (count_samples (self) == 2
                  && is_last_sample (self, g_array_index (list, DgMisclassified, last - 1).sample));
  gui_key ("Home");
  GUI_WAIT_UNTIL (is_only_sample (self, list, 0));
  g_assert_cmpfloat (gtk_adjustment_get_value (scrolling), ==, 0);
  gui_wait_for_frame (panel);
  g_assert_true (thumbnail_agrees (self, panel, 0, &g_array_index (list, DgMisclassified, 0)));
  g_assert_true (thumbnail_is_selected (panel, 0));

  /* Another list begins at its beginning. */
  gui_key ("End");
  GUI_WAIT_UNTIL (is_only_sample (self, list, last));
  gtk_widget_activate_action (panel, "win.reference-epoch", "i", 1);
  GUI_WAIT_UNTIL (gtk_adjustment_get_value (scrolling) == 0);
}

static void
test_rules (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  GtkDropDown *rule = GTK_DROP_DOWN (gui_find_type (panel, GTK_TYPE_DROP_DOWN));
  GtkWidget *k;

  g_assert_cmpuint (gtk_drop_down_get_selected (rule), ==, 0);
  g_assert_null (gui_find_type (panel, GTK_TYPE_SPIN_BUTTON));

  gtk_drop_down_set_selected (rule, 1);
  g_assert_cmpint (dg_explorer_get_focus_rule (self->explorer)->kind, ==, DG_FOCUS_TOP);
  GUI_WAIT_UNTIL ((k = gui_find_type (panel, GTK_TYPE_SPIN_BUTTON)) != NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (k), 7);
  g_assert_cmpuint (dg_explorer_get_focus_rule (self->explorer)->k, ==, 7);

  gtk_drop_down_set_selected (rule, 2);
  g_assert_cmpint (dg_explorer_get_focus_rule (self->explorer)->kind, ==, DG_FOCUS_RIGHT_WRONG);
  gtk_drop_down_set_selected (rule, 3);
  g_assert_cmpint (dg_explorer_get_focus_rule (self->explorer)->kind, ==, DG_FOCUS_WRONG);
  gtk_drop_down_set_selected (rule, 5);
  g_assert_cmpint (dg_explorer_get_focus_rule (self->explorer)->kind, ==, DG_FOCUS_NONE);
  g_assert_null (gui_find_type (panel, GTK_TYPE_SPIN_BUTTON));

  /* The other way round. */
  gtk_widget_activate_action (panel, "win.focus-rule", "s", "least-confident:5");
  g_assert_cmpuint (gtk_drop_down_get_selected (rule), ==, 4);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (k)), ==, 5);
}

/* A new epoch finds its place in every control, whichever signal comes first. */
static void
test_new_epoch (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_FOCUS_PANEL);
  GtkWidget *popover = g_object_ref_sink (g_object_new (DG_TYPE_VIEW_POPOVER, "explorer", self->explorer,
                                                        NULL));
  GtkDropDown *epoch = GTK_DROP_DOWN (gui_find_class (panel, "epoch-chooser", 0));
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (epoch)), ==, 4);
  tiny_run_add_epoch (self->files, 4);
  dg_run_refresh (self->run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (epoch)), ==, 5);
  g_assert_cmpuint (gtk_drop_down_get_selected (epoch), ==, 0);
  g_assert_cmpint (dg_explorer_get_reference_epoch (self->explorer), ==, 4);
  GUI_WAIT_UNTIL (list_agrees (self, panel));

  gtk_drop_down_set_selected (epoch, 2);
  g_assert_cmpint (dg_explorer_get_reference_epoch (self->explorer), ==, 2);
  tiny_run_add_epoch (self->files, 5);
  dg_run_refresh (self->run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gtk_drop_down_get_selected (epoch), ==, 2);
  gtk_drop_down_set_selected (epoch, 0);
  g_assert_cmpint (dg_explorer_get_reference_epoch (self->explorer), ==, 5);
  g_assert_finalize_object (popover);
}

static void
assert_sample_agrees (Fixture *self, GtkWidget *panel, guint32 sample)
{
  g_autofree char *name = g_strdup_printf ("test image %" G_GINT64_FORMAT,
                                           dg_run_get_index (self->run)[sample]);
  guint epoch = dg_explorer_get_reference_epoch (self->explorer);
  const float *values = dg_explorer_get_log_likelihood (self->explorer, epoch, sample);
  guint8 label = dg_run_get_labels (self->run)[sample];
  const guint *epochs;
  gsize n;

  g_assert_cmpstr (get_label (panel, "sample-name", 0), ==, name);
  for (guint i = 0; i < TINY_N_CLASSES; i++)
    {
      gboolean negative = values[i] <= -0.005;
      g_autofree char *number = g_strdup_printf ("%s%.2f", negative ? "\u2212" : "", fabs (values[i]));

      g_assert_cmpstr (get_label (panel, "number", i), ==, number);
    }
  epochs = dg_explorer_get_epochs (self->explorer, &n);
  for (gsize i = 0; i < n; i++)
    {
      gint said = dg_explorer_get_said (self->explorer, epochs[i], sample);
      GtkWidget *answer = gui_find_class (panel, "answer", i);

      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (answer)), ==, dg_run_get_class_name (self->run, said));
      g_assert_cmpint (gtk_widget_has_css_class (answer, "wrong"), ==, said != label);
    }
  g_assert_null (gui_find_class (panel, "answer", n));
}

static void
test_sample (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_SAMPLE_PANEL);

  g_assert_nonnull (gui_find_class (panel, "placeholder", 0));
  dg_explorer_select_sample (self->explorer, 8, FALSE);
  GUI_WAIT_UNTIL (gui_find_class (panel, "sample-name", 0));
  g_assert_null (gui_find_class (panel, "placeholder", 0));
  assert_sample_agrees (self, panel, 8);
  g_assert_cmpstr (get_label (panel, "panel-heading", 0), ==, "Sample 1 of 1");

  dg_explorer_set_reference_epoch (self->explorer, 1);
  assert_sample_agrees (self, panel, 8);
  dg_explorer_set_epochs (self->explorer, (const guint[]){ 2 }, 1, NULL);
  assert_sample_agrees (self, panel, 8);
}

static void
test_several_samples (Fixture *self, gconstpointer data)
{
  GtkWidget *panel = show_panel (self, DG_TYPE_SAMPLE_PANEL);

  dg_explorer_select_sample (self->explorer, 8, FALSE);
  dg_explorer_select_sample (self->explorer, 30, TRUE);
  dg_explorer_select_sample (self->explorer, 17, TRUE);
  GUI_WAIT_UNTIL (gui_find_class (panel, "heading-button", 0));
  g_assert_cmpstr (get_label (panel, "panel-heading", 0), ==, "Sample 3 of 3");
  assert_sample_agrees (self, panel, 17);
  gui_click (gui_find_class (panel, "heading-button", 0));
  GUI_WAIT_UNTIL (g_strcmp0 (get_label (panel, "panel-heading", 0), "Sample 2 of 3") == 0);
  assert_sample_agrees (self, panel, 30);

  /* Stays with what is looked at while other things change, until the selection does. */
  dg_explorer_choose_class (self->explorer, 0, FALSE);
  assert_sample_agrees (self, panel, 30);
  dg_explorer_select_sample (self->explorer, 5, TRUE);
  g_assert_cmpstr (get_label (panel, "panel-heading", 0), ==, "Sample 4 of 4");
  assert_sample_agrees (self, panel, 5);
  dg_explorer_clear_selection (self->explorer);
  GUI_WAIT_UNTIL (gui_find_class (panel, "placeholder", 0));
}

static gboolean
is_epoch_shown (Fixture *self, guint epoch)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (self->explorer, &n);

  for (gsize i = 0; i < n; i++)
    if (epochs[i] == epoch)
      return TRUE;
  return FALSE;
}

static void
test_click_on_curve (Fixture *self, gconstpointer data)
{
  GtkWidget *curve = show_panel (self, DG_TYPE_CURVE);
  graphene_point_t point;

  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 80);
  GUI_WAIT_UNTIL (gtk_widget_get_width (curve) > 400);
  g_assert_true (is_epoch_shown (self, 2));
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 2, &point));
  gui_click_at (curve, point.x, point.y);
  GUI_WAIT_UNTIL (!is_epoch_shown (self, 2));
  g_assert_true (is_epoch_shown (self, 1) && is_epoch_shown (self, 3));
  gui_click_at (curve, point.x + 12, point.y); /* between two epochs, too far from each */
  gui_click_at (curve, point.x, point.y + 10);
  GUI_WAIT_UNTIL (is_epoch_shown (self, 2));
  g_assert_true (is_epoch_shown (self, 1) && is_epoch_shown (self, 3));
  g_assert_false (dg_curve_get_point (DG_CURVE (curve), 4, &point)); /* ended, not saved */

  /* The last one stays. */
  dg_explorer_set_epochs (self->explorer, (const guint[]){ 3 }, 1, NULL);
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 3, &point));
  gui_click_at (curve, point.x, point.y);
  dg_curve_set_plot (DG_CURVE (curve), 200, 400);
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 1, &point));
  g_assert_cmpfloat (point.x, ==, 200);
  gui_click_at (curve, point.x, point.y);
  GUI_WAIT_UNTIL (is_epoch_shown (self, 1));
  g_assert_true (is_epoch_shown (self, 3));
}

/* Where columns begin at the window's edge, the plot leaves room for its words. */
static void
test_curve_beside_words (Fixture *self, gconstpointer data)
{
  GtkWidget *curve = show_panel (self, DG_TYPE_CURVE);
  graphene_point_t beside_words, first, last;

  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 80);
  GUI_WAIT_UNTIL (gtk_widget_get_width (curve) > 400);
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 1, &beside_words));
  dg_curve_set_plot (DG_CURVE (curve), 4, 500);
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 1, &first));
  g_assert_true (dg_curve_get_point (DG_CURVE (curve), 3, &last));
  g_assert_cmpfloat (first.x, ==, beside_words.x);
  g_assert_cmpfloat_with_epsilon (last.x, first.x + (500 - first.x) * 2 / 19, 1e-3); /* of twenty epochs */
}

/* The label as those hear it who do not see the widget. */
static void
assert_label (GtkWidget *widget, const char *expected)
{
  g_autofree char *other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                               GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                               expected);

  g_assert_cmpstr (other, ==, NULL);
}

static void
test_curve_in_words (Fixture *self, gconstpointer data)
{
  GtkWidget *curve = show_panel (self, DG_TYPE_CURVE);

  assert_label (curve, "Test accuracy from 90.0 % at epoch 1 to 98.0 % at epoch 5; epochs shown: 1-3");
  dg_explorer_set_run (self->explorer, NULL);
  assert_label (curve, "Test accuracy: no epoch has ended yet");
}

static gboolean
is_check_called (GtkWidget *widget, gpointer data)
{
  return GTK_IS_CHECK_BUTTON (widget)
         && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), data) == 0;
}

static void
click_on_check (GtkWidget *root, const char *label)
{
  gui_click (gui_find (root, is_check_called, (gpointer) label));
}

static void
assert_layers (Fixture *self, const char *expected)
{
  g_autofree char *layers = g_strjoinv (",", (char **) dg_explorer_get_layers (self->explorer));

  g_assert_cmpstr (layers, ==, expected);
}

static void
test_view_popover (Fixture *self, gconstpointer data)
{
  GtkWidget *popover = g_object_new (DG_TYPE_VIEW_POPOVER, "explorer", self->explorer, NULL);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *channel, *entry;

  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_window_set_child (GTK_WINDOW (self->window), button);
  dg_explorer_set_run (self->explorer, self->run);
  dg_look_actions_update (self->actions);
  gui_present (GTK_WINDOW (self->window));
  gui_click (button);
  GUI_WAIT_UNTIL (gtk_widget_get_mapped (popover));

  assert_layers (self, "P1:0,R3,R4,S5");
  click_on_check (popover, "R4");
  GUI_WAIT_UNTIL (g_strv_length ((char **) dg_explorer_get_layers (self->explorer)) == 3);
  assert_layers (self, "P1:0,R3,S5");
  channel = gui_find_class (popover, "channel", 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (channel), 1);
  assert_layers (self, "P1:1,R3,S5");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (channel), -1);
  assert_layers (self, "P1,R3,S5");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (channel)), ==, "all");

  click_on_check (popover, "2");
  GUI_WAIT_UNTIL (!is_epoch_shown (self, 2));
  entry = gui_find_type (popover, GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1,3");
  gtk_editable_set_text (GTK_EDITABLE (entry), "7");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_nonnull (strstr (get_label (popover, "field-message", 0), "no epoch 7"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "2-3");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (is_epoch_shown (self, 2) && is_epoch_shown (self, 3) && !is_epoch_shown (self, 1));

  click_on_check (popover, "VAT");
  GUI_WAIT_UNTIL (dg_explorer_get_image_kind (self->explorer) == DG_IMAGE_VAT);
  click_on_check (popover, "Seriation");
  GUI_WAIT_UNTIL (dg_explorer_get_order (self->explorer) == DG_ORDER_SERIATION);
  gui_key ("Escape");
  GUI_WAIT_UNTIL (!gtk_widget_get_mapped (popover));
}

/* Nothing open: calm placeholders, no crash. */
static void
test_without_run (Fixture *self, gconstpointer data)
{
  static GType (*const types[]) (void) = { dg_focus_panel_get_type, dg_sample_panel_get_type,
                                           dg_curve_get_type };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *panel = g_object_new (types[i](), "explorer", self->explorer, NULL);

      gtk_window_set_child (GTK_WINDOW (self->window), panel);
      gui_present (GTK_WINDOW (self->window));
      if (types[i] != dg_curve_get_type)
        g_assert_cmpstr (get_label (panel, "placeholder", 0), !=, "");
    }
  g_assert_null (gui_find_class (self->window, "class-toggle", 0));
}

static int
measure_width (GtkWidget *widget)
{
  int minimum, natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return minimum;
}

/* The figure beside the panels must not move as they fill. */
static void
test_widths_stay (Fixture *self, gconstpointer data)
{
  static GType (*const types[]) (void) = { dg_focus_panel_get_type, dg_sample_panel_get_type };
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/diagonal_app/Diagonal/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *panel;
      int width;

      dg_explorer_set_run (self->explorer, NULL);
      panel = g_object_new (types[i](), "explorer", self->explorer, NULL);
      gtk_window_set_child (GTK_WINDOW (self->window), panel);
      gui_present (GTK_WINDOW (self->window));
      width = measure_width (panel);
      g_assert_cmpint (width, <=, 240);
      dg_explorer_set_run (self->explorer, self->run);
      g_assert_cmpint (measure_width (panel), ==, width);
      dg_explorer_select_sample (self->explorer, 3, FALSE);
      g_assert_cmpint (measure_width (panel), ==, width);
      gtk_widget_activate_action (panel, "win.focus-rule", "s", "top:10");
      g_assert_cmpint (measure_width (panel), ==, width);
    }
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style));
}

/* Each widget ends with its last reference, whether it has looked at a run or not. */
static void
test_lives (Fixture *self, gconstpointer data)
{
  static GType (*const types[]) (void) = { dg_focus_panel_get_type, dg_sample_panel_get_type,
                                           dg_curve_get_type,       dg_view_popover_get_type,
                                           dg_unit_list_get_type,   dg_unit_panel_get_type };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *empty = g_object_ref_sink (g_object_new (types[i](), NULL));
      GtkWidget *full = g_object_ref_sink (g_object_new (types[i](), "explorer", self->explorer, NULL));

      dg_explorer_set_run (self->explorer, self->run);
      dg_explorer_select_sample (self->explorer, 3, FALSE);
      dg_explorer_choose_class (self->explorer, 1, FALSE);
      g_assert_true (dg_explorer_set_subject (self->explorer, DG_SUBJECT_WEIGHTS, NULL));
      dg_explorer_select_unit (self->explorer, "F3", 1, FALSE); /* being loaded, or not, as they end */
      g_assert_finalize_object (empty);
      g_assert_finalize_object (full);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/panels/classes-are-counted", test_classes_are_counted },
    { "/panels/click-on-classes", test_click_on_classes },
    { "/panels/keys-on-classes", test_keys_on_classes },
    { "/panels/misclassified-are-listed", test_misclassified_are_listed },
    { "/panels/click-on-misclassified", test_click_on_misclassified },
    { "/panels/keys-on-misclassified", test_keys_on_misclassified },
    { "/panels/rules", test_rules },
    { "/panels/new-epoch", test_new_epoch },
    { "/panels/sample", test_sample },
    { "/panels/several-samples", test_several_samples },
    { "/panels/click-on-curve", test_click_on_curve },
    { "/panels/curve-beside-words", test_curve_beside_words },
    { "/panels/curve-in-words", test_curve_in_words },
    { "/panels/view-popover", test_view_popover },
    { "/panels/without-run", test_without_run },
    { "/panels/widths-stay", test_widths_stay },
    { "/panels/lives", test_lives },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
