/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GestureLog:
 *
 * What gestures cost the main thread, in milliseconds of its processor time, all of it: a gesture lasts from its first
 * event to the next gesture's, handlers, layout, drawing and whatever follows in later frames together. Each frame has
 * the work since the one before, or since the gesture began.
 */
typedef struct _GestureLog GestureLog;

/* Listens to @window from now on. */
GestureLog *gesture_log_new (GtkWidget *window);
void gesture_log_free (GestureLog *self);

/* Forgets what was seen: from now on an event of type @first begins a gesture, unless no frame followed the last one
 * yet, and one of type @last, which is not the gesture's own, ends it. They may be the same. */
void gesture_log_begin (GestureLog *self, GdkEventType first, GdkEventType last);

/* Prints members of a JSON object that begin with @name, each with a comma behind it: how many gestures there were but
 * for those at the start that are left out, medians and 95th percentiles of their heaviest frames and of their work in
 * all, medians of the share of handlers, layout and drawing in it. */
void gesture_log_print (GestureLog *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GestureLog, gesture_log_free)

G_END_DECLS
