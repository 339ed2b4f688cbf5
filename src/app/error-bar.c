/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/error-bar.h"

struct _DgErrorBar
{
  GtkBox parent_instance;

  /* template children */
  GtkLabel *message;
};

G_DEFINE_FINAL_TYPE (DgErrorBar, dg_error_bar, GTK_TYPE_BOX)

static void
response_cb (DgErrorBar *self)
{
  dg_error_bar_hide (self);
}

static void
dg_error_bar_class_init (DgErrorBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/error-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DgErrorBar, message);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
}

static void
dg_error_bar_init (DgErrorBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dg_error_bar_show (DgErrorBar *self, const char *message)
{
  g_return_if_fail (DG_IS_ERROR_BAR (self));

  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
dg_error_bar_hide (DgErrorBar *self)
{
  g_return_if_fail (DG_IS_ERROR_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
