/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels that make way for the centre where there is no room for them. */
#include "app/panes.h"

#include "gui.h"

static gboolean
has_width (GtkWidget *widget, int width)
{
  return gtk_widget_get_width (widget) == width;
}

/* The focus does not stay in a panel that is hidden. */
static void
test_focus (void)
{
  GtkWidget *start = gtk_button_new_with_label ("start"), *centre = gtk_button_new_with_label ("centre");
  GtkWidget *end = gtk_button_new_with_label ("end");
  GtkWidget *panes = g_object_new (DG_TYPE_PANES, "start", start, "centre", centre, "end", end, "start-width", 200,
                                   "centre-width", 400, "end-width", 200, NULL);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), panes);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 300);
  gui_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (end);
  g_assert_true (gtk_widget_has_focus (end));

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 300);
  GUI_WAIT_UNTIL (has_width (panes, 700));
  gui_wait_for_frame (panes);
  g_assert_false (gtk_widget_get_mapped (end));
  g_assert_true (gtk_widget_has_focus (centre));

  gtk_widget_grab_focus (start);
  g_assert_true (gtk_widget_has_focus (start));
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 300);
  GUI_WAIT_UNTIL (has_width (panes, 500));
  gui_wait_for_frame (panes);
  g_assert_false (gtk_widget_get_mapped (start));
  g_assert_true (gtk_widget_has_focus (centre));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panes/focus", test_focus);
  return g_test_run ();
}
