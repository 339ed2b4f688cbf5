/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/misclassified-list.h"

#include <glib/gi18n-lib.h>

#include "app/follower.h"
#include "app/thumbnail-grid.h"
#include "explorer/words.h"

struct _DgMisclassifiedList
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  gboolean updating; /* controls follow the explorer, they are not being used */

  /* template children */
  GtkInscription *heading; /* its words change with each click on a class, and no size with them */
  GtkDropDown *epoch;
  GtkStack *stack;
  GtkLabel *placeholder;
  DgThumbnailGrid *thumbnails;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgMisclassifiedList, dg_misclassified_list, GTK_TYPE_BOX)

/* The reference epoch */

static void
epoch_setup_cb (GtkListItemFactory *factory, GtkListItem *item, DgMisclassifiedList *self)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

/* The button names the epoch also while it follows the newest. */
static void
epoch_bind_cb (GtkListItemFactory *factory, GtkListItem *item, DgMisclassifiedList *self)
{
  DgExplorer *explorer = self->follower ? dg_follower_get_explorer (self->follower) : NULL;
  gint epoch = explorer ? dg_explorer_get_reference_epoch (explorer) : DG_EPOCH_NEWEST;
  g_autofree char *text = NULL;

  if (gtk_list_item_get_position (item) > 0)
    epoch = g_ascii_strtoull (gtk_string_object_get_string (gtk_list_item_get_item (item)), NULL, 10);
  text = g_strdup_printf (_("epoch %u"), (guint) MAX (epoch, 0));
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
epoch_selected_cb (DgMisclassifiedList *self)
{
  guint selected = gtk_drop_down_get_selected (self->epoch);
  const guint *epochs;
  gsize n;

  if (self->updating || !dg_follower_get_run (self->follower) || selected == GTK_INVALID_LIST_POSITION)
    return;
  epochs = dg_run_get_epochs (dg_follower_get_run (self->follower), &n);
  if (selected <= n)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.reference-epoch", "i",
                                selected > 0 ? (gint) epochs[selected - 1] : DG_EPOCH_NEWEST);
}

static void
rebuild_epochs (DgMisclassifiedList *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  const guint *epochs = NULL;
  gsize n = 0;

  if (run)
    epochs = dg_run_get_epochs (run, &n);
  gtk_string_list_append (list, _("newest"));
  for (gsize i = 0; i < n; i++)
    gtk_string_list_take (list, g_strdup_printf ("%u", epochs[i]));
  gtk_drop_down_set_model (self->epoch, G_LIST_MODEL (list));
  gtk_widget_set_visible (GTK_WIDGET (self->epoch), n > 0 && dg_run_has_predictions (run));
}

/* An epoch that is the newest was either chosen or is being followed: what was selected here last decides. */
static void
update_epoch (DgMisclassifiedList *self)
{
  gint chosen = dg_explorer_get_reference_epoch (dg_follower_get_explorer (self->follower));
  guint selected = gtk_drop_down_get_selected (self->epoch);
  const guint *epochs;
  gsize n;

  epochs = dg_run_get_epochs (dg_follower_get_run (self->follower), &n);
  for (gsize i = 0; i < n; i++)
    if ((gint) epochs[i] == chosen && (i + 1 < n || selected != 0))
      gtk_drop_down_set_selected (self->epoch, i + 1);
}

/* Misclassified samples */

static const char *
explain_empty (DgMisclassifiedList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  DgRun *run = dg_follower_get_run (self->follower);

  if (!run)
    return _("Samples a network gets wrong are listed here");
  if (!dg_run_get_labels (run))
    return _("Without labels nothing is known to be wrong");
  if (!dg_run_has_predictions (run))
    return _("Without predictions nothing is known to be wrong");
  if (dg_explorer_get_reference_epoch (explorer) == DG_EPOCH_NEWEST)
    return _("Listed as soon as the first epoch is saved");
  if (dg_explorer_get_said (explorer, dg_explorer_get_reference_epoch (explorer), 0) < 0)
    return _("The answers of this epoch are not known yet");
  for (guint i = 0; i < dg_run_get_n_classes (run); i++)
    if (dg_explorer_is_class_chosen (explorer, i))
      return _("None of the chosen classes");
  return _("None: every sample is classified rightly");
}

static void
update_list (DgMisclassifiedList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autoptr (GArray) items = NULL;
  const guint32 *samples = NULL;
  gsize n_samples = 0;

  if (dg_follower_get_run (self->follower))
    {
      items = dg_explorer_get_misclassified (explorer);
      samples = dg_explorer_get_samples (explorer, &n_samples);
    }
  else
    items = g_array_new (FALSE, FALSE, sizeof (DgMisclassified));
  dg_thumbnail_grid_set_items (self->thumbnails, dg_follower_get_run (self->follower), items);
  dg_thumbnail_grid_set_selected (self->thumbnails, samples, n_samples);

  if (items->len > 0)
    {
      g_autofree char *count = dg_words_count (items->len);
      g_autofree char *heading = g_strdup_printf (_("%s misclassified"), count);

      gtk_inscription_set_text (self->heading, heading);
    }
  else
    {
      gtk_inscription_set_text (self->heading, _("Misclassified"));
      gtk_label_set_label (self->placeholder, explain_empty (self));
    }
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "placeholder");
}

static void
update (DgMisclassifiedList *self, DgChanges changes)
{
  self->updating = TRUE;
  if (changes & (DG_CHANGED_RUN | DG_CHANGED_EPOCHS))
    rebuild_epochs (self);
  if (dg_follower_get_run (self->follower))
    update_epoch (self);
  update_list (self);
  self->updating = FALSE;
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  if (changes != DG_CHANGED_METRICS)
    update (owner, changes);
}

static void
dg_misclassified_list_dispose (GObject *object)
{
  DgMisclassifiedList *self = DG_MISCLASSIFIED_LIST (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_misclassified_list_parent_class)->dispose (object);
}

static void
dg_misclassified_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_MISCLASSIFIED_LIST (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_misclassified_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_MISCLASSIFIED_LIST (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_misclassified_list_class_init (DgMisclassifiedListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_misclassified_list_dispose;
  object_class->get_property = dg_misclassified_list_get_property;
  object_class->set_property = dg_misclassified_list_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_THUMBNAIL_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/misclassified-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DgMisclassifiedList, heading);
  gtk_widget_class_bind_template_child (widget_class, DgMisclassifiedList, epoch);
  gtk_widget_class_bind_template_child (widget_class, DgMisclassifiedList, stack);
  gtk_widget_class_bind_template_child (widget_class, DgMisclassifiedList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DgMisclassifiedList, thumbnails);
  gtk_widget_class_bind_template_callback (widget_class, epoch_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, epoch_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, epoch_selected_cb);
}

static void
dg_misclassified_list_init (DgMisclassifiedList *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->follower = dg_follower_new (self, follower_cb);
  update (self, DG_CHANGED_RUN);
}
