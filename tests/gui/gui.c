/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gui.h"

#include <gdk/x11/gdkx.h>

#define TICK_MS 20
#define PRESS_MS 40
#define USUAL_DOUBLE_CLICK_MS 400

typedef struct
{
  GtkApplication *application;
  int status;
} Tests;

static gboolean
run_tests_cb (gpointer data)
{
  Tests *tests = data;

  tests->status = g_test_run ();
  g_application_quit (G_APPLICATION (tests->application));
  return G_SOURCE_REMOVE;
}

int
gui_run_tests (GtkApplication *application)
{
  Tests tests = { application, 1 };

  /* A service is not activated at its start. */
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (run_tests_cb, &tests);
  g_application_run (G_APPLICATION (application), 0, NULL);
  return tests.status;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

guint
gui_start_ticking (void)
{
  return g_timeout_add (TICK_MS, tick_cb, NULL);
}

static void
after_paint_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

void
gui_wait_for_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;

  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);
  gtk_widget_queue_draw (widget);
  GUI_WAIT_UNTIL (painted);
  g_signal_handlers_disconnect_by_data (clock, &painted);
}

void
gui_present (GtkWindow *window)
{
  gtk_window_present (window);
  gui_wait_for_frame (GTK_WIDGET (window));
  GUI_WAIT_UNTIL (gtk_window_is_active (window));
}

static void
exited_cb (GPid pid, int status, gpointer data)
{
  g_assert_cmpint (status, ==, 0);
  g_spawn_close_pid (pid);
  *(gboolean *) data = TRUE;
}

/* The program's events reach the window while it runs. */
static void
run_xdotool (const char *words)
{
  g_autofree char *line = g_strconcat ("xdotool ", words, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exited = FALSE;
  GPid pid;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_spawn_async (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, exited_cb, &exited);
  GUI_WAIT_UNTIL (exited);
}

static gboolean
elapsed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait (guint milliseconds)
{
  gboolean elapsed = FALSE;

  g_timeout_add (milliseconds, elapsed_cb, &elapsed);
  GUI_WAIT_UNTIL (elapsed);
}

void
gui_point (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  graphene_point_t at;
  double offset_x, offset_y;
  g_autofree char *line = NULL;

  gui_wait_for_frame (widget);
  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (x, y), &at));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  line = g_strdup_printf ("mousemove --window %lu %d %d", gdk_x11_surface_get_xid (surface),
                          (int) (at.x + offset_x), (int) (at.y + offset_y));
  run_xdotool (line);
}

/* GTK may ask where the pointer is after the press: a button that is up by then would undo it. */
static void
press_and_release (void)
{
  run_xdotool ("mousedown 1");
  wait (PRESS_MS);
  run_xdotool ("mouseup 1");
}

void
gui_click_at (GtkWidget *widget, double x, double y)
{
  gui_point (widget, x, y);
  press_and_release ();
}

void
gui_click_at_with_control (GtkWidget *widget, double x, double y)
{
  gui_point (widget, x, y);
  run_xdotool ("keydown ctrl");
  press_and_release ();
  run_xdotool ("keyup ctrl");
}

/* What has only just come has no size before the next frame. */
void
gui_click (GtkWidget *widget)
{
  gui_wait_for_frame (widget);
  gui_click_at (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
}

void
gui_click_with_control (GtkWidget *widget)
{
  gui_wait_for_frame (widget);
  gui_click_at_with_control (widget, gtk_widget_get_width (widget) / 2.0,
                             gtk_widget_get_height (widget) / 2.0);
}

void
gui_double_click_at (GtkWidget *widget, double x, double y)
{
  GtkSettings *settings = gtk_settings_get_default ();

  g_object_set (settings, "gtk-double-click-time", USUAL_DOUBLE_CLICK_MS, NULL);
  wait (USUAL_DOUBLE_CLICK_MS + 100);
  g_object_set (settings, "gtk-double-click-time", GUI_TIMEOUT_SECONDS * 1000, NULL);
  gui_click_at (widget, x, y);
  press_and_release ();
}

/* Whether a window of the program has the keyboard. */
static gboolean
is_any_window_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (window))
        return TRUE;
    }
  return FALSE;
}

void
gui_key (const char *keys)
{
  g_autofree char *line = g_strconcat ("key ", keys, NULL);

  GUI_WAIT_UNTIL (is_any_window_active ());
  run_xdotool (line);
}

GtkWidget *
gui_find (GtkWidget *root, GuiFilter filter, gpointer data)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (filter (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gui_find (child, filter, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_type (GtkWidget *widget, gpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(GType *) data);
}

GtkWidget *
gui_find_type (GtkWidget *root, GType type)
{
  return gui_find (root, is_type, &type);
}

static gboolean
has_label (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

GtkWidget *
gui_find_button (GtkWidget *root, const char *label)
{
  return gui_find (root, has_label, (gpointer) label);
}

GtkWidget *
gui_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type) && gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

typedef struct
{
  const char *css_class;
  guint left; /* how many more to pass by */
} ClassSearch;

static gboolean
has_class (GtkWidget *widget, gpointer data)
{
  ClassSearch *search = data;

  return gtk_widget_has_css_class (widget, search->css_class) && search->left-- == 0;
}

GtkWidget *
gui_find_class (GtkWidget *root, const char *css_class, guint index)
{
  ClassSearch search = { css_class, index };

  return gui_find (root, has_class, &search);
}
