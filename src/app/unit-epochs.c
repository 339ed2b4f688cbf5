/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/unit-epochs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/unit-image.h"
#include "explorer/words.h"

#define COLUMNS 4 /* epochs in one line */
#define SIZE 36
#define LINES 3 /* picture, epoch, row */

struct _DgUnitEpochs
{
  GtkGrid parent_instance;

  guint n; /* epochs that have widgets */
};

G_DEFINE_FINAL_TYPE (DgUnitEpochs, dg_unit_epochs, GTK_TYPE_GRID)

static GtkWidget *
get_child (DgUnitEpochs *self, guint i, guint line)
{
  return gtk_grid_get_child_at (GTK_GRID (self), 1 + (int) (i % COLUMNS), (int) (i / COLUMNS * LINES + line));
}

static void
attach (DgUnitEpochs *self, GtkWidget *child, guint i, guint line)
{
  gtk_grid_attach (GTK_GRID (self), child, 1 + (int) (i % COLUMNS), (int) (i / COLUMNS * LINES + line), 1, 1);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_button (void)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *image = g_object_new (DG_TYPE_UNIT_IMAGE, "size", SIZE, NULL);

  gtk_widget_set_halign (image, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), image);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "unit-epoch");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ii)", -1, -1); /* the name alone would not fit */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.set-current");
  return button;
}

/* What the two lines of numbers are stands at their left. */
static void
attach_heading (DgUnitEpochs *self, guint i, guint line, const char *text)
{
  GtkWidget *label = new_label (text, "epoch-number");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (GTK_GRID (self), label, 0, (int) (i / COLUMNS * LINES + line), 1, 1);
}

static void
rebuild (DgUnitEpochs *self, guint n)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  for (guint i = 0; i < n; i++)
    {
      if (i % COLUMNS == 0)
        {
          attach_heading (self, i, 1, _("epoch"));
          attach_heading (self, i, 2, _("row"));
        }
      attach (self, new_button (), i, 0);
      attach (self, new_label (NULL, "epoch-number"), i, 1);
      attach (self, new_label (NULL, "epoch-row"), i, 2);
    }
  self->n = n;
}

/* The row of the unit in its cell at a column, counted from 1; 0 while it is not known. */
static guint
find_row (DgExplorer *explorer, gint row, guint column, guint32 unit, gsize *n)
{
  DgCell *cell = row >= 0 ? dg_explorer_get_cell (explorer, (guint) row, column) : NULL;
  guint32 position = cell != NULL ? dg_cell_get_position (cell, unit) : DG_CELL_ABSENT;

  *n = cell != NULL ? dg_cell_get_n (cell) : 0;
  return position != DG_CELL_ABSENT ? position + 1 : 0;
}

/* "Epoch 5: norm 1.2, change 0.3, bias 0.01" */
static char *
describe (guint epoch, const DgUnitMoment *moment)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("Epoch %u"), epoch);
  if (moment == NULL || moment->weights == NULL)
    {
      g_string_append_printf (text, ": %s", moment != NULL ? moment->fault : _("not known"));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _(": norm %.3g"), moment->norm);
  if (!isnan (moment->change))
    g_string_append_printf (text, _(", change %.3g"), moment->change);
  if (!isnan (moment->bias))
    g_string_append_printf (text, _(", bias %.3g"), moment->bias);
  return g_string_free (text, FALSE);
}

static gint
find_layer (DgExplorer *explorer, const char *module)
{
  const char *const *layers = dg_explorer_get_layers (explorer);

  for (gint row = 0; layers[row] != NULL; row++)
    if (g_str_equal (layers[row], module))
      return row;
  return -1;
}

static void
set_current_class (GtkWidget *button, gboolean current)
{
  if (current)
    gtk_widget_add_css_class (button, "current");
  else
    gtk_widget_remove_css_class (button, "current");
}

/* Setting it has GTK look for a tooltip to show, whatever it was before. */
static void
set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

static void
update_epoch (DgUnitEpochs *self, DgExplorer *explorer, const DgUnitHistory *history, guint i, guint epoch,
              gboolean current)
{
  const DgUnitMoment *moment = dg_unit_history_find (history, epoch);
  GtkWidget *button = get_child (self, i, 0);
  DgUnitImage *image = DG_UNIT_IMAGE (gtk_button_get_child (GTK_BUTTON (button)));
  gint row = find_layer (explorer, history->units->module);
  gsize n;
  guint place = find_row (explorer, row, i, history->unit, &n);
  g_autofree char *words = describe (epoch, moment);
  g_autofree char *number = g_strdup_printf ("%u", epoch);
  g_autofree char *place_number = place > 0 ? g_strdup_printf ("%u", place) : g_strdup ("–");
  g_autofree char *place_words = g_strdup_printf (_("Row %u of %zu at epoch %u"), place, n, epoch);

  dg_unit_image_set_weights (image, history->units, moment != NULL ? moment->weights : NULL, history->largest);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ii)", row, (gint) i);
  gtk_widget_set_sensitive (button, row >= 0);
  set_tooltip (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  set_current_class (button, current);
  gtk_label_set_label (GTK_LABEL (get_child (self, i, 1)), number);
  gtk_label_set_label (GTK_LABEL (get_child (self, i, 2)), place_number);
  set_tooltip (get_child (self, i, 2), place > 0 ? place_words : NULL);
}

static void
dg_unit_epochs_class_init (DgUnitEpochsClass *class)
{
}

static void
dg_unit_epochs_init (DgUnitEpochs *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "unit-epochs");
}

void
dg_unit_epochs_update (DgUnitEpochs *self, DgExplorer *explorer, const DgUnitHistory *history, guint epoch)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (explorer, &n);

  g_return_if_fail (DG_IS_UNIT_EPOCHS (self));

  if (self->n != n)
    rebuild (self, (guint) n);
  for (guint i = 0; i < n; i++)
    update_epoch (self, explorer, history, i, epochs[i], epochs[i] == epoch);
}
