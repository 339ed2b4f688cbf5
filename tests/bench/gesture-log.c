/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gesture-log.h"

#include <stdio.h>
#include <time.h>

#define N_DROPPED 5 /* gestures at the start of a series */

/* All in milliseconds but @n_frames. */
typedef struct
{
  double worst, total, handlers, layout, drawing;
  double n_frames;
} Gesture;

struct _GestureLog
{
  /* owned */
  GtkEventController *controller;
  GdkFrameClock *clock;
  GArray *gestures; /* (element-type Gesture) */

  GdkEventType first, last;
  gboolean open;
  Gesture current;
  double begun, frame_begun, mark; /* processor time: of the gesture, of the frame's work, of the phase */
};

static double
get_thread_milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

static double
take_phase (GestureLog *self)
{
  double now = get_thread_milliseconds (), before = self->mark;

  self->mark = now;
  return now - before;
}

static void
begin_gesture (GestureLog *self)
{
  self->open = TRUE;
  self->current = (Gesture){ 0 };
  self->begun = self->frame_begun = self->mark = get_thread_milliseconds ();
}

static void
end_gesture (GestureLog *self)
{
  self->open = FALSE;
  self->current.total = get_thread_milliseconds () - self->begun;
  g_array_append_val (self->gestures, self->current);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, GestureLog *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == self->last && self->open && self->current.n_frames > 0)
    end_gesture (self);
  if (type == self->first && !self->open)
    begin_gesture (self);
  return GDK_EVENT_PROPAGATE;
}

static void
before_paint_cb (GdkFrameClock *clock, GestureLog *self)
{
  self->current.handlers += take_phase (self);
}

/* The window's own handler comes before. */
static void
layout_cb (GdkFrameClock *clock, GestureLog *self)
{
  self->current.layout += take_phase (self);
}

static void
after_paint_cb (GdkFrameClock *clock, GestureLog *self)
{
  self->current.drawing += take_phase (self);
  self->current.worst = MAX (self->current.worst, self->mark - self->frame_begun);
  self->current.n_frames++;
  self->frame_begun = self->mark;
}

GestureLog *
gesture_log_new (GtkWidget *window)
{
  GestureLog *self = g_new0 (GestureLog, 1);

  self->gestures = g_array_new (FALSE, FALSE, sizeof (Gesture));
  self->controller = g_object_ref_sink (gtk_event_controller_legacy_new ());
  gtk_event_controller_set_propagation_phase (self->controller, GTK_PHASE_CAPTURE);
  g_signal_connect (self->controller, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (window, g_object_ref (self->controller));
  self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (self->clock, "layout", G_CALLBACK (layout_cb), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  return self;
}

void
gesture_log_free (GestureLog *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_signal_handlers_disconnect_by_data (self->controller, self);
  g_object_unref (self->clock);
  g_object_unref (self->controller);
  g_array_unref (self->gestures);
  g_free (self);
}

void
gesture_log_begin (GestureLog *self, GdkEventType first, GdkEventType last)
{
  g_array_set_size (self->gestures, 0);
  self->open = FALSE;
  self->first = first;
  self->last = last;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* @offset: of a member of Gesture */
static double
find_quantile (GestureLog *self, gsize offset, double q)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = N_DROPPED; i < self->gestures->len; i++)
    g_array_append_val (values, G_STRUCT_MEMBER (double, &g_array_index (self->gestures, Gesture, i), offset));
  g_array_sort (values, compare_doubles);
  return values->len > 0 ? g_array_index (values, double, MIN (values->len - 1, (guint) (q * values->len))) : -1;
}

void
gesture_log_print (GestureLog *self, const char *name)
{
  static const struct
  {
    const char *name;
    gsize offset;
    double q;
  } members[] = {
    { "worst_median", G_STRUCT_OFFSET (Gesture, worst), 0.5 },
    { "worst_p95", G_STRUCT_OFFSET (Gesture, worst), 0.95 },
    { "total_median", G_STRUCT_OFFSET (Gesture, total), 0.5 },
    { "total_p95", G_STRUCT_OFFSET (Gesture, total), 0.95 },
    { "handlers", G_STRUCT_OFFSET (Gesture, handlers), 0.5 },
    { "layout", G_STRUCT_OFFSET (Gesture, layout), 0.5 },
    { "drawing", G_STRUCT_OFFSET (Gesture, drawing), 0.5 },
    { "frames", G_STRUCT_OFFSET (Gesture, n_frames), 0.5 },
  };

  printf ("\"%s_n\": %u, ", name, self->gestures->len > N_DROPPED ? self->gestures->len - N_DROPPED : 0);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    printf ("\"%s_%s\": %g, ", name, members[i].name, find_quantile (self, members[i].offset, members[i].q));
}
