/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/activations-dialog.h"

#define RECIPE "/io/github/diagonal_app/Diagonal/recipe.py"

struct _DgActivationsDialog
{
  GtkWindow parent_instance;

  /* template children */
  GtkWidget *copied;
  GtkTextView *recipe;
};

enum
{
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgActivationsDialog, dg_activations_dialog, GTK_TYPE_WINDOW)

static void
open_clicked_cb (DgActivationsDialog *self)
{
  g_autoptr (DgActivationsDialog) guard = g_object_ref (self);

  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[OPEN], 0);
}

static void
copy_clicked_cb (DgActivationsDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->recipe);
  GtkTextIter begin, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  text = gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_set_visible (self->copied, TRUE);
}

static void
dg_activations_dialog_class_init (DgActivationsDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/activations-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DgActivationsDialog, copied);
  gtk_widget_class_bind_template_child (widget_class, DgActivationsDialog, recipe);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dg_activations_dialog_init (DgActivationsDialog *self)
{
  g_autoptr (GBytes) recipe = g_resources_lookup_data (RECIPE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size;
  const char *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = g_bytes_get_data (recipe, &size);
  size -= size > 0 && text[size - 1] == '\n';
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->recipe), text, (int) size);
}

DgActivationsDialog *
dg_activations_dialog_new (GtkWindow *parent)
{
  return g_object_new (DG_TYPE_ACTIVATIONS_DIALOG, "transient-for", parent, NULL);
}
