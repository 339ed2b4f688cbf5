/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/grid-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/figure-view.h"
#include "app/grid-pointer.h"
#include "app/grid-words.h"
#include "app/planned-columns.h"

#define MINIMUM_SIZE 240
/* Of the padding that a figure has on paper. */
#define TRIM_ABOVE 12
#define TRIM_BELOW 2
#define FAR 100000 /* more cells than there are to move by */
#define PIXEL_ERROR 0.01

struct _DgGridView
{
  GtkWidget parent_instance;

  /* owned */
  DgExplorer *explorer;
  GSignalGroup *signals;
  DgFigureView *view;
  GArray *planned; /* (element-type guint) */
  DgGridPointer *pointer;

  guint live;              /* the run's live epoch, as it was laid out last */
  gconstpointer live_run;  /* that run, only to be compared */
  gboolean stale;          /* the figure is to be laid out anew */
  gboolean shows_enlarged; /* as it was laid out last */
};

enum
{
  PROP_EXPLORER = 1,
  PROP_READOUT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  LAID_OUT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgGridView, dg_grid_view, GTK_TYPE_WIDGET)

static DgColour
to_colour (const GdkRGBA *rgba)
{
  return (DgColour){ rgba->red, rgba->green, rgba->blue };
}

/* Colours of the theme; what the panels and the status line say is not said twice. */
static DgFigure *
build_figure (DgGridView *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  DgFigure *figure = dg_explorer_build_figure (self->explorer);
  GdkRGBA foreground, background;
  gsize n_epochs;

  dg_explorer_get_epochs (self->explorer, &n_epochs);
  if (self->planned->len > 0 && !dg_explorer_get_enlarged (self->explorer))
    dg_planned_columns_append (figure, n_epochs, (const guint *) (gpointer) self->planned->data,
                               self->planned->len);
  g_clear_pointer (&figure->title, g_free);
  g_clear_pointer (&figure->footer, g_free);
  for (guint i = 0; figure->class_names != NULL && i < figure->n_classes; i++)
    g_free (figure->class_names[i]);
  g_clear_pointer (&figure->class_names, g_free);
  figure->n_classes = 0;
  figure->colour_key = FALSE;

  gtk_style_context_get_color (style, &foreground);
  figure->foreground = to_colour (&foreground);
  if (gtk_style_context_lookup_color (style, "theme_base_color", &background))
    figure->background = to_colour (&background);
  return figure;
}

/* Has cells that are not there yet keep the images drawn in their places; columns to come stay empty. */
static void
keep_images (DgGridView *self, DgFigure *figure)
{
  const DgFigure *drawn = dg_figure_view_get_figure (self->view);
  gsize n_epochs;

  dg_explorer_get_epochs (self->explorer, &n_epochs);
  if (figure->n_rows != drawn->n_rows || figure->n_columns != drawn->n_columns)
    return;
  for (guint row = 0; row < figure->n_rows; row++)
    for (guint column = 0; column < MIN (figure->n_columns, n_epochs); column++)
      if (dg_figure_get_cell (figure, row, column) == NULL)
        dg_figure_set_cell (figure, row, column, dg_figure_get_cell (drawn, row, column));
}

/* Whether another epoch has the place of the live one that is drawn. */
static gboolean
replaces_live_epoch (DgGridView *self)
{
  DgRun *run = dg_explorer_get_run (self->explorer);
  guint before = self->live_run == run ? self->live : 0;

  self->live_run = run;
  self->live = run != NULL ? dg_run_get_live_epoch (run) : 0;
  return before != 0 && run != NULL && !dg_run_has_epoch (run, before);
}

static void
update_description (DgGridView *self)
{
  const DgFigure *figure = dg_figure_view_get_figure (self->view);
  g_autofree char *description = figure != NULL ? dg_figure_describe (figure) : NULL;
  g_autofree char *label = self->explorer != NULL ? dg_grid_words_name (self->explorer) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static void
lay_out (DgGridView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = gtk_widget_get_scale_factor (widget);
  DgFigure *figure;

  if (!self->stale || self->explorer == NULL || width <= 0 || height <= 0)
    return;
  self->stale = FALSE;
  self->shows_enlarged = dg_explorer_get_enlarged (self->explorer);
  figure = build_figure (self);
  if (replaces_live_epoch (self))
    keep_images (self, figure);
  dg_figure_view_set_figure (self->view, figure,
                             dg_geometry_new_at_top (figure, width, height + TRIM_ABOVE + TRIM_BELOW, scale),
                             scale);
  update_description (self);
  g_signal_emit (self, signals[LAID_OUT], 0);
}

/* Lays the figure out anew before the next frame. */
static void
queue_lay_out (DgGridView *self)
{
  self->stale = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What lies at a point of the widget; columns still to come are nowhere. */
static DgPick
pick (GtkWidget *widget, double x, double y)
{
  const DgPick nowhere = { .row = -1, .column = -1, .i = -1, .j = -1 };
  DgGridView *self = DG_GRID_VIEW (widget);
  double scale = gtk_widget_get_scale_factor (widget);
  const DgGeometry *geometry;
  DgPick found;
  gsize n;

  lay_out (self);
  geometry = dg_figure_view_get_geometry (self->view);
  if (geometry == NULL)
    return nowhere;
  /* A whole device pixel comes through GTK's transformations as a little less. */
  x = floor (x * scale + PIXEL_ERROR) / scale;
  y = floor (y * scale + PIXEL_ERROR) / scale;
  found = dg_geometry_pick (geometry, dg_figure_view_get_figure (self->view), x, y + TRIM_ABOVE);
  dg_explorer_get_epochs (self->explorer, &n);
  return found.column < (gint) n ? found : nowhere;
}

/* The explorer */

static void
layout_changed_cb (DgGridView *self)
{
  dg_grid_pointer_forget (self->pointer);
  queue_lay_out (self);
}

static void
marks_changed_cb (DgGridView *self)
{
  if (!self->stale && dg_figure_view_get_figure (self->view) != NULL)
    {
      DgFigure *figure = build_figure (self);

      keep_images (self, figure);
      dg_figure_view_set_marks (self->view, figure);
      update_description (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Another current cell is another mark; enlarged, it is another figure. */
static void
current_changed_cb (DgGridView *self)
{
  if (self->shows_enlarged || dg_explorer_get_enlarged (self->explorer))
    layout_changed_cb (self);
  else
    marks_changed_cb (self);
}

static void
cell_ready_cb (DgGridView *self, guint row, guint column)
{
  DgCell *cell = dg_explorer_get_cell (self->explorer, row, column);
  gint current_row, current_column;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->stale)
    return;
  if (self->shows_enlarged)
    {
      dg_explorer_get_current (self->explorer, &current_row, &current_column);
      if ((gint) row != current_row || (gint) column != current_column)
        return;
      row = column = 0;
    }
  dg_figure_view_set_cell (self->view, row, column, cell);
  update_description (self);
}

/* Drawing */

static void
dg_grid_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgGridView *self = DG_GRID_VIEW (widget);

  if (self->stale)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, -TRIM_ABOVE));
  dg_figure_view_snapshot (self->view, snapshot);
  dg_grid_pointer_snapshot (self->pointer, snapshot, dg_figure_view_get_geometry (self->view), TRIM_ABOVE);
  gtk_snapshot_restore (snapshot);
}

static void
dg_grid_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = MINIMUM_SIZE;
}

static void
dg_grid_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DgGridView *self = DG_GRID_VIEW (widget);

  self->stale = TRUE;
  lay_out (self);
}

static void
dg_grid_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dg_grid_view_parent_class)->css_changed (widget, change);
  queue_lay_out (DG_GRID_VIEW (widget));
}

static void
scale_factor_cb (DgGridView *self)
{
  layout_changed_cb (self);
}

static void
set_explorer (DgGridView *self, DgExplorer *explorer)
{
  if (!g_set_object (&self->explorer, explorer))
    return;
  g_signal_group_set_target (self->signals, explorer);
  dg_grid_pointer_set_explorer (self->pointer, explorer);
  layout_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPLORER]);
}

static void
dg_grid_view_dispose (GObject *object)
{
  DgGridView *self = DG_GRID_VIEW (object);

  dg_grid_pointer_set_explorer (self->pointer, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->explorer);
  G_OBJECT_CLASS (dg_grid_view_parent_class)->dispose (object);
}

static void
dg_grid_view_finalize (GObject *object)
{
  DgGridView *self = DG_GRID_VIEW (object);

  dg_figure_view_free (self->view);
  g_array_unref (self->planned);
  dg_grid_pointer_free (self->pointer);
  G_OBJECT_CLASS (dg_grid_view_parent_class)->finalize (object);
}

static void
dg_grid_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgGridView *self = DG_GRID_VIEW (object);

  switch (id)
    {
    case PROP_EXPLORER:
      g_value_set_object (value, self->explorer);
      break;
    case PROP_READOUT:
      g_value_set_string (value, dg_grid_pointer_get_readout (self->pointer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_grid_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    set_explorer (DG_GRID_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
add_move_key (GtkWidgetClass *class, guint key, gint rows, gint columns)
{
  gtk_widget_class_add_binding_action (class, key, 0, "win.move-current", "(ii)", rows, columns);
}

static void
dg_grid_view_class_init (DgGridViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_grid_view_dispose;
  object_class->finalize = dg_grid_view_finalize;
  object_class->get_property = dg_grid_view_get_property;
  object_class->set_property = dg_grid_view_set_property;
  widget_class->measure = dg_grid_view_measure;
  widget_class->size_allocate = dg_grid_view_size_allocate;
  widget_class->snapshot = dg_grid_view_snapshot;
  widget_class->css_changed = dg_grid_view_css_changed;

  props[PROP_EXPLORER] = g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  props[PROP_READOUT] = g_param_spec_string (
      "readout", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[LAID_OUT] = g_signal_new ("laid-out", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  add_move_key (widget_class, GDK_KEY_Left, 0, -1);
  add_move_key (widget_class, GDK_KEY_Right, 0, 1);
  add_move_key (widget_class, GDK_KEY_Up, -1, 0);
  add_move_key (widget_class, GDK_KEY_Down, 1, 0);
  add_move_key (widget_class, GDK_KEY_Home, 0, -FAR);
  add_move_key (widget_class, GDK_KEY_End, 0, FAR);
  add_move_key (widget_class, GDK_KEY_Page_Up, -FAR, 0);
  add_move_key (widget_class, GDK_KEY_Page_Down, FAR, 0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "win.enlarge-cell", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "win.enlarge-cell", NULL);
}

static void
dg_grid_view_init (DgGridView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->view = dg_figure_view_new ();
  self->pointer = dg_grid_pointer_new (widget, pick);
  self->planned = g_array_new (FALSE, FALSE, sizeof (guint));
  self->stale = TRUE;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);

  self->signals = g_signal_group_new (DG_TYPE_EXPLORER);
  g_signal_group_connect_swapped (self->signals, "layout-changed", G_CALLBACK (layout_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "marks-changed", G_CALLBACK (marks_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "current-changed", G_CALLBACK (current_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "cell-ready", G_CALLBACK (cell_ready_cb), self);

  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
}

const char *
dg_grid_view_get_readout (DgGridView *self)
{
  g_return_val_if_fail (DG_IS_GRID_VIEW (self), NULL);

  return dg_grid_pointer_get_readout (self->pointer);
}

void
dg_grid_view_set_planned (DgGridView *self, const guint *epochs, gsize n)
{
  g_return_if_fail (DG_IS_GRID_VIEW (self));

  if (self->planned->len == n && (n == 0 || memcmp (self->planned->data, epochs, n * sizeof *epochs) == 0))
    return;
  g_array_set_size (self->planned, 0);
  if (n > 0)
    g_array_append_vals (self->planned, epochs, n);
  layout_changed_cb (self);
}

gboolean
dg_grid_view_get_image (DgGridView *self, guint row, guint column, graphene_rect_t *image)
{
  const DgFigure *figure;
  double x, y, side;

  g_return_val_if_fail (DG_IS_GRID_VIEW (self), FALSE);

  lay_out (self);
  figure = dg_figure_view_get_figure (self->view);
  if (figure == NULL || self->stale || row >= figure->n_rows || column >= figure->n_columns)
    return FALSE;
  dg_geometry_get_image (dg_figure_view_get_geometry (self->view), row, column, &x, &y, &side);
  graphene_rect_init (image, x, y - TRIM_ABOVE, side, side);
  return TRUE;
}
