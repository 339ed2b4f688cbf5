/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/unit-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/follower.h"
#include "app/unit-image.h"
#include "app/unit-model.h"
#include "explorer/unit-words.h"

#define THUMBNAIL_SIZE 56

struct _DgUnitList
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  GSignalGroup *signals; /* of the explorer, besides those that are followed */
  DgUnitModel *model;
  GCancellable *cancellable; /* of what is being loaded; nullable */
  DgRun *run;                /* of what is asked for; nullable */
  DgTensor *weights;         /* (n_units, …) that are listed; nullable */
  GPtrArray *bound;          /* of GtkListItem, borrowed: those that have a widget */

  const char *module; /* interned; asked for, listed once it is loaded; NULL: none */
  guint epoch;
  const DgUnits *units; /* of the listed ones, borrowed from the run; NULL: none */
  double largest;       /* absolute value among them */
  gboolean updating;    /* controls follow the explorer, they are not being used */

  /* template children */
  GtkDropDown *modules;
  GtkLabel *heading;
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

G_DEFINE_FINAL_TYPE (DgUnitList, dg_unit_list, GTK_TYPE_BOX)

/* Pictures */

static void
thumbnail_setup_cb (GtkListItemFactory *factory, GtkListItem *item, DgUnitList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = g_object_new (DG_TYPE_UNIT_IMAGE, "size", THUMBNAIL_SIZE, NULL);

  gtk_widget_set_halign (image, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (image, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_widget_add_css_class (box, "unit");
  gtk_list_item_set_child (item, box);
}

static void
show_unit (DgUnitList *self, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  DgUnitImage *image = DG_UNIT_IMAGE (gtk_widget_get_first_child (box));
  guint unit = gtk_list_item_get_position (item);
  g_autofree char *name = dg_unit_words_name (self->units, unit);
  g_autofree char *words = g_strdup_printf ("%s, %s", self->units->module, name);
  g_autofree char *number = g_strdup_printf ("%u", unit);

  dg_unit_image_set_weights (image, self->units, self->weights->data + unit * dg_units_get_fan_in (self->units),
                             self->largest);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), number);
  gtk_widget_set_tooltip_text (box, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
thumbnail_bind_cb (GtkListItemFactory *factory, GtkListItem *item, DgUnitList *self)
{
  g_ptr_array_add (self->bound, item);
  show_unit (self, item);
}

static void
thumbnail_unbind_cb (GtkListItemFactory *factory, GtkListItem *item, DgUnitList *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

static void
select_unit_cb (DgUnitList *self, guint unit, gboolean extend)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.select-unit", "(sub)", self->units->module, unit, extend);
}

static void
update_selected (DgUnitList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autoptr (GArray) units = NULL;

  if (self->units == NULL)
    return;
  units = dg_unit_selection_list (dg_explorer_get_units (explorer), self->units->module);
  dg_unit_model_set_selected (self->model, units);
}

static void
show_nothing (DgUnitList *self, const char *why)
{
  self->units = NULL;
  dg_unit_model_set_n_units (self->model, 0);
  g_clear_pointer (&self->weights, dg_tensor_unref);
  gtk_label_set_label (self->placeholder, why);
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

static void
show_bound (gpointer item, gpointer data)
{
  show_unit (data, item);
}

/* Another epoch of the same units leaves the list where it is scrolled to. @weights: (transfer full) */
static void
show_weights (DgUnitList *self, DgTensor *weights)
{
  const DgUnits *units = dg_run_find_units (self->run, self->module, NULL);
  g_autofree char *count = dg_unit_words_count (units);
  g_autofree char *heading = g_strdup_printf (_("%s · epoch %u"), count, self->epoch);
  gboolean same = self->units == units;

  self->units = units;
  self->largest = 0;
  for (gsize i = 0; i < dg_tensor_get_size (weights); i++)
    self->largest = fmax (self->largest, fabs (weights->data[i]));
  g_clear_pointer (&self->weights, dg_tensor_unref);
  self->weights = weights;
  if (same)
    g_ptr_array_foreach (self->bound, show_bound, self);
  else
    dg_unit_model_set_n_units (self->model, (guint) units->n_units);
  update_selected (self);
  gtk_label_set_label (self->heading, heading);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

/* Loading */

/* What a thread loads: all of it is its own. */
typedef struct
{
  DgRun *run;
  const char *module;
  guint epoch;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->run);
  g_free (wish);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wish *wish = data;
  GError *error = NULL;
  DgTensor *weights = dg_run_load_weights (wish->run, wish->epoch, wish->module, NULL, &error);

  if (weights != NULL)
    g_task_return_pointer (task, weights, (GDestroyNotify) dg_tensor_unref);
  else
    g_task_return_error (task, error);
}

/* @data: the list, which is there unless the task was cancelled */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  DgTensor *weights = g_task_propagate_pointer (G_TASK (result), &error);

  if (weights != NULL)
    show_weights (data, weights);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_nothing (data, error->message);
}

static void
cancel (DgUnitList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load (DgUnitList *self)
{
  Wish *wish = g_new0 (Wish, 1);
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, loaded_cb, self);
  wish->run = g_object_ref (self->run);
  wish->module = self->module;
  wish->epoch = self->epoch;
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, wish, wish_free);
  g_task_run_in_thread (task, load_thread);
}

/* Has what the explorer looks at listed. */
static void
follow (DgUnitList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  DgRun *run = dg_follower_get_run (self->follower);
  gint row = explorer != NULL ? dg_explorer_get_unit_row (explorer) : -1;
  guint epoch = row >= 0 ? dg_explorer_get_unit_epoch (explorer) : 0;
  const char *module = epoch != 0 ? g_intern_string (dg_explorer_get_layers (explorer)[row]) : NULL;

  if (self->run == run && self->module == module && self->epoch == epoch)
    return;
  cancel (self);
  if (self->run != run || module == NULL)
    show_nothing (self, row >= 0 ? _("Listed as soon as the first epoch is saved") : NULL);
  g_set_object (&self->run, run);
  self->module = module;
  self->epoch = epoch;
  if (module != NULL)
    load (self);
}

/* The module */

static void
update_modules (DgUnitList *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  GListModel *before = gtk_drop_down_get_model (self->modules);
  const char *const none[] = { NULL };
  gint row = explorer != NULL ? dg_explorer_get_unit_row (explorer) : -1;
  const char *const *layers = row >= 0 ? dg_explorer_get_layers (explorer) : none;
  gboolean same = before != NULL && g_list_model_get_n_items (before) == g_strv_length ((char **) layers);

  self->updating = TRUE;
  for (guint i = 0; same && layers[i] != NULL; i++)
    same = g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (before), i), layers[i]);
  if (!same)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (layers);

      gtk_drop_down_set_model (self->modules, G_LIST_MODEL (list));
    }
  gtk_drop_down_set_selected (self->modules, row >= 0 ? (guint) row : GTK_INVALID_LIST_POSITION);
  self->updating = FALSE;
}

static void
module_selected_cb (DgUnitList *self)
{
  DgExplorer *explorer = self->follower != NULL ? dg_follower_get_explorer (self->follower) : NULL;
  guint selected = gtk_drop_down_get_selected (self->modules);
  gint row, column;
  gsize n;

  if (self->updating || explorer == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  dg_explorer_get_current (explorer, &row, &column);
  dg_explorer_get_epochs (explorer, &n);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.set-current", "(ii)", (gint) selected,
                              column >= 0 ? column : (gint) n - 1);
}

/* The explorer */

static void
current_changed_cb (DgUnitList *self)
{
  update_modules (self);
  follow (self);
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgUnitList *self = owner;

  if (changes == DG_CHANGED_METRICS)
    return;
  update_modules (self);
  follow (self);
  update_selected (self);
}

static void
dg_unit_list_dispose (GObject *object)
{
  DgUnitList *self = DG_UNIT_LIST (object);

  self->updating = TRUE; /* the controls may still speak while they go */
  cancel (self);
  g_clear_object (&self->signals);
  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_object (&self->model);
  g_clear_pointer (&self->weights, dg_tensor_unref);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_unit_list_parent_class)->dispose (object);
}

static void
dg_unit_list_finalize (GObject *object)
{
  g_ptr_array_unref (DG_UNIT_LIST (object)->bound);
  G_OBJECT_CLASS (dg_unit_list_parent_class)->finalize (object);
}

static void
dg_unit_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_UNIT_LIST (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_unit_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgUnitList *self = DG_UNIT_LIST (object);

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
dg_unit_list_class_init (DgUnitListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_unit_list_dispose;
  object_class->finalize = dg_unit_list_finalize;
  object_class->get_property = dg_unit_list_get_property;
  object_class->set_property = dg_unit_list_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/unit-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DgUnitList, modules);
  gtk_widget_class_bind_template_child (widget_class, DgUnitList, heading);
  gtk_widget_class_bind_template_child (widget_class, DgUnitList, stack);
  gtk_widget_class_bind_template_child (widget_class, DgUnitList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DgUnitList, thumbnails);
  gtk_widget_class_bind_template_callback (widget_class, module_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_unbind_cb);
}

static void
dg_unit_list_init (DgUnitList *self)
{
  self->updating = TRUE;
  self->model = dg_unit_model_new ();
  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->model, "select-unit", G_CALLBACK (select_unit_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_view_set_model (self->thumbnails, GTK_SELECTION_MODEL (self->model));

  self->signals = g_signal_group_new (DG_TYPE_EXPLORER);
  g_signal_group_connect_swapped (self->signals, "current-changed", G_CALLBACK (current_changed_cb), self);
  self->follower = dg_follower_new (self, follower_cb);
  self->updating = FALSE;
}
