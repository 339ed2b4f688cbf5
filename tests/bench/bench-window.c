/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk/x11/gdkx.h>
#include <gtk/gtk.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/application.h"
#include "app/focus-panel.h"
#include "app/grid-view.h"
#include "app/window.h"
#include "gui/gui.h"

/* Prints, as one line of JSON, what the explorer's window costs in milliseconds, and the memory resident at the end.
 *
 * usage: bench-window start SPAWNED RUN: the program itself, opening RUN: from SPAWNED (CLOCK_MONOTONIC in seconds,
 *   when the process was asked for) to the first frame, and to all cells
 * usage: bench-window frames RUN: the pointer moves over the grid and clicks classes. "work" is the processor
 *   time of the main thread from the first event to the end of the frame that shows it, handlers and layout
 *   included; "frame" the time from before-paint to after-paint. The list of misclassified samples follows a click
 *   one frame later, which is not counted */

#define WIDTH 1400
#define HEIGHT 900
#define N_MOTIONS 300
#define N_ZIGZAGS 5
#define N_CLICKS 60
#define N_DROPPED 10 /* frames at the start of each series */

typedef struct
{
  DgWindow *window;
  DgExplorer *explorer;
  double spawned, first_frame, cells_ready; /* seconds */
} Start;

/* Of frames that follow an event; all in milliseconds. */
typedef struct
{
  GdkEventType awaited;
  double event_at, paint_at; /* negative: none since the last frame */
  GArray *work, *frames;
} Frames;

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

/* From an event to the end of its frame */

static double
get_thread_milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, Frames *frames)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == frames->awaited && frames->event_at < 0)
    frames->event_at = get_thread_milliseconds ();
  return GDK_EVENT_PROPAGATE;
}

static void
before_paint_cb (GdkFrameClock *clock, Frames *frames)
{
  frames->paint_at = get_monotonic_seconds () * 1e3;
}

static void
after_paint_cb (GdkFrameClock *clock, Frames *frames)
{
  double work = get_thread_milliseconds () - frames->event_at;
  double frame = get_monotonic_seconds () * 1e3 - frames->paint_at;

  if (frames->event_at < 0 || frames->paint_at < 0)
    return;
  g_array_append_val (frames->work, work);
  g_array_append_val (frames->frames, frame);
  frames->event_at = frames->paint_at = -1;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_quantile (GArray *values, double q)
{
  return values->len > 0 ? g_array_index (values, double, MIN (values->len - 1, (guint) (q * values->len))) : -1;
}

static void
print_series (const char *name, GArray *values)
{
  g_array_remove_range (values, 0, MIN (values->len, N_DROPPED));
  g_array_sort (values, compare_doubles);
  printf ("\"%s_n\": %u, \"%s_median\": %g, \"%s_p95\": %g, ", name, values->len, name, find_quantile (values, 0.5),
          name, find_quantile (values, 0.95));
}

static void
print_frames (const char *name, Frames *frames)
{
  g_autofree char *work = g_strconcat (name, "_work", NULL);
  g_autofree char *frame = g_strconcat (name, "_frame", NULL);

  print_series (work, frames->work);
  print_series (frame, frames->frames);
  g_array_set_size (frames->work, 0);
  g_array_set_size (frames->frames, 0);
}

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

static void
click_classes (GtkWidget *window)
{
  GString *words = g_string_new ("xdotool ");

  for (guint i = 0; i < N_CLICKS; i++)
    {
      GtkWidget *toggle = gui_find_class (window, "class-toggle", i % 10);

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
  GtkEventController *controller = gtk_event_controller_legacy_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (data);
  Frames frames = { .event_at = -1, .paint_at = -1 };
  GdkFrameClock *clock;

  frames.work = g_array_new (FALSE, FALSE, sizeof (double));
  frames.frames = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gui_present (GTK_WINDOW (window));
  dg_window_open_run (window, folder);
  GUI_WAIT_UNTIL (has_all_cells (explorer));
  GUI_WAIT_UNTIL (gui_find_class (GTK_WIDGET (window), "class-toggle", 9) != NULL);
  gui_wait_for_frame (GTK_WIDGET (window));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), &frames);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frames);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frames);

  printf ("{\"width\": %d, \"height\": %d, ", gtk_widget_get_width (GTK_WIDGET (window)),
          gtk_widget_get_height (GTK_WIDGET (window)));
  frames.awaited = GDK_MOTION_NOTIFY;
  move_pointer (gui_find_type (GTK_WIDGET (window), DG_TYPE_GRID_VIEW));
  print_frames ("motion", &frames);
  frames.awaited = GDK_BUTTON_RELEASE;
  click_classes (GTK_WIDGET (window));
  print_frames ("click", &frames);
  printf ("\"megabytes\": %g}\n", get_resident_megabytes ());

  g_signal_handlers_disconnect_by_data (clock, &frames);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (frames.work);
  g_array_unref (frames.frames);
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
