/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layer-chooser.h"

#include <glib/gi18n-lib.h>

#include "app/follower.h"
#include "explorer/layout.h"
#include "explorer/unit-words.h"
#include "explorer/words.h"

#define ALL_CHANNELS (-1)

struct _DgLayerChooser
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  gboolean updating; /* controls follow the explorer, they are not being used */
  DgSubject subject; /* whose rows are chosen */
  GtkGrid *grid;     /* borrowed: that of the subject */

  /* template children */
  GtkStack *stack;
  GtkGrid *outputs; /* a line for each layer: check button, spin button of the channel where there are channels */
  GtkGrid *weights; /* a line for each module: check button */
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgLayerChooser, dg_layer_chooser, GTK_TYPE_BOX)

/* (transfer full) names of layers, or of modules that have weights. */
static char **
list_layers (DgLayerChooser *self)
{
  DgRun *run = dg_follower_get_run (self->follower);

  return run ? dg_layout_list_layers (run, self->subject) : g_new0 (char *, 1);
}

/* Whether a shown name, "P1" or "P1:0", is of the layer; @channel is ALL_CHANNELS where it names none. */
static gboolean
is_of_layer (const char *shown, const char *layer, gint *channel)
{
  gsize length = strlen (layer);

  if (strncmp (shown, layer, length) != 0 || (shown[length] != '\0' && shown[length] != ':'))
    return FALSE;
  *channel = shown[length] == ':' ? (gint) g_ascii_strtoll (shown + length + 1, NULL, 10) : ALL_CHANNELS;
  return TRUE;
}

static gboolean
has_channels (const DgRunLayer *layer)
{
  return layer->n_dims == 3;
}

static gint
get_channel (DgLayerChooser *self, gsize row)
{
  GtkWidget *spin = gtk_grid_get_child_at (self->grid, 1, row);

  return GTK_IS_SPIN_BUTTON (spin) ? gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin)) : ALL_CHANNELS;
}

static void
append_name (GString *list, const char *layer, gint channel)
{
  if (list->len > 0)
    g_string_append_c (list, ',');
  g_string_append (list, layer);
  if (channel != ALL_CHANNELS)
    g_string_append_printf (list, ":%d", channel);
}

/* Shows what is shown already, but @row as its controls say. Several channels of another layer stay. */
static void
activate_row (DgLayerChooser *self, gsize row)
{
  const char *const *shown = dg_explorer_get_layers (dg_follower_get_explorer (self->follower));
  g_autoptr (GString) list = g_string_new (NULL);
  g_auto (GStrv) layers = list_layers (self);
  gint channel;

  for (gsize i = 0; layers[i]; i++)
    if (i == row && gtk_check_button_get_active (GTK_CHECK_BUTTON (gtk_grid_get_child_at (self->grid, 0, i))))
      append_name (list, layers[i], get_channel (self, i));
    else if (i != row)
      for (gsize j = 0; shown[j]; j++)
        if (is_of_layer (shown[j], layers[i], &channel))
          append_name (list, layers[i], channel);
  if (list->len > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-layers", "s", list->str);
}

static void
update (DgLayerChooser *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  const char *const *shown = explorer ? dg_explorer_get_layers (explorer) : NULL;
  g_auto (GStrv) layers = list_layers (self);

  self->updating = TRUE;
  for (gsize i = 0; shown && layers[i]; i++)
    {
      GtkWidget *spin = gtk_grid_get_child_at (self->grid, 1, i);
      gboolean active = FALSE;
      gint channel;

      for (gsize j = 0; shown[j] && !active; j++)
        active = is_of_layer (shown[j], layers[i], &channel);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_grid_get_child_at (self->grid, 0, i)), active);
      if (active && GTK_IS_SPIN_BUTTON (spin))
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), channel);
    }
  self->updating = FALSE;
}

static gsize
find_row (DgLayerChooser *self, GtkWidget *control)
{
  int column, row, width, height;

  gtk_grid_query_child (self->grid, control, &column, &row, &width, &height);
  return row;
}

static void
toggled_cb (DgLayerChooser *self, GtkWidget *check)
{
  if (self->updating)
    return;
  activate_row (self, find_row (self, check));
  /* One layer stays. */
  update (self);
}

static void
channel_changed_cb (DgLayerChooser *self, GtkWidget *spin)
{
  gsize row = find_row (self, spin);

  if (!self->updating
      && gtk_check_button_get_active (GTK_CHECK_BUTTON (gtk_grid_get_child_at (self->grid, 0, row))))
    activate_row (self, row);
}

static gboolean
channel_output_cb (GtkSpinButton *spin)
{
  if (gtk_spin_button_get_value_as_int (spin) != ALL_CHANNELS)
    return FALSE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), _("all")))
    gtk_editable_set_text (GTK_EDITABLE (spin), _("all"));
  return TRUE;
}

static int
channel_input_cb (GtkSpinButton *spin, double *value)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), _("all")))
    return FALSE;
  *value = ALL_CHANNELS;
  return TRUE;
}

static GtkWidget *
new_channel_spin (DgLayerChooser *self, const DgRunLayer *layer)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (ALL_CHANNELS, layer->shape[0] - 1, 1);
  g_autofree char *label = g_strdup_printf (_("Channel of %s"), layer->name);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 3);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_signal_connect (spin, "output", G_CALLBACK (channel_output_cb), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (channel_input_cb), NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  gtk_widget_set_tooltip_text (spin, label);
  gtk_widget_add_css_class (spin, "channel");
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (channel_changed_cb), self);
  return spin;
}

static GtkWidget *
new_shape_label (const char *shape)
{
  GtkWidget *label = gtk_label_new (shape);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "shape");
  return label;
}

static void
attach_check (DgLayerChooser *self, GtkGrid *grid, const char *name, gsize row)
{
  GtkWidget *check = gtk_check_button_new_with_label (name);

  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_grid_attach (grid, check, 0, row, 1, 1);
}

static void
attach_outputs (DgLayerChooser *self, DgRun *run)
{
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *shape = dg_words_shape (layers[i].shape, layers[i].n_dims);

      attach_check (self, self->outputs, layers[i].name, i);
      if (has_channels (&layers[i]))
        gtk_grid_attach (self->outputs, new_channel_spin (self, &layers[i]), 1, i, 1, 1);
      gtk_grid_attach (self->outputs, new_shape_label (shape), 2, i, 1, 1);
    }
}

static void
attach_weights (DgLayerChooser *self, DgRun *run)
{
  gsize n;
  const DgUnits *modules = dg_run_get_units (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *count = dg_unit_words_count (&modules[i]);
      g_autofree char *shape = dg_unit_words_shape (&modules[i]);
      /* Translators: how many units a module has, and what each of them weighs: "6 filters of 1 × 5 × 5" */
      g_autofree char *text = g_strdup_printf (_("%s of %s"), count, shape);

      attach_check (self, self->weights, modules[i].module, i);
      gtk_grid_attach (self->weights, new_shape_label (text), 2, i, 1, 1);
    }
}

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
}

static void
rebuild (DgLayerChooser *self)
{
  DgRun *run = dg_follower_get_run (self->follower);

  clear_grid (self->outputs);
  clear_grid (self->weights);
  if (!run)
    return;
  attach_outputs (self, run);
  attach_weights (self, run);
}

static void
show_subject (DgLayerChooser *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);

  self->subject = explorer ? dg_explorer_get_subject (explorer) : DG_SUBJECT_OUTPUTS;
  self->grid = self->subject == DG_SUBJECT_WEIGHTS ? self->weights : self->outputs;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->grid));
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgLayerChooser *self = owner;

  show_subject (self);
  if (changes & DG_CHANGED_RUN)
    rebuild (self);
  if (changes & DG_CHANGED_LAYOUT)
    update (self);
}

static void
dg_layer_chooser_dispose (GObject *object)
{
  DgLayerChooser *self = DG_LAYER_CHOOSER (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_layer_chooser_parent_class)->dispose (object);
}

static void
dg_layer_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_LAYER_CHOOSER (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_layer_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_LAYER_CHOOSER (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_layer_chooser_class_init (DgLayerChooserClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_layer_chooser_dispose;
  object_class->get_property = dg_layer_chooser_get_property;
  object_class->set_property = dg_layer_chooser_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/layer-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DgLayerChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, DgLayerChooser, outputs);
  gtk_widget_class_bind_template_child (widget_class, DgLayerChooser, weights);
}

static void
dg_layer_chooser_init (DgLayerChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->grid = self->outputs;
  self->follower = dg_follower_new (self, follower_cb);
}
