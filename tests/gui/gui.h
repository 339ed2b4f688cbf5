/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What tests in a real window need: waiting, a pointer, a keyboard. They run in tests/gui/session. */

/* Long, as nothing waits so long but what will never come: machines are busy at times. */
#define GUI_TIMEOUT_SECONDS 60

/* Runs all tests within @application, which is told to do nothing else. Returns the exit status. */
int gui_run_tests (GtkApplication *application);

/* Runs the main loop until @expression holds; fails with it after GUI_TIMEOUT_SECONDS. */
#define GUI_WAIT_UNTIL(expression)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 gui_deadline = g_get_monotonic_time () + GUI_TIMEOUT_SECONDS * G_USEC_PER_SEC;                    \
    guint gui_tick = gui_start_ticking ();                                                                   \
    while (!(expression) && g_get_monotonic_time () < gui_deadline)                                          \
      g_main_context_iteration (NULL, TRUE);                                                                 \
    g_source_remove (gui_tick);                                                                              \
    g_assert_true (expression);                                                                              \
  }                                                                                                          \
  G_STMT_END

/* Wakes the main loop up now and then, until it is removed. */
guint gui_start_ticking (void);

/* Shows @window and waits until it is drawn and has the focus. */
void gui_present (GtkWindow *window);

/* Waits until everything has its place and is drawn. */
void gui_wait_for_frame (GtkWidget *widget);

/* Moves the pointer to a point of @widget. This and what follows return when it is done; what comes of it is
 * to be waited for. */
void gui_point (GtkWidget *widget, double x, double y);

/* Clicks there, or in the widget's middle. */
void gui_click_at (GtkWidget *widget, double x, double y);
void gui_click_at_with_control (GtkWidget *widget, double x, double y);
void gui_click (GtkWidget *widget);
void gui_click_with_control (GtkWidget *widget);

/* Clicks twice. It takes a moment before, as GTK sees no double click right after a click elsewhere, and
 * gives the second all the time there is, as machines are slow at times. */
void gui_double_click_at (GtkWidget *widget, double x, double y);

/* Presses keys, in xdotool's names: "Right", "ctrl+e". */
void gui_key (const char *keys);

typedef gboolean (*GuiFilter) (GtkWidget *widget, gpointer data);

/* The first descendant of @root that @filter takes; NULL: none. Only what is mapped is looked at. */
GtkWidget *gui_find (GtkWidget *root, GuiFilter filter, gpointer data);

/* The first descendant of that type. */
GtkWidget *gui_find_type (GtkWidget *root, GType type);

/* The first descendant that is a button with that label. */
GtkWidget *gui_find_button (GtkWidget *root, const char *label);

/* The window of that type that is shown; NULL: none. */
GtkWidget *gui_find_window (GType type);

/* The @index-th descendant with a CSS class. */
GtkWidget *gui_find_class (GtkWidget *root, const char *css_class, guint index);

G_END_DECLS
