/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window.h"

#include <glib/gi18n-lib.h>

#include "app/curve.h"
#include "app/error-bar.h"
#include "app/export-actions.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/look-actions.h"
#include "app/opening-card.h"
#include "app/panes.h"
#include "app/planned-columns.h"
#include "app/progress-words.h"
#include "app/reduce-actions.h"
#include "app/run-actions.h"
#include "app/sample-panel.h"
#include "app/settings.h"
#include "app/status-line.h"
#include "app/subject-switch.h"
#include "app/training-guard.h"
#include "app/unit-list.h"
#include "app/unit-panel.h"
#include "app/view-popover.h"

#define DEFAULT_WIDTH 1280
#define DEFAULT_HEIGHT 800

/* What the settings take. */
#define MINIMUM_WIDTH 480
#define MINIMUM_HEIGHT 360

#define MARGIN_WITHOUT_CURVE 12 /* above the grid */

struct _DgWindow
{
  GtkApplicationWindow parent_instance;

  /* owned */
  GSettings *settings; /* nullable */
  DgSession *session;
  DgTrainingGuard *guard;
  DgLookActions *look_actions;
  DgRunActions *run_actions;
  DgExportActions *export_actions;
  DgReduceActions *reduce_actions;

  gsize n_planned; /* columns to come */

  /* template children */
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkMenuButton *open_button;
  GtkWidget *pause_button;
  GtkImage *pause_icon;
  GtkLabel *pause_label;
  GtkWidget *stop_button;
  GtkWidget *resume_button;
  GtkWidget *back_button;
  DgViewPopover *view_popover;
  DgErrorBar *error_bar;
  DgSubjectSwitch *subject_switch;
  GtkStack *start_stack;
  DgFocusPanel *focus_panel;
  DgUnitList *unit_list;
  GtkStack *end_stack;
  DgSamplePanel *sample_panel;
  DgUnitPanel *unit_panel;
  GtkStack *stack;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *empty_button;
  DgCurve *curve;
  DgGridView *grid_view;
  GtkProgressBar *progress_bar;
  DgOpeningCard *opening_card;
  DgStatusLine *status_line;
};

G_DEFINE_FINAL_TYPE (DgWindow, dg_window, GTK_TYPE_APPLICATION_WINDOW)

static DgExplorer *
get_explorer (DgWindow *self)
{
  return dg_session_get_explorer (self->session);
}

static void
failed_cb (DgWindow *self, const char *message)
{
  dg_error_bar_show (self->error_bar, message);
}

static void
look_failed (const char *message, gpointer data)
{
  failed_cb (data, message);
}

/* What is shown of session and explorer */

static void
update_actions (DgWindow *self)
{
  dg_look_actions_update (self->look_actions);
  dg_run_actions_update (self->run_actions);
  dg_export_actions_update (self->export_actions);
  dg_reduce_actions_update (self->reduce_actions);
}

static void
update_buttons (DgWindow *self)
{
  gboolean training = dg_session_is_training (self->session);
  gboolean paused = dg_session_is_paused (self->session);

  gtk_image_set_from_icon_name (self->pause_icon,
                                paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_label_set_label (self->pause_label, paused ? _("_Continue") : _("_Pause"));
  gtk_widget_set_visible (self->pause_button, training);
  gtk_widget_set_visible (self->stop_button, training);
  gtk_widget_set_visible (self->resume_button, dg_session_can_resume (self->session));
}

static void
update_heading (DgWindow *self)
{
  DgRun *run = dg_session_get_run (self->session);
  DgRecorderProgress progress = dg_session_get_progress (self->session);
  g_autofree char *subtitle = dg_progress_words (dg_session_get_state (self->session), &progress, run);
  g_autofree char *title = run != NULL ? g_strdup_printf (_("%s – Diagonal"), dg_run_get_name (run)) : NULL;

  gtk_label_set_label (self->title, run != NULL ? dg_run_get_name (run) : _("Diagonal"));
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _("Diagonal"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), dg_session_is_training (self->session));
  gtk_progress_bar_set_fraction (self->progress_bar, dg_progress_get_fraction (&progress));
}

static void
explain_empty (DgWindow *self)
{
  const char *title = _("No run is open");
  const char *text = _("Open the folder of a run, or train a network and watch its layers");
  GFile *awaited = dg_session_get_awaited (self->session);
  g_autofree char *name = awaited != NULL ? g_file_get_basename (awaited) : NULL;
  g_autofree char *waiting = NULL;

  if (dg_session_get_opening (self->session) != NULL)
    title = text = NULL;
  else if (dg_session_is_training (self->session))
    {
      title = _("Training…");
      text = _("The first images appear in a moment, as soon as an epoch is saved");
    }
  else if (dg_session_get_run (self->session) != NULL)
    {
      title = _("Nothing saved yet");
      /* What is only opened may be trained elsewhere. */
      text = dg_session_get_state (self->session) == DG_RECORDER_IDLE
               ? _("The first epoch appears by itself, as soon as it is saved")
               : _("Training ended before the first epoch was saved");
    }
  else if (awaited != NULL)
    {
      title = _("No epoch yet");
      text = waiting = g_strdup_printf (_("“%s” is opened as soon as its first epoch is saved"), name);
    }
  gtk_label_set_label (self->empty_title, title);
  gtk_label_set_label (self->empty_text, text);
  gtk_widget_set_visible (self->empty_button, title != NULL && dg_session_get_run (self->session) == NULL &&
                                                !dg_session_is_training (self->session));
}

/* Without a run there is no grid; while one is being trained its columns to come have places already, unless
 * columns were chosen. */
static void
update_centre (DgWindow *self)
{
  DgRun *run = dg_session_get_run (self->session);
  g_autofree guint *planned = NULL;
  gsize n_epochs = 0, n_shown;
  gboolean has_curve;

  self->n_planned = 0;
  dg_explorer_get_epochs (get_explorer (self), &n_shown);
  if (run != NULL)
    dg_run_get_epochs (run, &n_epochs);
  if (run != NULL && dg_session_is_training (self->session) && n_shown == n_epochs)
    planned = dg_planned_columns_list (run, &self->n_planned);
  dg_grid_view_set_planned (self->grid_view, planned, self->n_planned);
  gtk_stack_set_visible_child_name (self->stack, n_epochs + self->n_planned > 0 ? "grid" : "empty");
  /* Activations from elsewhere come without loss and accuracy; room is left where the curve is not. */
  has_curve = run == NULL || dg_run_get_options (run) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->curve), has_curve);
  gtk_widget_set_margin_top (GTK_WIDGET (self->grid_view), has_curve ? 0 : MARGIN_WITHOUT_CURVE);
  explain_empty (self);
}

/* The curve stands above the columns. */
static void
laid_out_cb (DgWindow *self)
{
  GtkWidget *grid_view = GTK_WIDGET (self->grid_view), *curve = GTK_WIDGET (self->curve);
  gsize n_columns;
  graphene_rect_t first, last;
  double left, width;

  dg_explorer_get_epochs (get_explorer (self), &n_columns);
  n_columns += self->n_planned;
  if (dg_explorer_get_enlarged (get_explorer (self)) || n_columns == 0
      || !dg_grid_view_get_image (self->grid_view, 0, 0, &first)
      || !dg_grid_view_get_image (self->grid_view, 0, n_columns - 1, &last)
      || !gtk_widget_translate_coordinates (grid_view, curve, first.origin.x, 0, &left, NULL))
    return;
  width = last.origin.x + last.size.width - first.origin.x;
  dg_curve_set_plot (self->curve, left, left + width);
}

static void
session_changed_cb (DgWindow *self)
{
  update_actions (self);
  update_buttons (self);
  update_heading (self);
  update_centre (self);
  dg_opening_card_update (self->opening_card, self->session);
}

static void
look_changed_cb (DgWindow *self)
{
  dg_look_actions_update (self->look_actions);
  gtk_widget_set_visible (self->back_button, dg_explorer_get_enlarged (get_explorer (self)));
}

/* The panels of what is looked at. */
static void
show_panels (DgWindow *self)
{
  const char *name = dg_subject_to_string (dg_explorer_get_subject (get_explorer (self)));

  gtk_stack_set_visible_child_name (self->start_stack, name);
  gtk_stack_set_visible_child_name (self->end_stack, name);
}

static void
layout_changed_cb (DgWindow *self)
{
  const DgPalette *palette = dg_explorer_get_palette (get_explorer (self));

  if (self->settings != NULL)
    g_settings_set_string (self->settings, "palette", dg_palette_get_name (palette));
  show_panels (self);
  session_changed_cb (self);
  look_changed_cb (self);
}

static void
build_open_menu (DgWindow *self)
{
  g_auto (GStrv) recent = dg_settings_get_recent_runs (self->settings);
  g_autoptr (GMenu) menu = g_menu_new (), runs = g_menu_new ();

  g_menu_append (menu, _("_Open Folder…"), "win.open");
  g_menu_append (menu, _("Open _Activations…"), "win.open-activations");
  for (guint i = 0; recent[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (recent[i]);
      g_autoptr (GString) name = g_string_new (base);
      g_autoptr (GMenuItem) item = NULL;

      g_string_replace (name, "_", "__", 0); /* one alone would make a mnemonic of what follows */
      item = g_menu_item_new (name->str, NULL);
      g_menu_item_set_action_and_target (item, "win.open-folder", "s", recent[i]);
      g_menu_append_item (runs, item);
    }
  if (recent[0] != NULL)
    g_menu_append_section (menu, _("Recent Runs"), G_MENU_MODEL (runs));
  gtk_menu_button_set_menu_model (self->open_button, G_MENU_MODEL (menu));
}

static void
recent_changed_cb (DgWindow *self)
{
  build_open_menu (self);
}

/* The window itself */

static void
close_window (gpointer data)
{
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
save_size (DgWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, MINIMUM_WIDTH));
  g_settings_set_int (self->settings, "window-height", MAX (height, MINIMUM_HEIGHT));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
}

static gboolean
dg_window_close_request (GtkWindow *window)
{
  DgWindow *self = DG_WINDOW (window);

  if (self->settings != NULL)
    save_size (self);
  if (!dg_session_is_training (self->session))
    return GTK_WINDOW_CLASS (dg_window_parent_class)->close_request (window);
  dg_training_guard_ask (self->guard, _("Stop training and close?"), _("_Stop and Close"), close_window,
                         self);
  return TRUE;
}

static void
dg_window_dispose (GObject *object)
{
  DgWindow *self = DG_WINDOW (object);

  g_signal_handlers_disconnect_by_data (self->session, self);
  dg_session_cancel_opening (self->session);
  g_clear_pointer (&self->reduce_actions, dg_reduce_actions_free);
  g_clear_pointer (&self->export_actions, dg_export_actions_free);
  g_clear_pointer (&self->run_actions, dg_run_actions_free);
  g_clear_pointer (&self->look_actions, dg_look_actions_free);
  g_clear_pointer (&self->guard, dg_training_guard_free);
  G_OBJECT_CLASS (dg_window_parent_class)->dispose (object);
}

static void
dg_window_finalize (GObject *object)
{
  DgWindow *self = DG_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dg_window_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (DG_TYPE_CURVE);
  g_type_ensure (DG_TYPE_ERROR_BAR);
  g_type_ensure (DG_TYPE_FOCUS_PANEL);
  g_type_ensure (DG_TYPE_GRID_VIEW);
  g_type_ensure (DG_TYPE_OPENING_CARD);
  g_type_ensure (DG_TYPE_PANES);
  g_type_ensure (DG_TYPE_SAMPLE_PANEL);
  g_type_ensure (DG_TYPE_STATUS_LINE);
  g_type_ensure (DG_TYPE_SUBJECT_SWITCH);
  g_type_ensure (DG_TYPE_UNIT_LIST);
  g_type_ensure (DG_TYPE_UNIT_PANEL);
  g_type_ensure (DG_TYPE_VIEW_POPOVER);
}

static void
dg_window_class_init (DgWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_window_dispose;
  object_class->finalize = dg_window_finalize;
  GTK_WINDOW_CLASS (class)->close_request = dg_window_close_request;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/window.ui");
  gtk_widget_class_bind_template_child (widget_class, DgWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, pause_icon);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, pause_label);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, view_popover);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, subject_switch);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, start_stack);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, focus_panel);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, unit_list);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, end_stack);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, sample_panel);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, unit_panel);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, empty_title);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, empty_text);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, empty_button);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, curve);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, grid_view);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, opening_card);
  gtk_widget_class_bind_template_child (widget_class, DgWindow, status_line);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

static void
follow (DgWindow *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
dg_window_init (DgWindow *self)
{
  gpointer explorer;

  self->session = dg_session_new ();
  explorer = get_explorer (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), DEFAULT_WIDTH, DEFAULT_HEIGHT);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->grid_view));

  follow (self, self->session, "changed", G_CALLBACK (session_changed_cb));
  follow (self, self->session, "failed", G_CALLBACK (failed_cb));
  follow (self, explorer, "layout-changed", G_CALLBACK (layout_changed_cb));
  follow (self, explorer, "marks-changed", G_CALLBACK (look_changed_cb));
  follow (self, explorer, "current-changed", G_CALLBACK (look_changed_cb));
  follow (self, explorer, "failed", G_CALLBACK (failed_cb));
  follow (self, self->grid_view, "laid-out", G_CALLBACK (laid_out_cb));

  g_object_set (self->subject_switch, "explorer", explorer, NULL);
  g_object_set (self->focus_panel, "explorer", explorer, NULL);
  g_object_set (self->unit_list, "explorer", explorer, NULL);
  g_object_set (self->sample_panel, "explorer", explorer, NULL);
  g_object_set (self->unit_panel, "explorer", explorer, NULL);
  g_object_set (self->curve, "explorer", explorer, NULL);
  g_object_set (self->view_popover, "explorer", explorer, NULL);
  g_object_set (self->grid_view, "explorer", explorer, NULL);
  g_object_set (self->status_line, "explorer", explorer, NULL);
}

static void
apply_settings (DgWindow *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "palette");
  const DgPalette *palette = dg_palette_get (name, NULL);

  if (palette != NULL)
    dg_explorer_set_palette (get_explorer (self), palette);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  follow (self, self->settings, "changed::recent-runs", G_CALLBACK (recent_changed_cb));
}

static void
add_actions (DgWindow *self)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (self);

  self->guard = dg_training_guard_new (self->session, GTK_WINDOW (self));
  self->look_actions = dg_look_actions_new (G_ACTION_MAP (self), get_explorer (self), look_failed, self);
  self->run_actions = dg_run_actions_new (window, self->session, self->settings, self->guard,
                                          self->error_bar);
  self->export_actions = dg_export_actions_new (window, get_explorer (self), self->grid_view, self->error_bar,
                                                self->status_line);
  self->reduce_actions = dg_reduce_actions_new (window, get_explorer (self), self->error_bar);
}

DgWindow *
dg_window_new (GtkApplication *application, GSettings *settings)
{
  DgWindow *self = g_object_new (DG_TYPE_WINDOW, "application", application, NULL);

  g_set_object (&self->settings, settings);
  add_actions (self);
  if (settings != NULL)
    apply_settings (self);
  build_open_menu (self);
  layout_changed_cb (self);
  return self;
}

DgSession *
dg_window_get_session (DgWindow *self)
{
  g_return_val_if_fail (DG_IS_WINDOW (self), NULL);

  return self->session;
}

void
dg_window_open_run (DgWindow *self, GFile *folder)
{
  g_return_if_fail (DG_IS_WINDOW (self));

  dg_run_actions_open (self->run_actions, folder);
}

void
dg_window_start_run (DgWindow *self, GFile *folder, const DgRunOptions *options)
{
  g_return_if_fail (DG_IS_WINDOW (self));

  dg_run_actions_start (self->run_actions, folder, options);
}

void
dg_window_stop_and_close (DgWindow *self)
{
  g_return_if_fail (DG_IS_WINDOW (self));

  dg_training_guard_stop (self->guard, close_window, self);
}
