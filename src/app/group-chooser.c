/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/group-chooser.h"

#include "app/follower.h"

struct _DgGroupChooser
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  gboolean updating; /* controls follow the explorer, they are not being used */

  /* template children */
  GtkWidget *label;
  GtkWidget *prediction;
  GtkWidget *blocks;
  GtkWidget *height;
  GtkSpinButton *count;
  GtkSpinButton *distance;
  GtkLabel *reason;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgGroupChooser, dg_group_chooser, GTK_TYPE_BOX)

static DgGroupRule
get_blocks (DgGroupChooser *self)
{
  return (DgGroupRule){ .kind = DG_GROUP_BLOCKS, .count = gtk_spin_button_get_value_as_int (self->count) };
}

static DgGroupRule
get_height (DgGroupChooser *self)
{
  return (DgGroupRule){ .kind = DG_GROUP_HEIGHT, .height = gtk_spin_button_get_value (self->distance) };
}

static void
use (DgGroupChooser *self, DgGroupRule rule)
{
  g_autofree char *text = dg_group_rule_to_string (&rule);

  if (!self->updating)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.group", "s", text);
}

/* A button asks for the rule with the number beside it. */
static void
update_target (GtkWidget *button, DgGroupRule rule)
{
  g_autofree char *text = dg_group_rule_to_string (&rule);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
}

static void
count_changed_cb (DgGroupChooser *self)
{
  update_target (self->blocks, get_blocks (self));
  use (self, get_blocks (self));
}

static void
distance_changed_cb (DgGroupChooser *self)
{
  update_target (self->height, get_height (self));
  use (self, get_height (self));
}

/* The numbers stay as they are where the rule has none. */
static void
update_numbers (DgGroupChooser *self, const DgGroupRule *rule)
{
  if (rule->kind == DG_GROUP_BLOCKS)
    gtk_spin_button_set_value (self->count, rule->count);
  if (rule->kind == DG_GROUP_HEIGHT)
    gtk_spin_button_set_value (self->distance, rule->height);
  /* a rule that was not chosen here may have more digits than are shown */
  update_target (self->blocks, rule->kind == DG_GROUP_BLOCKS ? *rule : get_blocks (self));
  update_target (self->height, rule->kind == DG_GROUP_HEIGHT ? *rule : get_height (self));
}

static void
update_possible (DgGroupChooser *self, DgExplorer *explorer)
{
  const DgGroupRule label = { .kind = DG_GROUP_LABEL }, prediction = { .kind = DG_GROUP_PREDICTION };
  g_autoptr (GError) no_label = NULL, no_prediction = NULL;
  gboolean both;
  g_autofree char *reasons = NULL;

  gtk_widget_set_sensitive (self->label, dg_explorer_check_group_rule (explorer, &label, &no_label));
  gtk_widget_set_sensitive (self->prediction,
                            dg_explorer_check_group_rule (explorer, &prediction, &no_prediction));
  both = no_label != NULL && no_prediction != NULL;
  reasons = g_strconcat (no_label != NULL ? no_label->message : "", both ? "\n" : "",
                         no_prediction != NULL ? no_prediction->message : "", NULL);
  gtk_label_set_label (self->reason, reasons);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), *reasons != '\0');
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgGroupChooser *self = owner;
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);

  if (explorer == NULL || changes == DG_CHANGED_METRICS)
    return;
  self->updating = TRUE;
  update_numbers (self, dg_explorer_get_group_rule (explorer));
  update_possible (self, explorer);
  gtk_widget_set_sensitive (GTK_WIDGET (self), dg_explorer_get_image_kind (explorer) == DG_IMAGE_DISSPLOT);
  self->updating = FALSE;
}

static void
dg_group_chooser_dispose (GObject *object)
{
  DgGroupChooser *self = DG_GROUP_CHOOSER (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_group_chooser_parent_class)->dispose (object);
}

static void
dg_group_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_GROUP_CHOOSER (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_group_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_GROUP_CHOOSER (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_group_chooser_class_init (DgGroupChooserClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_group_chooser_dispose;
  object_class->get_property = dg_group_chooser_get_property;
  object_class->set_property = dg_group_chooser_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/group-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, label);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, prediction);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, blocks);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, height);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, count);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, distance);
  gtk_widget_class_bind_template_child (widget_class, DgGroupChooser, reason);
  gtk_widget_class_bind_template_callback (widget_class, count_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, distance_changed_cb);
}

static void
dg_group_chooser_init (DgGroupChooser *self)
{
  self->updating = TRUE;
  self->follower = dg_follower_new (self, follower_cb); /* read by bindings of the template */
  gtk_widget_init_template (GTK_WIDGET (self));
}
