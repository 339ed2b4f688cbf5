/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panes.h"

struct _DgPanes
{
  GtkWidget parent_instance;

  /* owned, as children */
  GtkWidget *start;
  GtkWidget *centre;
  GtkWidget *end;

  int start_width, centre_width, end_width;
};

enum
{
  PROP_START = 1,
  PROP_CENTRE,
  PROP_END,
  PROP_START_WIDTH,
  PROP_CENTRE_WIDTH,
  PROP_END_WIDTH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgPanes, dg_panes, GTK_TYPE_WIDGET)

static int
measure_minimum (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int minimum = 0;

  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* What a panel takes, which may ask for more than it was meant to have. */
static int
get_panel_width (GtkWidget *child, int width)
{
  if (child == NULL || !gtk_widget_get_visible (child))
    return 0;
  return MAX (width, measure_minimum (child, GTK_ORIENTATION_HORIZONTAL, -1));
}

static void
dg_panes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  DgPanes *self = DG_PANES (widget);
  int centre = measure_minimum (self->centre, orientation, -1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int panels = get_panel_width (self->start, self->start_width)
                   + get_panel_width (self->end, self->end_width);

      *minimum = centre;
      *natural = MAX (centre, self->centre_width) + panels;
    }
  else
    {
      *minimum = MAX (centre, measure_minimum (self->start, orientation, self->start_width));
      *minimum = *natural = MAX (*minimum, measure_minimum (self->end, orientation, self->end_width));
    }
}

/* Keys would go nowhere from what is not seen. */
static void
take_focus (DgPanes *self, GtkWidget *child)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (focus == child || gtk_widget_is_ancestor (focus, child)) && self->centre != NULL)
    gtk_widget_child_focus (self->centre, GTK_DIR_TAB_FORWARD);
}

static void
allocate (DgPanes *self, GtkWidget *child, int x, int width, int height, gboolean shown)
{
  if (child == NULL)
    return;
  if (!shown)
    take_focus (self, child);
  gtk_widget_set_child_visible (child, shown);
  if (shown)
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
dg_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DgPanes *self = DG_PANES (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int start = get_panel_width (self->start, self->start_width);
  int end = get_panel_width (self->end, self->end_width);
  int centre;

  if (width - start - end < self->centre_width)
    end = 0;
  if (width - start - end < self->centre_width)
    start = 0;
  centre = width - start - end;

  allocate (self, self->start, right_to_left ? width - start : 0, start, height, start > 0);
  allocate (self, self->centre, right_to_left ? end : start, centre, height, TRUE);
  allocate (self, self->end, right_to_left ? 0 : width - end, end, height, end > 0);
}

/* Children are in the order in which the focus goes through them. */
static void
set_child (DgPanes *self, GtkWidget **place, GtkWidget *previous, GtkWidget *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_insert_after (child, GTK_WIDGET (self), previous);
}

static void
dg_panes_dispose (GObject *object)
{
  DgPanes *self = DG_PANES (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->centre, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);
  G_OBJECT_CLASS (dg_panes_parent_class)->dispose (object);
}

static void
dg_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgPanes *self = DG_PANES (object);

  switch (id)
    {
    case PROP_START:
      g_value_set_object (value, self->start);
      break;
    case PROP_CENTRE:
      g_value_set_object (value, self->centre);
      break;
    case PROP_END:
      g_value_set_object (value, self->end);
      break;
    case PROP_START_WIDTH:
      g_value_set_int (value, self->start_width);
      break;
    case PROP_CENTRE_WIDTH:
      g_value_set_int (value, self->centre_width);
      break;
    case PROP_END_WIDTH:
      g_value_set_int (value, self->end_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgPanes *self = DG_PANES (object);

  switch (id)
    {
    case PROP_START:
      set_child (self, &self->start, NULL, g_value_get_object (value));
      break;
    case PROP_CENTRE:
      set_child (self, &self->centre, self->start, g_value_get_object (value));
      break;
    case PROP_END:
      set_child (self, &self->end, self->centre, g_value_get_object (value));
      break;
    case PROP_START_WIDTH:
      self->start_width = g_value_get_int (value);
      break;
    case PROP_CENTRE_WIDTH:
      self->centre_width = g_value_get_int (value);
      break;
    case PROP_END_WIDTH:
      self->end_width = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static GParamSpec *
new_child_prop (const char *name)
{
  return g_param_spec_object (name, NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
new_width_prop (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
}

static void
dg_panes_class_init (DgPanesClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_panes_dispose;
  object_class->get_property = dg_panes_get_property;
  object_class->set_property = dg_panes_set_property;
  widget_class->measure = dg_panes_measure;
  widget_class->size_allocate = dg_panes_size_allocate;

  props[PROP_START] = new_child_prop ("start");
  props[PROP_CENTRE] = new_child_prop ("centre");
  props[PROP_END] = new_child_prop ("end");
  props[PROP_START_WIDTH] = new_width_prop ("start-width");
  props[PROP_CENTRE_WIDTH] = new_width_prop ("centre-width");
  props[PROP_END_WIDTH] = new_width_prop ("end-width");
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
dg_panes_init (DgPanes *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
