/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/layer-toggles.h"

#include "run/choices.h"

#define COLUMNS 6

struct _DgLayerToggles
{
  GtkGrid parent_instance;

  /* owned */
  GHashTable *chosen; /* kind and name of each module whose toggle was used → whether it is on */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DgLayerToggles, dg_layer_toggles, GTK_TYPE_GRID)

static GtkToggleButton *
get_toggle (DgLayerToggles *self, guint i)
{
  return GTK_TOGGLE_BUTTON (gtk_grid_get_child_at (GTK_GRID (self), i % COLUMNS, i / COLUMNS));
}

static gboolean
is_for (GtkToggleButton *toggle, const DgModuleInfo *module)
{
  return toggle && g_str_equal (gtk_button_get_label (GTK_BUTTON (toggle)), module->name)
         && g_str_equal (gtk_widget_get_tooltip_text (GTK_WIDGET (toggle)), module->kind);
}

/* Whether the toggles are those of @network. */
static gboolean
are_for (DgLayerToggles *self, const DgNetwork *network)
{
  guint n = dg_network_get_n_modules (network);

  for (guint i = 0; i < n; i++)
    if (!is_for (get_toggle (self, i), dg_network_get_module_info (network, i)))
      return FALSE;
  return get_toggle (self, n) == NULL;
}

static char *
make_key (const char *name, const char *kind)
{
  return g_strconcat (kind, " ", name, NULL);
}

static void
toggled_cb (DgLayerToggles *self, GtkToggleButton *toggle)
{
  g_hash_table_insert (self->chosen,
                       make_key (gtk_button_get_label (GTK_BUTTON (toggle)),
                                 gtk_widget_get_tooltip_text (GTK_WIDGET (toggle))),
                       GINT_TO_POINTER (gtk_toggle_button_get_active (toggle)));
  g_signal_emit (self, changed_signal, 0);
}

static void
attach (DgLayerToggles *self, guint i, const DgModuleInfo *module, gboolean active)
{
  GtkWidget *toggle = gtk_toggle_button_new_with_label (module->name);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (toggle))), PANGO_ELLIPSIZE_END);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), active);
  gtk_widget_set_tooltip_text (toggle, module->kind);
  gtk_widget_add_css_class (toggle, "chip");
  g_signal_connect_swapped (toggle, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_grid_attach (GTK_GRID (self), toggle, i % COLUMNS, i / COLUMNS, 1, 1);
}

static void
dg_layer_toggles_dispose (GObject *object)
{
  g_clear_pointer (&DG_LAYER_TOGGLES (object)->chosen, g_hash_table_unref);
  G_OBJECT_CLASS (dg_layer_toggles_parent_class)->dispose (object);
}

static void
dg_layer_toggles_class_init (DgLayerTogglesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dg_layer_toggles_dispose;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
dg_layer_toggles_init (DgLayerToggles *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_grid_set_column_homogeneous (GTK_GRID (self), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self), 4);
  gtk_grid_set_row_spacing (GTK_GRID (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "layers");
}

void
dg_layer_toggles_set_outline (DgLayerToggles *self, const DgOutline *outline)
{
  g_auto (GStrv) usual = NULL;
  GtkWidget *child;

  g_return_if_fail (DG_IS_LAYER_TOGGLES (self));

  if (are_for (self, outline->network))
    return;
  usual = dg_choices_get_layers (outline->network, NULL, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_grid_remove (GTK_GRID (self), child);
  for (guint i = 0; i < outline->n_modules; i++)
    {
      const DgModuleInfo *module = dg_network_get_module_info (outline->network, i);
      g_autofree char *key = make_key (module->name, module->kind);
      gpointer active;

      if (!g_hash_table_lookup_extended (self->chosen, key, NULL, &active))
        active = GINT_TO_POINTER (g_strv_contains ((const char *const *) usual, module->name));
      attach (self, i, module, GPOINTER_TO_INT (active));
    }
  g_signal_emit (self, changed_signal, 0);
}

char **
dg_layer_toggles_get_layers (DgLayerToggles *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GtkToggleButton *toggle;

  g_return_val_if_fail (DG_IS_LAYER_TOGGLES (self), NULL);

  for (guint i = 0; (toggle = get_toggle (self, i)); i++)
    if (gtk_toggle_button_get_active (toggle))
      g_strv_builder_add (names, gtk_button_get_label (GTK_BUTTON (toggle)));
  return g_strv_builder_end (names);
}
