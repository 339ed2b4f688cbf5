/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/class-chooser.h"

#include <glib/gi18n-lib.h>

#include "app/colour-bar.h"
#include "app/follower.h"

#define COLUMNS 2

struct _DgClassChooser
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  GPtrArray *toggles; /* (n_classes) of GtkToggleButton, children of the grid */

  gboolean extend_click; /* the click under way was made with Ctrl */

  /* template children */
  GtkGrid *grid;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgClassChooser, dg_class_chooser, GTK_TYPE_BOX)

static void
pressed_cb (DgClassChooser *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  self->extend_click = (state & GDK_CONTROL_MASK) != 0;
}

static void
update (DgClassChooser *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);

  for (guint i = 0; i < self->toggles->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->toggles, i),
                                  dg_explorer_is_class_chosen (explorer, i));
}

static void
clicked_cb (DgClassChooser *self, GtkToggleButton *toggle)
{
  gboolean extend = self->extend_click;
  guint class_index;

  self->extend_click = FALSE;
  if (g_ptr_array_find (self->toggles, toggle, &class_index))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-class", "(ub)", class_index, extend);
  /* The button has toggled itself, whatever the click meant. */
  update (self);
}

/* The keys' Ctrl and click: adds the class of the toggle that has the focus. */
static gboolean
extend_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DgClassChooser *self = DG_CLASS_CHOOSER (widget);

  for (guint i = 0; i < self->toggles->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->toggles, i)))
      return gtk_widget_activate_action (widget, "win.focus-class", "(ub)", i, TRUE);
  return FALSE;
}

/* Says what is cut off. One that repeats what can be read would come and go with each click, and lay the window out
 * each time; as would one that is given its text and then not shown. */
static gboolean
query_tooltip_cb (GtkLabel *name, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (name)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (name));
  return TRUE;
}

/* Dot, name, and the number of samples; none where @count is negative. */
static GtkWidget *
new_content (guint class_index, const char *name, gint64 count)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *dot = dg_colour_bar_new (class_index);
  GtkWidget *name_label = gtk_label_new (name);
  g_autofree char *text = count < 0 ? g_strdup ("") : g_strdup_printf ("%" G_GINT64_FORMAT, count);
  GtkWidget *count_label = gtk_label_new (text);

  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_add_css_class (name_label, "class-name");
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_widget_set_hexpand (name_label, TRUE);
  gtk_widget_set_has_tooltip (name_label, TRUE);
  g_signal_connect (name_label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_widget_add_css_class (count_label, "count");
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), count_label);
  return box;
}

static GtkWidget *
new_toggle (DgClassChooser *self, guint class_index, const char *name, gint64 count)
{
  GtkWidget *toggle = gtk_toggle_button_new ();
  g_autofree char *words = NULL;

  if (count < 0)
    words = g_strdup_printf (_("Class %s"), name);
  else
    words = g_strdup_printf (ngettext ("Class %s, %d sample", "Class %s, %d samples", count), name,
                             (int) count);
  gtk_button_set_child (GTK_BUTTON (toggle), new_content (class_index, name, count));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_add_css_class (toggle, "chip");
  gtk_widget_add_css_class (toggle, "class-toggle");
  /* So that the arrow keys stay with the figure. */
  gtk_widget_set_focus_on_click (toggle, FALSE);
  g_signal_connect_swapped (toggle, "clicked", G_CALLBACK (clicked_cb), self);
  return toggle;
}

static void
rebuild (DgClassChooser *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  const guint8 *labels = run ? dg_run_get_labels (run) : NULL;
  guint n_classes = run ? dg_run_get_n_classes (run) : 0;
  gint64 counts[G_MAXUINT8 + 1] = { 0 };

  for (guint i = 0; i < self->toggles->len; i++)
    gtk_grid_remove (self->grid, g_ptr_array_index (self->toggles, i));
  g_ptr_array_set_size (self->toggles, 0);

  for (gsize i = 0; labels && i < dg_run_get_n_samples (run); i++)
    counts[labels[i]] += dg_explorer_has_sample (dg_follower_get_explorer (self->follower), i);
  for (guint i = 0; i < n_classes; i++)
    {
      gint64 count = labels && i < G_N_ELEMENTS (counts) ? counts[i] : -1;
      GtkWidget *toggle = new_toggle (self, i, dg_run_get_class_name (run, i), count);

      gtk_grid_attach (self->grid, toggle, i % COLUMNS, i / COLUMNS, 1, 1);
      g_ptr_array_add (self->toggles, toggle);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n_classes > 0);
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgClassChooser *self = owner;

  if (changes & (DG_CHANGED_RUN | DG_CHANGED_SUBSET))
    rebuild (self);
  if (changes & (DG_CHANGED_RUN | DG_CHANGED_SUBSET | DG_CHANGED_MARKS))
    update (self);
}

static void
dg_class_chooser_dispose (GObject *object)
{
  DgClassChooser *self = DG_CLASS_CHOOSER (object);

  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_pointer (&self->toggles, g_ptr_array_unref);
  G_OBJECT_CLASS (dg_class_chooser_parent_class)->dispose (object);
}

static void
dg_class_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_CLASS_CHOOSER (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_class_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_CLASS_CHOOSER (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_class_chooser_class_init (DgClassChooserClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_class_chooser_dispose;
  object_class->get_property = dg_class_chooser_get_property;
  object_class->set_property = dg_class_chooser_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/class-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DgClassChooser, grid);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, GDK_CONTROL_MASK, extend_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, extend_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, extend_cb, NULL);
}

static void
dg_class_chooser_init (DgClassChooser *self)
{
  self->toggles = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follower = dg_follower_new (self, follower_cb);
}
