/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/misclassified-list.h"

#include <glib/gi18n-lib.h>

#include "app/follower.h"
#include "app/misclassified-model.h"
#include "app/sample-image.h"
#include "explorer/words.h"

#define THUMBNAIL_SIZE 56 /* twice MNIST's 28 */

struct _DgMisclassifiedList
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  DgMisclassifiedModel *model;

  gboolean updating; /* controls follow the explorer, they are not being used */
  guint tick;        /* 0: nothing waits for a frame */
  guint n_ticks;     /* frames waited for */

  /* template children */
  GtkLabel *heading;
  GtkDropDown *epoch;
  GtkStack *stack;
  GtkLabel *placeholder;
  GtkGridView *thumbnails;
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

static void
thumbnail_setup_cb (GtkListItemFactory *factory, GtkListItem *item, DgMisclassifiedList *self)
{
  GtkWidget *image = g_object_new (DG_TYPE_SAMPLE_IMAGE, "size", THUMBNAIL_SIZE, NULL);

  gtk_widget_add_css_class (image, "paper");
  gtk_list_item_set_child (item, image);
}

static void
thumbnail_bind_cb (GtkListItemFactory *factory, GtkListItem *item, DgMisclassifiedList *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  const DgMisclassified *entry = dg_misclassified_item_get (gtk_list_item_get_item (item));
  DgSampleImage *image = DG_SAMPLE_IMAGE (gtk_list_item_get_child (item));
  const char *label = dg_run_get_class_name (run, entry->label);
  const char *said = dg_run_get_class_name (run, entry->said);
  g_autofree char *answer = g_strdup_printf (_("%s → %s"), label, said);
  g_autofree char *words = g_strdup_printf (_("True %s, said %s"), label, said);

  dg_sample_image_set_sample (image, run, entry->sample);
  dg_sample_image_set_caption (image, answer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
thumbnail_unbind_cb (GtkListItemFactory *factory, GtkListItem *item, DgMisclassifiedList *self)
{
  dg_sample_image_set_sample (DG_SAMPLE_IMAGE (gtk_list_item_get_child (item)), NULL, 0);
}

static void
select_sample_cb (DgMisclassifiedList *self, guint sample, gboolean extend)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.select-sample", "(ub)", sample, extend);
}

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
  dg_misclassified_model_set_items (self->model, items);
  dg_misclassified_model_set_selected (self->model, samples, n_samples);

  if (items->len > 0)
    {
      g_autofree char *count = dg_words_count (items->len);
      g_autofree char *heading = g_strdup_printf (_("%s misclassified"), count);

      gtk_label_set_label (self->heading, heading);
    }
  else
    {
      gtk_label_set_label (self->heading, _("Misclassified"));
      gtk_label_set_label (self->placeholder, explain_empty (self));
    }
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "placeholder");
}

static void
update (DgMisclassifiedList *self, DgChanges changes)
{
  self->updating = TRUE;
  if (changes & DG_CHANGED_RUN)
    {
      /* The same samples of another run have other thumbnails. */
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (DgMisclassified));

      dg_misclassified_model_set_items (self->model, none);
    }
  if (changes & (DG_CHANGED_RUN | DG_CHANGED_EPOCHS))
    rebuild_epochs (self);
  if (dg_follower_get_run (self->follower))
    update_epoch (self);
  update_list (self);
  self->updating = FALSE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DgMisclassifiedList *self = DG_MISCLASSIFIED_LIST (widget);

  if (self->n_ticks++ == 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  update (self, DG_CHANGED_MARKS);
  return G_SOURCE_REMOVE;
}

/* Thumbnails take GTK longer to make than a frame has: the frame that shows the marks goes first. */
static gboolean
waits_for_marks (DgMisclassifiedList *self)
{
  g_autoptr (GArray) items = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !dg_follower_get_run (self->follower))
    return FALSE;
  items = dg_explorer_get_misclassified (dg_follower_get_explorer (self->follower));
  if (dg_misclassified_model_is_listed (self->model, items))
    return FALSE;
  self->n_ticks = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  return TRUE;
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  if (changes == DG_CHANGED_METRICS || (changes == DG_CHANGED_MARKS && waits_for_marks (owner)))
    return;
  update (owner, changes);
}

static void
dg_misclassified_list_dispose (GObject *object)
{
  DgMisclassifiedList *self = DG_MISCLASSIFIED_LIST (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_object (&self->model);
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
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_unbind_cb);
}

static void
dg_misclassified_list_init (DgMisclassifiedList *self)
{
  self->model = dg_misclassified_model_new ();
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->model, "select-sample", G_CALLBACK (select_sample_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_grid_view_set_model (self->thumbnails, GTK_SELECTION_MODEL (self->model));

  self->follower = dg_follower_new (self, follower_cb);
  update (self, DG_CHANGED_RUN);
}
