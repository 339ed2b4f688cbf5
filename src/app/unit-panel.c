/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/unit-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/colour-key.h"
#include "app/follower.h"
#include "app/unit-curve.h"
#include "app/unit-epochs.h"
#include "app/unit-image.h"
#include "explorer/unit-words.h"
#include "explorer/words.h"

struct _DgUnitPanel
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  GSignalGroup *signals;     /* of the explorer, besides those that are followed */
  GCancellable *cancellable; /* of what is being loaded; nullable */
  DgRun *run;                /* of what is asked for; nullable */
  GArray *epochs;            /* (element-type guint) asked for */
  DgUnitHistory *history;    /* that is shown, nullable */

  DgUnitId id;    /* asked for, shown once it is loaded */
  gsize position; /* of it among those selected */
  gsize n_selected;

  /* template children */
  GtkLabel *heading;
  GtkWidget *previous;
  GtkWidget *next;
  GtkStack *stack;
  DgUnitImage *image;
  DgColourKey *colour_key;
  GtkLabel *least;
  GtkLabel *largest;
  GtkLabel *name;
  GtkLabel *shape;
  GtkLabel *bias;
  GtkLabel *norm;
  GtkLabel *change_name;
  GtkLabel *change;
  DgUnitEpochs *unit_epochs;
  DgUnitCurve *curve;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgUnitPanel, dg_unit_panel, GTK_TYPE_BOX)

/* What is shown */

/* A minus as long as a plus is wide, "7.9e−5"; "–" where there is no value. */
static void
set_number (GtkLabel *label, int significant, double value)
{
  g_autofree char *digits = g_strdup_printf ("%.*g", significant, fabs (value));
  g_autoptr (GString) text = g_string_new (value < 0 ? "\u2212" : "");

  g_string_append (text, digits);
  g_string_replace (text, "e-0", "e\u2212", 0);
  gtk_label_set_label (label, isnan (value) ? "–" : text->str);
}

static const DgUnitMoment *
find_moment (DgUnitPanel *self)
{
  const DgUnitMoment *moment =
    dg_unit_history_find (self->history, dg_explorer_get_unit_epoch (dg_follower_get_explorer (self->follower)));

  if (moment == NULL && self->history->moments->len > 0)
    moment = &g_array_index (self->history->moments, DgUnitMoment, self->history->moments->len - 1);
  return moment;
}

static void
show_picture (DgUnitPanel *self, const DgUnitMoment *moment)
{
  const DgUnits *units = self->history->units;
  g_autofree char *unit = dg_unit_words_name (units, self->history->unit);
  /* Translators: a layer and its unit; or these and the weights that a picture of them shows */
  g_autofree char *name = g_strdup_printf (_("%s, %s"), units->module, unit);
  g_autofree char *shape = dg_unit_words_shape (units);
  /* Translators: the shape of what a unit weighs, "1 × 5 × 5", and an epoch */
  g_autofree char *what = g_strdup_printf (_("%s weights at epoch %u"), shape, moment->epoch);
  g_autofree char *words = g_strdup_printf (_("%s, %s"), name, what);

  dg_unit_image_set_weights (self->image, units, moment->weights, self->history->largest);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  set_number (self->least, 2, -self->history->largest);
  set_number (self->largest, 2, self->history->largest);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->shape, moment->fault != NULL ? moment->fault : what);
}

static void
show_numbers (DgUnitPanel *self, const DgUnitMoment *moment)
{
  const DgUnitMoment *first = (const DgUnitMoment *) (const void *) self->history->moments->data;
  g_autofree char *change_name = g_strdup (_("Change"));

  if (moment > first)
    {
      g_free (change_name);
      /* Translators: how far the weights have moved since an earlier epoch */
      change_name = g_strdup_printf (_("Change since epoch %u"), moment[-1].epoch);
    }
  gtk_label_set_label (self->change_name, change_name);
  set_number (self->bias, 3, moment->bias);
  set_number (self->norm, 3, moment->norm);
  set_number (self->change, 3, moment->change);
}

static void
show_history (DgUnitPanel *self)
{
  const DgUnitMoment *moment = self->history != NULL ? find_moment (self) : NULL;

  gtk_stack_set_visible_child_name (self->stack, moment != NULL ? "unit" : "placeholder");
  if (moment == NULL)
    return;
  show_picture (self, moment);
  show_numbers (self, moment);
  dg_unit_epochs_update (self->unit_epochs, dg_follower_get_explorer (self->follower), self->history,
                         moment->epoch);
  dg_unit_curve_set_history (self->curve, self->history, moment->epoch);
}

static void
show_heading (DgUnitPanel *self)
{
  g_autofree char *position = dg_words_count (self->position + 1);
  g_autofree char *count = dg_words_count (self->n_selected);
  g_autofree char *heading = NULL;

  if (self->n_selected > 0)
    heading = g_strdup_printf (_("Unit %s of %s"), position, count);
  else
    heading = g_strdup (_("Unit"));
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (self->previous, self->n_selected > 1);
  gtk_widget_set_visible (self->next, self->n_selected > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unit.previous", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unit.next", self->position + 1 < self->n_selected);
}

static void
take_history (DgUnitPanel *self, DgUnitHistory *history)
{
  dg_unit_curve_set_history (self->curve, NULL, 0);
  g_clear_pointer (&self->history, dg_unit_history_free);
  self->history = history;
  show_history (self);
}

/* Loading */

/* What a thread loads: all of it is its own. */
typedef struct
{
  DgRun *run;
  DgUnitId id;
  GArray *epochs;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->run);
  g_array_unref (wish->epochs);
  g_free (wish);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wish *wish = data;
  GError *error = NULL;
  DgUnitHistory *history =
    dg_unit_history_load (wish->run, wish->id.module, wish->id.unit, (const guint *) (const void *) wish->epochs->data,
                          wish->epochs->len, cancellable, &error);

  if (history != NULL)
    g_task_return_pointer (task, history, (GDestroyNotify) dg_unit_history_free);
  else
    g_task_return_error (task, error);
}

/* @data: the panel, which is there unless the task was cancelled */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DgUnitHistory *history = g_task_propagate_pointer (G_TASK (result), NULL); /* fails only by being cancelled */

  if (history != NULL)
    take_history (data, history);
}

static void
cancel (DgUnitPanel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load (DgUnitPanel *self)
{
  Wish *wish = g_new0 (Wish, 1);
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, loaded_cb, self);
  wish->run = g_object_ref (self->run);
  wish->id = self->id;
  wish->epochs = g_array_ref (self->epochs);
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, wish, wish_free);
  g_task_run_in_thread (task, load_thread);
}

/* (transfer full) all epochs of the run. */
static GArray *
list_epochs (DgRun *run)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (guint));
  gsize n;
  const guint *epochs = dg_run_get_epochs (run, &n);

  return n > 0 ? g_array_append_vals (list, epochs, n) : list;
}

static gboolean
is_asked_for (DgUnitPanel *self, DgRun *run, const DgUnitId *id, const GArray *epochs)
{
  return self->run == run && self->id.module == id->module && self->id.unit == id->unit
         && self->epochs->len == epochs->len
         && (epochs->len == 0 || memcmp (self->epochs->data, epochs->data, epochs->len * sizeof (guint)) == 0);
}

/* @id: (nullable): shows nothing */
static void
ask_for (DgUnitPanel *self, DgRun *run, const DgUnitId *id)
{
  const DgUnitId none = { NULL, 0 };
  g_autoptr (GArray) epochs = id != NULL ? list_epochs (run) : g_array_new (FALSE, FALSE, sizeof (guint));

  if (is_asked_for (self, run, id != NULL ? id : &none, epochs))
    {
      show_history (self);
      return;
    }
  cancel (self);
  if (id == NULL || self->run != run)
    take_history (self, NULL);
  g_set_object (&self->run, run);
  self->id = id != NULL ? *id : none;
  g_array_unref (self->epochs);
  self->epochs = g_steal_pointer (&epochs);
  if (id != NULL)
    load (self);
}

/* The explorer */

/* The selected units while weights are looked at. */
static const GArray *
get_selected (DgUnitPanel *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);

  if (explorer == NULL || dg_explorer_get_subject (explorer) == DG_SUBJECT_OUTPUTS)
    return NULL;
  return dg_explorer_get_units (explorer);
}

static void
show_position (DgUnitPanel *self)
{
  const GArray *units = get_selected (self);

  show_heading (self);
  ask_for (self, dg_follower_get_run (self->follower),
           self->n_selected > 0 ? &g_array_index (units, DgUnitId, self->position) : NULL);
}

static gboolean
is_shown (DgUnitPanel *self, const DgUnitId *id)
{
  return self->id.module == id->module && self->id.unit == id->unit;
}

/* Stays on the unit shown while it and the number of selected ones stay; else goes to the one selected last. */
static void
follow_selection (DgUnitPanel *self)
{
  const GArray *units = get_selected (self);
  gsize n = units != NULL ? units->len : 0;

  if (n == 0 || n != self->n_selected || !is_shown (self, &g_array_index (units, DgUnitId, self->position)))
    self->position = n > 0 ? n - 1 : 0;
  self->n_selected = n;
  show_position (self);
}

static void
step (DgUnitPanel *self, int by)
{
  self->position = CLAMP ((gssize) self->position + by, 0, (gssize) self->n_selected - 1);
  show_position (self);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (DG_UNIT_PANEL (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (DG_UNIT_PANEL (widget), 1);
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  if (changes != DG_CHANGED_METRICS)
    follow_selection (owner);
}

static void
current_changed_cb (DgUnitPanel *self)
{
  if (self->n_selected > 0)
    show_history (self);
}

/* A cell tells the row of the unit. */
static void
cell_ready_cb (DgUnitPanel *self)
{
  current_changed_cb (self);
}

/* "channel 2, row 3, column 4: −0.031" */
static gboolean
query_tooltip_cb (DgUnitPanel *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const float *weights = dg_unit_image_get_weights (self->image);
  gssize at = keyboard ? -1 : dg_unit_image_pick (self->image, x, y);
  g_autofree char *words = NULL;

  if (self->history == NULL || at < 0)
    return FALSE;
  words = dg_unit_words_weight (self->history->units, at, weights[at]);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

static void
dg_unit_panel_dispose (GObject *object)
{
  DgUnitPanel *self = DG_UNIT_PANEL (object);

  cancel (self);
  g_clear_object (&self->signals);
  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_unit_panel_parent_class)->dispose (object);
}

static void
dg_unit_panel_finalize (GObject *object)
{
  DgUnitPanel *self = DG_UNIT_PANEL (object);

  g_array_unref (self->epochs);
  g_clear_pointer (&self->history, dg_unit_history_free);
  G_OBJECT_CLASS (dg_unit_panel_parent_class)->finalize (object);
}

static void
dg_unit_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_UNIT_PANEL (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_unit_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgUnitPanel *self = DG_UNIT_PANEL (object);

  if (id != PROP_EXPLORER)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (!dg_follower_set_explorer (self->follower, g_value_get_object (value)))
    return;
  g_signal_group_set_target (self->signals, g_value_get_object (value));
  g_object_notify_by_pspec (object, pspec);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, previous);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, next);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, image);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, colour_key);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, least);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, largest);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, name);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, shape);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, bias);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, norm);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, change_name);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, change);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, unit_epochs);
  gtk_widget_class_bind_template_child (widget_class, DgUnitPanel, curve);
}

static void
dg_unit_panel_class_init (DgUnitPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_unit_panel_dispose;
  object_class->finalize = dg_unit_panel_finalize;
  object_class->get_property = dg_unit_panel_get_property;
  object_class->set_property = dg_unit_panel_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_COLOUR_KEY);
  g_type_ensure (DG_TYPE_UNIT_CURVE);
  g_type_ensure (DG_TYPE_UNIT_EPOCHS);
  g_type_ensure (DG_TYPE_UNIT_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/unit-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);

  gtk_widget_class_install_action (widget_class, "unit.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "unit.next", NULL, next_action);
}

static void
dg_unit_panel_init (DgUnitPanel *self)
{
  self->epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  dg_colour_key_set_palette (self->colour_key, dg_palette_get_diverging ());
  self->signals = g_signal_group_new (DG_TYPE_EXPLORER);
  g_signal_group_connect_swapped (self->signals, "current-changed", G_CALLBACK (current_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "cell-ready", G_CALLBACK (cell_ready_cb), self);
  self->follower = dg_follower_new (self, follower_cb);
  show_heading (self);
}
