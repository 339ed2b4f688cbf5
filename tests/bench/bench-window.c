/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk/x11/gdkx.h>
#include <gtk/gtk.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/application.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/window.h"
#include "gesture-log.h"
#include "gui/gui.h"

/* Prints, as one line of JSON, what the explorer's window costs in milliseconds, and the memory resident at the end.
 *
 * usage: bench-window start SPAWNED RUN: the program itself, opening RUN: from SPAWNED (CLOCK_MONOTONIC in seconds,
 *   when the process was asked for) to the first frame, and to all cells
 * usage: bench-window frames RUN: the pointer moves over the grid and clicks classes, as gesture-log.h tells. A click
 *   lasts from the press until the pointer leaves: the frames that show the button, the marks and the list of
 *   misclassified samples all count */

#define WIDTH 1400
#define HEIGHT 900
#define N_MOTIONS 300
#define N_ZIGZAGS 5
#define N_CLICKS 100

typedef struct
{
  DgWindow *window;
  DgExplorer *explorer;
  double spawned, first_frame, cells_ready; /* seconds */
} Start;

static double
get_resident_megabytes (void)
{
  g_autofree char *status = NULL;
  const char *resident;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  resident = strstr (status, "VmRSS:");
  return resident != NULL ? g_ascii_strtod (resident + strlen ("VmRSS:"), NULL) / 1024 : 0;
}

static gboolean
has_all_cells (DgExplorer *explorer)
{
  guint n_rows = g_strv_length ((char **) dg_explorer_get_layers (explorer));
  gsize n_columns;

  dg_explorer_get_epochs (explorer, &n_columns);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      if (dg_explorer_get_cell (explorer, row, column) == NULL)
        return FALSE;
  return n_rows * n_columns > 0;
}

/* From the spawning of the program */

static double
get_monotonic_seconds (void)
{
  return g_get_monotonic_time () * 1e-6;
}

static void
first_after_paint_cb (GdkFrameClock *clock, Start *start)
{
  double now = get_monotonic_seconds ();

  if (start->first_frame == 0)
    start->first_frame = now;
  if (start->cells_ready == 0 && has_all_cells (start->explorer))
    {
      start->cells_ready = now;
      g_application_quit (g_application_get_default ());
    }
}

static void
realize_cb (GtkWidget *window, Start *start)
{
  start->explorer = dg_session_get_explorer (dg_window_get_session (start->window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (first_after_paint_cb), start);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, Start *start)
{
  start->window = DG_WINDOW (window);
  g_signal_connect_after (window, "realize", G_CALLBACK (realize_cb), start);
}

static int
measure_start (const char *program, const char *spawned, const char *run)
{
  char *argv[] = { (char *) program, (char *) run, NULL };
  g_autoptr (DgApplication) application = dg_application_new ();
  Start start = { .spawned = g_ascii_strtod (spawned, NULL) };
  int status;

  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &start);
  status = g_application_run (G_APPLICATION (application), 2, argv);
  printf ("{\"first_frame\": %g, \"cells_ready\": %g, \"megabytes\": %g}\n",
          (start.first_frame - start.spawned) * 1e3, (start.cells_ready - start.spawned) * 1e3,
          get_resident_megabytes ());
  return status;
}

/* Gestures */

static void
exited_cb (GPid pid, int status, gpointer data)
{
  g_assert_cmpint (status, ==, 0);
  *(gboolean *) data = TRUE;
}

/* One process for a whole series: the first writes after each fork are slow. Takes @words over. */
static void
run_xdotool (GString *words)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  gboolean exited = FALSE;
  GPid pid;

  g_shell_parse_argv (words->str, NULL, &argv, &error);
  g_assert_no_error (error);
  g_spawn_async (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, exited_cb, &exited);
  while (!exited)
    g_main_context_iteration (NULL, TRUE);
  g_string_free (words, TRUE);
}

/* Adds the words that move the pointer to a point of @widget. */
static void
append_move (GString *words, GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t at;
  double offset_x, offset_y;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (x, y), &at));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  g_string_append_printf (words, "mousemove --window %lu %d %d ",
                          gdk_x11_surface_get_xid (gtk_native_get_surface (native)), (int) (at.x + offset_x),
                          (int) (at.y + offset_y));
}

/* Over all cells in a zigzag, at the rate of frames. */
static void
move_pointer (GtkWidget *view)
{
  GString *words = g_string_new ("xdotool ");
  int width = gtk_widget_get_width (view), height = gtk_widget_get_height (view);

  for (guint i = 0; i < N_MOTIONS; i++)
    {
      double across = (double) i / N_MOTIONS, down = 2 * ABS (fmod (across * N_ZIGZAGS, 1) - 0.5);

      append_move (words, view, across * width, down * height);
      g_string_append (words, "sleep 0.02 ");
    }
  run_xdotool (words);
}

/* Each class is chosen, then none. */
static void
click_classes (GtkWidget *window)
{
  GString *words = g_string_new ("xdotool ");

  for (guint i = 0; i < N_CLICKS; i++)
    {
      GtkWidget *toggle = gui_find_class (window, "class-toggle", i / 2 % 10);

      append_move (words, toggle, gtk_widget_get_width (toggle) / 2.0, gtk_widget_get_height (toggle) / 2.0);
      g_string_append (words, "sleep 0.04 mousedown 1 sleep 0.04 mouseup 1 sleep 0.1 ");
    }
  run_xdotool (words);
}

static gboolean
measure_frames_cb (gpointer data)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  DgWindow *window = dg_window_new (application, NULL);
  DgExplorer *explorer = dg_session_get_explorer (dg_window_get_session (window));
  g_autoptr (GFile) folder = g_file_new_for_path (data);
  g_autoptr (GestureLog) log = NULL;

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gui_present (GTK_WINDOW (window));
  dg_window_open_run (window, folder);
  GUI_WAIT_UNTIL (has_all_cells (explorer));
  GUI_WAIT_UNTIL (gui_find_class (GTK_WIDGET (window), "class-toggle", 9) != NULL);
  gui_wait_for_frame (GTK_WIDGET (window));

  log = gesture_log_new (GTK_WIDGET (window));
  printf ("{\"width\": %d, \"height\": %d, ", gtk_widget_get_width (GTK_WIDGET (window)),
          gtk_widget_get_height (GTK_WIDGET (window)));
  gesture_log_begin (log, GDK_MOTION_NOTIFY, GDK_MOTION_NOTIFY);
  move_pointer (gui_find_type (GTK_WIDGET (window), DG_TYPE_GRID_VIEW));
  gesture_log_print (log, "motion");
  gesture_log_begin (log, GDK_BUTTON_RELEASE, GDK_MOTION_NOTIFY);
  click_classes (GTK_WIDGET (window));
  gesture_log_print (log, "click");
  gesture_log_begin (log, GDK_BUTTON_PRESS, GDK_MOTION_NOTIFY);
  click_classes (GTK_WIDGET (window));
  gesture_log_print (log, "press");
  printf ("\"megabytes\": %g}\n", get_resident_megabytes ());

  gtk_window_destroy (GTK_WINDOW (window));
  g_application_release (G_APPLICATION (application));
  return G_SOURCE_REMOVE;
}

static int
measure_frames (char *run)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  /* A service is not activated at its start. */
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (measure_frames_cb, run);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "start"))
    return measure_start (argv[0], argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], "frames"))
    return measure_frames (argv[2]);
  fprintf (stderr, "usage: bench-window start SPAWNED RUN | bench-window frames RUN\n");
  return 2;
}
