/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/focus-panel.h"

#include <glib/gi18n-lib.h>

#include "app/class-chooser.h"
#include "app/follower.h"
#include "app/sample-list.h"
#include "explorer/selection.h"

/* In the order of the drop-down. */
static const struct
{
  DgFocusKind kind;
  const char *name;
} rules[] = {
  { DG_FOCUS_CLASS, N_("All samples") },
  { DG_FOCUS_TOP, N_("Most confident per class") },
  { DG_FOCUS_RIGHT_WRONG, N_("Right and wrong") },
  { DG_FOCUS_WRONG, N_("Misclassified") },
  { DG_FOCUS_LEAST_CONFIDENT, N_("Least confident") },
  { DG_FOCUS_WORST_RECONSTRUCTED, N_("Reconstructed worst") },
  { DG_FOCUS_NONE, N_("No ticks") },
};

struct _DgFocusPanel
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  DgFocusKind offered[G_N_ELEMENTS (rules)]; /* (n_offered) what the run has enough for, in the drop-down */
  guint n_offered;
  gboolean updating; /* controls follow the explorer, they are not being used */

  /* template children */
  GtkDropDown *rule;
  GtkLabel *left_out;
  GtkWidget *k_row;
  GtkSpinButton *k;
  GtkLabel *k_unit;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgFocusPanel, dg_focus_panel, GTK_TYPE_BOX)

static gboolean
has_k (DgFocusKind kind)
{
  return kind == DG_FOCUS_TOP || kind == DG_FOCUS_LEAST_CONFIDENT || kind == DG_FOCUS_WORST_RECONSTRUCTED;
}

/* Rules that name classes name them all: the chosen classes restrict what the rule gives. */
static void
activate_rule (DgFocusPanel *self, DgFocusKind kind)
{
  g_autofree guint32 *items = NULL;
  DgFocusRule rule = { .kind = kind };
  g_autofree char *text = NULL;

  if (has_k (kind))
    rule.k = gtk_spin_button_get_value_as_int (self->k);
  if (kind == DG_FOCUS_RIGHT_WRONG)
    {
      rule.n_items = dg_run_get_n_classes (dg_follower_get_run (self->follower));
      rule.items = items = g_new (guint32, rule.n_items);
      for (guint i = 0; i < rule.n_items; i++)
        items[i] = i;
    }
  text = dg_focus_rule_to_string (&rule);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-rule", "s", text);
}

static void
use_selected_rule (DgFocusPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->rule);

  if (!self->updating && selected < self->n_offered)
    activate_rule (self, self->offered[selected]);
}

static void
rule_selected_cb (DgFocusPanel *self)
{
  use_selected_rule (self);
}

static void
k_changed_cb (DgFocusPanel *self)
{
  use_selected_rule (self);
}

/* Why rules are left out; NULL where the run has what a classifier's has, or the network is there to reconstruct. */
static const char *
explain_left_out (DgRun *run)
{
  if (dg_run_has_reconstruction (run))
    return NULL;
  if (dg_run_get_labels (run) == NULL)
    return dg_run_has_predictions (run) ? _("Without labels nothing is right or wrong")
                                        : _("Without labels and predictions nothing tells the samples apart");
  if (!dg_run_has_predictions (run))
    return _("Without predictions nothing is right, wrong or confident");
  return dg_run_has_log_likelihood (run) ? NULL
                                         : _("Without log-likelihoods it is not known how confident the network is");
}

/* Offers the rules for which the run has what they need, and says why where these are not all. */
static void
offer_rules (DgFocusPanel *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *reason;

  self->n_offered = 0;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (run == NULL || dg_selection_can_apply (run, rules[i].kind))
      {
        gtk_string_list_append (names, _(rules[i].name));
        self->offered[self->n_offered++] = rules[i].kind;
      }
  gtk_drop_down_set_model (self->rule, G_LIST_MODEL (names));
  reason = run != NULL ? explain_left_out (run) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), reason != NULL);
  gtk_label_set_label (self->left_out, reason);
}

static void
update_rule (DgFocusPanel *self)
{
  const DgFocusRule *rule = dg_explorer_get_focus_rule (dg_follower_get_explorer (self->follower));
  /* Where there are no classes, that is no ticks. */
  gboolean nothing = rule->kind == DG_FOCUS_CLASS && self->offered[0] != DG_FOCUS_CLASS;
  DgFocusKind kind = nothing ? DG_FOCUS_NONE : rule->kind;
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->n_offered; i++)
    if (self->offered[i] == kind)
      selected = i;
  gtk_drop_down_set_selected (self->rule, selected);
  gtk_widget_set_visible (self->k_row, has_k (rule->kind));
  if (has_k (rule->kind))
    gtk_spin_button_set_value (self->k, rule->k);
  gtk_label_set_label (self->k_unit, rule->kind == DG_FOCUS_TOP ? _("per class") : _("samples"));
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgFocusPanel *self = owner;
  gboolean has_run = dg_follower_get_run (self->follower) != NULL;

  self->updating = TRUE;
  if (changes & DG_CHANGED_RUN)
    offer_rules (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->rule), has_run && self->n_offered > 1);
  if (has_run)
    update_rule (self);
  self->updating = FALSE;
}

static void
dg_focus_panel_dispose (GObject *object)
{
  DgFocusPanel *self = DG_FOCUS_PANEL (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_focus_panel_parent_class)->dispose (object);
}

static void
dg_focus_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgFocusPanel *self = DG_FOCUS_PANEL (object);

  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (self->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_focus_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgFocusPanel *self = DG_FOCUS_PANEL (object);

  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (self->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_focus_panel_class_init (DgFocusPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_focus_panel_dispose;
  object_class->get_property = dg_focus_panel_get_property;
  object_class->set_property = dg_focus_panel_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_CLASS_CHOOSER);
  g_type_ensure (DG_TYPE_SAMPLE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/focus-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DgFocusPanel, rule);
  gtk_widget_class_bind_template_child (widget_class, DgFocusPanel, left_out);
  gtk_widget_class_bind_template_child (widget_class, DgFocusPanel, k_row);
  gtk_widget_class_bind_template_child (widget_class, DgFocusPanel, k);
  gtk_widget_class_bind_template_child (widget_class, DgFocusPanel, k_unit);
  gtk_widget_class_bind_template_callback (widget_class, rule_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, k_changed_cb);
}

static void
dg_focus_panel_init (DgFocusPanel *self)
{
  self->updating = TRUE;
  self->follower = dg_follower_new (self, follower_cb); /* read by bindings of the template */
  gtk_widget_init_template (GTK_WIDGET (self));
  follower_cb (self, DG_CHANGED_RUN);
}
