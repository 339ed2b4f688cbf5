/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/epoch-chooser.h"

#include "app/follower.h"
#include "run/epoch-list.h"

#define COLUMNS 4

struct _DgEpochChooser
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  GPtrArray *checks; /* (epochs of the run) of GtkCheckButton, children of the grid */

  char *list; /* the text that the entry was given last */

  gboolean updating; /* controls follow the explorer, they are not being used */

  /* template children */
  GtkEntry *entry;
  GtkLabel *message;
  GtkGrid *grid;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgEpochChooser, dg_epoch_chooser, GTK_TYPE_BOX)

static const guint *
get_saved (DgEpochChooser *self, gsize *n)
{
  DgRun *run = dg_follower_get_run (self->follower);

  *n = 0;
  return run ? dg_run_get_epochs (run, n) : NULL;
}

static void
show_message (DgEpochChooser *self, const char *message)
{
  gtk_label_set_label (self->message, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  if (message)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
set_list (DgEpochChooser *self, const char *list)
{
  g_free (self->list);
  self->list = g_strdup (list);
}

/* Epochs come and go while a list is being typed. */
static gboolean
is_being_edited (DgEpochChooser *self)
{
  gboolean focused = gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN;

  return focused && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->list) != 0;
}

static gboolean
check_entry (DgEpochChooser *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint *epochs = NULL;
  gsize n_saved, n;
  const guint *saved = get_saved (self, &n_saved);

  epochs = dg_epoch_list_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), saved, n_saved, &n,
                                &error);
  show_message (self, error ? error->message : NULL);
  return epochs != NULL && n > 0;
}

static void
entry_changed_cb (DgEpochChooser *self)
{
  if (!self->updating)
    check_entry (self);
}

static void
entry_activate_cb (DgEpochChooser *self)
{
  if (!check_entry (self))
    return;
  set_list (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-epochs", "s", self->list);
}

static void
update (DgEpochChooser *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autofree char *list = NULL;
  const guint *saved, *shown;
  gsize n_saved, n_shown;

  if (!explorer)
    return;
  self->updating = TRUE;
  saved = get_saved (self, &n_saved);
  shown = dg_explorer_get_epochs (explorer, &n_shown);
  for (gsize i = 0; i < n_saved; i++)
    {
      gboolean active = FALSE;

      for (gsize j = 0; j < n_shown; j++)
        active |= shown[j] == saved[i];
      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), active);
    }
  list = dg_epoch_list_to_string (shown, n_shown);
  if (!is_being_edited (self))
    {
      set_list (self, list);
      gtk_editable_set_text (GTK_EDITABLE (self->entry), list);
      show_message (self, NULL);
    }
  self->updating = FALSE;
}

static void
toggled_cb (DgEpochChooser *self)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *list = NULL;
  const guint *saved;
  gsize n;

  if (self->updating)
    return;
  saved = get_saved (self, &n);
  for (gsize i = 0; i < n; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_array_append_val (epochs, saved[i]);
  if (epochs->len > 0)
    {
      list = dg_epoch_list_to_string ((const guint *) epochs->data, epochs->len);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-epochs", "s", list);
    }
  /* One epoch stays. */
  update (self);
}

static void
rebuild (DgEpochChooser *self)
{
  gsize n;
  const guint *saved = get_saved (self, &n);

  while (self->checks->len > n)
    gtk_grid_remove (self->grid, g_ptr_array_steal_index (self->checks, self->checks->len - 1));
  for (gsize i = self->checks->len; i < n; i++)
    {
      GtkWidget *check = gtk_check_button_new ();

      g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
      gtk_grid_attach (self->grid, check, i % COLUMNS, i / COLUMNS, 1, 1);
      g_ptr_array_add (self->checks, check);
    }
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", saved[i]);

      gtk_check_button_set_label (g_ptr_array_index (self->checks, i), text);
    }
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgEpochChooser *self = owner;

  if (changes & (DG_CHANGED_RUN | DG_CHANGED_EPOCHS))
    rebuild (self);
  if (changes & (DG_CHANGED_LAYOUT | DG_CHANGED_EPOCHS))
    update (self);
}

static void
dg_epoch_chooser_dispose (GObject *object)
{
  DgEpochChooser *self = DG_EPOCH_CHOOSER (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->list, g_free);
  G_OBJECT_CLASS (dg_epoch_chooser_parent_class)->dispose (object);
}

static void
dg_epoch_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_EPOCH_CHOOSER (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_epoch_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_EPOCH_CHOOSER (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_epoch_chooser_class_init (DgEpochChooserClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_epoch_chooser_dispose;
  object_class->get_property = dg_epoch_chooser_get_property;
  object_class->set_property = dg_epoch_chooser_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/epoch-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DgEpochChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, DgEpochChooser, message);
  gtk_widget_class_bind_template_child (widget_class, DgEpochChooser, grid);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
}

static void
dg_epoch_chooser_init (DgEpochChooser *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follower = dg_follower_new (self, follower_cb);
}
