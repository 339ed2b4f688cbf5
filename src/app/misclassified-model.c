/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/misclassified-model.h"

struct _DgMisclassifiedItem
{
  GObject parent_instance;

  DgMisclassified entry;
};

G_DEFINE_FINAL_TYPE (DgMisclassifiedItem, dg_misclassified_item, G_TYPE_OBJECT)

static void
dg_misclassified_item_class_init (DgMisclassifiedItemClass *class)
{
}

static void
dg_misclassified_item_init (DgMisclassifiedItem *self)
{
}

const DgMisclassified *
dg_misclassified_item_get (DgMisclassifiedItem *self)
{
  return &self->entry;
}

struct _DgMisclassifiedModel
{
  GObject parent_instance;

  /* owned */
  GArray *items;        /* of DgMisclassified */
  GHashTable *selected; /* a set of samples */
};

static guint select_sample_signal;

static GType
get_item_type (GListModel *list)
{
  return DG_TYPE_MISCLASSIFIED_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return DG_MISCLASSIFIED_MODEL (list)->items->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  DgMisclassifiedModel *self = DG_MISCLASSIFIED_MODEL (list);
  DgMisclassifiedItem *item;

  if (position >= self->items->len)
    return NULL;
  item = g_object_new (DG_TYPE_MISCLASSIFIED_ITEM, NULL);
  item->entry = g_array_index (self->items, DgMisclassified, position);
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static guint
get_sample (DgMisclassifiedModel *self, guint position)
{
  return g_array_index (self->items, DgMisclassified, position).sample;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  DgMisclassifiedModel *self = DG_MISCLASSIFIED_MODEL (model);

  if (position >= self->items->len)
    return FALSE;
  return g_hash_table_contains (self->selected, GUINT_TO_POINTER (get_sample (self, position)));
}

static gboolean
request (GtkSelectionModel *model, guint position, gboolean extend)
{
  DgMisclassifiedModel *self = DG_MISCLASSIFIED_MODEL (model);

  if (position >= self->items->len)
    return FALSE;
  g_signal_emit (self, select_sample_signal, 0, get_sample (self, position), extend);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return request (model, position, !unselect_rest);
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  return request (model, position, TRUE);
}

static void
selection_model_init (GtkSelectionModelInterface *interface)
{
  interface->is_selected = is_selected;
  interface->select_item = select_item;
  interface->unselect_item = unselect_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DgMisclassifiedModel, dg_misclassified_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static void
dg_misclassified_model_finalize (GObject *object)
{
  DgMisclassifiedModel *self = DG_MISCLASSIFIED_MODEL (object);

  g_array_unref (self->items);
  g_hash_table_unref (self->selected);
  G_OBJECT_CLASS (dg_misclassified_model_parent_class)->finalize (object);
}

static void
dg_misclassified_model_class_init (DgMisclassifiedModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dg_misclassified_model_finalize;

  select_sample_signal = g_signal_new ("select-sample", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
dg_misclassified_model_init (DgMisclassifiedModel *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (DgMisclassified));
  self->selected = g_hash_table_new (NULL, NULL);
}

DgMisclassifiedModel *
dg_misclassified_model_new (void)
{
  return g_object_new (DG_TYPE_MISCLASSIFIED_MODEL, NULL);
}

gboolean
dg_misclassified_model_is_listed (DgMisclassifiedModel *self, GArray *items)
{
  if (self->items->len != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const DgMisclassified *a = &g_array_index (self->items, DgMisclassified, i);
      const DgMisclassified *b = &g_array_index (items, DgMisclassified, i);

      if (a->sample != b->sample || a->label != b->label || a->said != b->said)
        return FALSE;
    }
  return TRUE;
}

void
dg_misclassified_model_set_items (DgMisclassifiedModel *self, GArray *items)
{
  guint n_before = self->items->len;

  g_return_if_fail (DG_IS_MISCLASSIFIED_MODEL (self));

  if (dg_misclassified_model_is_listed (self, items))
    return;
  g_array_unref (self->items);
  self->items = g_array_ref (items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, items->len);
}

void
dg_misclassified_model_set_selected (DgMisclassifiedModel *self, const guint32 *samples, gsize n)
{
  g_return_if_fail (DG_IS_MISCLASSIFIED_MODEL (self));

  g_hash_table_remove_all (self->selected);
  for (gsize i = 0; i < n; i++)
    g_hash_table_add (self->selected, GUINT_TO_POINTER (samples[i]));
  if (self->items->len > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->items->len);
}
