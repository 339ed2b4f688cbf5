/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unit-model.h"

struct _DgUnitModel
{
  GObject parent_instance;

  /* owned */
  GtkBitset *selected;

  guint n;
};

static guint select_unit_signal;

static GType
get_item_type (GListModel *list)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *list)
{
  return DG_UNIT_MODEL (list)->n;
}

static gpointer
get_item (GListModel *list, guint position)
{
  g_autofree char *number = g_strdup_printf ("%u", position);

  return position < DG_UNIT_MODEL (list)->n ? gtk_string_object_new (number) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (DG_UNIT_MODEL (model)->selected, position);
}

static gboolean
request (GtkSelectionModel *model, guint position, gboolean extend)
{
  if (position >= DG_UNIT_MODEL (model)->n)
    return FALSE;
  g_signal_emit (model, select_unit_signal, 0, position, extend);
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

G_DEFINE_FINAL_TYPE_WITH_CODE (DgUnitModel, dg_unit_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static void
dg_unit_model_finalize (GObject *object)
{
  gtk_bitset_unref (DG_UNIT_MODEL (object)->selected);
  G_OBJECT_CLASS (dg_unit_model_parent_class)->finalize (object);
}

static void
dg_unit_model_class_init (DgUnitModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dg_unit_model_finalize;

  select_unit_signal = g_signal_new ("select-unit", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
dg_unit_model_init (DgUnitModel *self)
{
  self->selected = gtk_bitset_new_empty ();
}

DgUnitModel *
dg_unit_model_new (void)
{
  return g_object_new (DG_TYPE_UNIT_MODEL, NULL);
}

void
dg_unit_model_set_n_units (DgUnitModel *self, guint n)
{
  guint n_before = self->n;

  g_return_if_fail (DG_IS_UNIT_MODEL (self));

  self->n = n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n);
}

void
dg_unit_model_set_selected (DgUnitModel *self, const GArray *units)
{
  g_return_if_fail (DG_IS_UNIT_MODEL (self));

  gtk_bitset_remove_all (self->selected);
  for (guint i = 0; i < units->len; i++)
    gtk_bitset_add (self->selected, g_array_index (units, guint32, i));
  if (self->n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n);
}
