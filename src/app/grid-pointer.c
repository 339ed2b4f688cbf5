/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/grid-pointer.h"

#include <math.h>

#include "app/grid-words.h"

#define ENLARGE_AT 1.3
#define REDUCE_AT 0.75

struct _DgGridPointer
{
  GtkWidget *widget;     /* borrowed */
  DgExplorer *explorer;  /* borrowed, nullable */
  DgGridPointerPick pick;

  /* owned */
  char *readout; /* nullable */

  DgPick hovered; /* with the pointer over an image i and j are set */
  graphene_point_t at;
};

static const DgPick nowhere = { .row = -1, .column = -1, .i = -1, .j = -1 };

/* The cell of the explorer that a pick means. */
static DgCell *
get_picked_cell (DgGridPointer *self, const DgPick *found, gint *row, gint *column)
{
  *row = found->row;
  *column = found->column;
  if (found->row < 0 || found->column < 0)
    return NULL;
  if (dg_explorer_get_enlarged (self->explorer))
    dg_explorer_get_current (self->explorer, row, column);
  return dg_explorer_get_cell (self->explorer, *row, *column);
}

static void
set_readout (DgGridPointer *self, char *readout)
{
  g_autofree char *before = self->readout;

  self->readout = readout;
  if (g_strcmp0 (before, readout) != 0)
    g_object_notify (G_OBJECT (self->widget), "readout");
}

static void
hover (DgGridPointer *self, DgPick found)
{
  gboolean over_image = found.i >= 0 && found.j >= 0;
  gboolean was_over_image = self->hovered.i >= 0 && self->hovered.j >= 0;
  gint row, column;
  DgCell *cell = get_picked_cell (self, &found, &row, &column);

  self->hovered = found;
  set_readout (self, cell != NULL
                         ? dg_grid_words_read_out (self->explorer, row, column, cell, found.i, found.j)
                         : NULL);
  if (over_image || was_over_image)
    gtk_widget_queue_draw (self->widget);
}

static void
motion_cb (DgGridPointer *self, double x, double y)
{
  graphene_point_init (&self->at, x, y);
  hover (self, self->pick (self->widget, x, y));
}

static void
leave_cb (DgGridPointer *self)
{
  if (self->explorer != NULL)
    hover (self, nowhere);
}

static gboolean
is_marked (DgGridPointer *self, guint32 sample)
{
  const GArray *marks = dg_explorer_get_marks (self->explorer);

  for (guint i = 0; i < marks->len; i++)
    if (g_array_index (marks, DgMark, i).sample == sample)
      return TRUE;
  return FALSE;
}

/* The sample or unit at a click, and the layer whose cell it is in; FALSE beside the images and their margins. */
static gboolean
find_clicked_item (DgGridPointer *self, const DgPick *found, const char **layer, guint32 *item)
{
  gint row, column;
  DgCell *cell = get_picked_cell (self, found, &row, &column);

  if (cell == NULL || (found->i < 0 && found->j < 0))
    return FALSE;
  *layer = dg_explorer_get_layers (self->explorer)[row];
  *item = dg_cell_get_sample (cell, found->i >= 0 ? found->i : found->j);
  return TRUE;
}

/* Whether a click means the sample: that of a tick in a margin, or of the row in an image that is enlarged, or with
 * Ctrl. There are so many samples in an image that others mean the cell. */
static gboolean
means_sample (DgGridPointer *self, const DgPick *found, gboolean extend, guint32 sample)
{
  gboolean in_image = found->i >= 0 && found->j >= 0;

  return in_image ? extend || dg_explorer_get_enlarged (self->explorer) : is_marked (self, sample);
}

/* A click on a row of weights selects its unit, in the cell that becomes current. */
static void
click_unit (DgGridPointer *self, const DgPick *found, const char *module, guint32 unit, gboolean extend)
{
  if (!dg_explorer_get_enlarged (self->explorer))
    gtk_widget_activate_action (self->widget, "win.set-current", "(ii)", found->row, found->column);
  gtk_widget_activate_action (self->widget, "win.select-unit", "(sub)", module, unit, extend);
}

static void
click_once (DgGridPointer *self, const DgPick *found, gboolean extend)
{
  const char *layer;
  guint32 item;
  gboolean on_item = find_clicked_item (self, found, &layer, &item);

  if (on_item && dg_explorer_get_subject (self->explorer) == DG_SUBJECT_WEIGHTS)
    click_unit (self, found, layer, item, extend);
  else if (on_item && means_sample (self, found, extend, item))
    gtk_widget_activate_action (self->widget, "win.select-sample", "(ub)", item, extend);
  else if (!dg_explorer_get_enlarged (self->explorer))
    gtk_widget_activate_action (self->widget, "win.set-current", "(ii)", found->row, found->column);
}

static void
enlarge (DgGridPointer *self, const DgPick *found)
{
  gtk_widget_activate_action (self->widget, "win.set-current", "(ii)", found->row, found->column);
  gtk_widget_activate_action (self->widget, "win.enlarge-cell", NULL);
}

static void
pressed_cb (DgGridPointer *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_widget_grab_focus (self->widget);
}

static void
released_cb (DgGridPointer *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean extend = (state & GDK_CONTROL_MASK) != 0;
  DgPick found = self->pick (self->widget, x, y);

  if (found.row < 0 || found.column < 0)
    return;
  if (n_press == 2 && !extend && !dg_explorer_get_enlarged (self->explorer))
    enlarge (self, &found);
  else if (n_press == 1)
    click_once (self, &found, extend);
}

/* Two fingers apart enlarge the cell under them, together go back. */
static void
zoom_cb (DgGridPointer *self, double scale, GtkGesture *gesture)
{
  gboolean enlarged = self->explorer != NULL && dg_explorer_get_enlarged (self->explorer);
  double x, y;
  DgPick found;

  if (scale < REDUCE_AT && enlarged)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      gtk_widget_activate_action (self->widget, "win.back", NULL);
      return;
    }
  if (scale < ENLARGE_AT || enlarged || !gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    return;
  found = self->pick (self->widget, x, y);
  if (found.row < 0 || found.column < 0)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
  enlarge (self, &found);
}

static void
append_line (GtkSnapshot *snapshot, double x, double y, double width, double height)
{
  const GdkRGBA ink = { 0.12f, 0.12f, 0.12f, 0.75f };
  const GdkRGBA halo = { 1, 1, 1, 0.35f };

  gtk_snapshot_append_color (snapshot, &halo, &GRAPHENE_RECT_INIT (x - 1, y - 1, width + 2, height + 2));
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (x, y, width, height));
}

DgGridPointer *
dg_grid_pointer_new (GtkWidget *widget, DgGridPointerPick pick)
{
  DgGridPointer *self = g_new0 (DgGridPointer, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *zoom = gtk_gesture_zoom_new ();

  self->widget = widget;
  self->pick = pick;
  self->hovered = nowhere;
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (zoom, "scale-changed", G_CALLBACK (zoom_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (zoom));
  return self;
}

void
dg_grid_pointer_free (DgGridPointer *self)
{
  g_free (self->readout);
  g_free (self);
}

void
dg_grid_pointer_set_explorer (DgGridPointer *self, DgExplorer *explorer)
{
  self->explorer = explorer;
}

void
dg_grid_pointer_forget (DgGridPointer *self)
{
  self->hovered = nowhere;
  set_readout (self, NULL);
}

const char *
dg_grid_pointer_get_readout (const DgGridPointer *self)
{
  return self->readout;
}

/* Over dark images and light ones. */
void
dg_grid_pointer_snapshot (const DgGridPointer *self, GtkSnapshot *snapshot, const DgGeometry *geometry, double above)
{
  double x, y, side;

  if (self->hovered.i < 0 || self->hovered.j < 0)
    return;
  dg_geometry_get_image (geometry, self->hovered.row, self->hovered.column, &x, &y, &side);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (x, y, side, side));
  append_line (snapshot, x, floor (self->at.y) + above, side, 1);
  append_line (snapshot, floor (self->at.x), y, 1, side);
  gtk_snapshot_pop (snapshot);
}
