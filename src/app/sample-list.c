/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/sample-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/follower.h"
#include "app/thumbnail-grid.h"
#include "explorer/words.h"

struct _DgSampleList
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

G_DEFINE_FINAL_TYPE (DgSampleList, dg_sample_list, GTK_TYPE_BOX)

/* The reference epoch */

static void
epoch_setup_cb (GtkListItemFactory *factory, GtkListItem *item, DgSampleList *self)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

/* The button names the epoch also while it follows the newest. */
static void
epoch_bind_cb (GtkListItemFactory *factory, GtkListItem *item, DgSampleList *self)
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
epoch_selected_cb (DgSampleList *self)
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
rebuild_epochs (DgSampleList *self)
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
  gtk_widget_set_visible (GTK_WIDGET (self->epoch),
                          n > 0 && (dg_run_has_predictions (run) || dg_run_has_reconstruction (run)));
}

/* An epoch that is the newest was either chosen or is being followed: what was selected here last decides. */
static void
update_epoch (DgSampleList *self)
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

/* Samples */

/* Whether the network reconstructs its images, and tells no classes. */
static gboolean
reconstructs (DgSampleList *self)
{
  DgRun *run = dg_follower_get_run (self->follower);

  return run && dg_run_has_reconstruction (run) && !dg_run_has_predictions (run);
}

static const char *
explain_no_reconstructions (DgSampleList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  gint epoch = dg_explorer_get_reference_epoch (explorer);
  const float *image;
  double error;

  if (epoch == DG_EPOCH_NEWEST)
    return _("Listed as soon as the first epoch is saved");
  if (dg_explorer_is_reconstruction_unreadable (explorer, epoch))
    return _("The reconstructions of this epoch cannot be read");
  return dg_explorer_get_reconstruction (explorer, epoch, 0, &image, &error) ? _("None of the chosen classes")
                                                                             : _("The reconstructions are being read");
}

static const char *
explain_empty (DgSampleList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  DgRun *run = dg_follower_get_run (self->follower);

  if (!run)
    return _("Samples a network gets wrong are listed here");
  if (reconstructs (self))
    return explain_no_reconstructions (self);
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

/* (transfer full) (element-type DgListedSample) */
static GArray *
get_items (DgSampleList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (DgListedSample));
  g_autoptr (GArray) found = NULL;

  if (!dg_follower_get_run (self->follower))
    return items;
  found = reconstructs (self) ? dg_explorer_get_worst_reconstructed (explorer) : dg_explorer_get_misclassified (explorer);
  for (guint i = 0; i < found->len; i++)
    {
      DgListedSample item = { .error = NAN };

      if (reconstructs (self))
        {
          const DgReconstructed *from = &g_array_index (found, DgReconstructed, i);

          item.sample = from->sample;
          item.error = from->error;
        }
      else
        {
          const DgMisclassified *from = &g_array_index (found, DgMisclassified, i);

          item = (DgListedSample){ from->sample, from->label, from->said, NAN };
        }
      g_array_append_val (items, item);
    }
  return items;
}

static void
update_heading (DgSampleList *self, guint n)
{
  g_autofree char *count = dg_words_count (n);
  g_autofree char *heading = NULL;

  if (reconstructs (self))
    heading = g_strdup (_("Largest errors"));
  else if (n > 0)
    heading = g_strdup_printf (_("%s misclassified"), count);
  else
    heading = g_strdup (_("Misclassified"));
  gtk_inscription_set_text (self->heading, heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->thumbnails), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reconstructs (self) ? _("Samples reconstructed worst") : _("Misclassified samples"), -1);
}

static void
update_list (DgSampleList *self)
{
  g_autoptr (GArray) items = get_items (self);
  const guint32 *samples = NULL;
  gsize n_samples = 0;

  if (dg_follower_get_run (self->follower))
    samples = dg_explorer_get_samples (dg_follower_get_explorer (self->follower), &n_samples);
  dg_thumbnail_grid_set_items (self->thumbnails, dg_follower_get_run (self->follower), items);
  dg_thumbnail_grid_set_selected (self->thumbnails, samples, n_samples);
  update_heading (self, items->len);
  if (items->len == 0)
    gtk_label_set_label (self->placeholder, explain_empty (self));
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "placeholder");
}

static void
update (DgSampleList *self, DgChanges changes)
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
dg_sample_list_dispose (GObject *object)
{
  DgSampleList *self = DG_SAMPLE_LIST (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_sample_list_parent_class)->dispose (object);
}

static void
dg_sample_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_SAMPLE_LIST (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_sample_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_SAMPLE_LIST (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_sample_list_class_init (DgSampleListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_sample_list_dispose;
  object_class->get_property = dg_sample_list_get_property;
  object_class->set_property = dg_sample_list_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_THUMBNAIL_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/sample-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DgSampleList, heading);
  gtk_widget_class_bind_template_child (widget_class, DgSampleList, epoch);
  gtk_widget_class_bind_template_child (widget_class, DgSampleList, stack);
  gtk_widget_class_bind_template_child (widget_class, DgSampleList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DgSampleList, thumbnails);
  gtk_widget_class_bind_template_callback (widget_class, epoch_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, epoch_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, epoch_selected_cb);
}

static void
dg_sample_list_init (DgSampleList *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->follower = dg_follower_new (self, follower_cb);
  update (self, DG_CHANGED_RUN);
}
