/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/subject-switch.h"

#include <glib/gi18n-lib.h>

#include "app/follower.h"

struct _DgSubjectSwitch
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  /* template children */
  GtkWidget *weights;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgSubjectSwitch, dg_subject_switch, GTK_TYPE_BOX)

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgSubjectSwitch *self = owner;
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autoptr (GError) error = NULL;

  if (explorer == NULL || !(changes & DG_CHANGED_RUN))
    return;
  if (dg_explorer_check_subject (explorer, DG_SUBJECT_WEIGHTS, &error))
    gtk_widget_set_tooltip_text (self->weights, _("Units and filters of each layer, by what they weigh (Alt+2)"));
  else
    gtk_widget_set_tooltip_text (self->weights, error->message);
}

static void
dg_subject_switch_dispose (GObject *object)
{
  g_clear_pointer (&DG_SUBJECT_SWITCH (object)->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_subject_switch_parent_class)->dispose (object);
}

static void
dg_subject_switch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_SUBJECT_SWITCH (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_subject_switch_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_SUBJECT_SWITCH (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_subject_switch_class_init (DgSubjectSwitchClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_subject_switch_dispose;
  object_class->get_property = dg_subject_switch_get_property;
  object_class->set_property = dg_subject_switch_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/subject-switch.ui");
  gtk_widget_class_bind_template_child (widget_class, DgSubjectSwitch, weights);
}

static void
dg_subject_switch_init (DgSubjectSwitch *self)
{
  self->follower = dg_follower_new (self, follower_cb); /* read by bindings of the template */
  gtk_widget_init_template (GTK_WIDGET (self));
}
