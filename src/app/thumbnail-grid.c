/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/thumbnail-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/sample-image.h"

#define THUMBNAIL_SIZE 56 /* twice MNIST's 28 */
#define N_COLUMNS 3
#define FAR 1000000 /* more lines than there are to move by */

struct _DgThumbnailGrid
{
  GtkWidget parent_instance;

  /* owned */
  DgRun *run;
  GArray *items;          /* (element-type DgListedSample) */
  GHashTable *selected;   /* a set of samples */
  GPtrArray *thumbnails;  /* of DgSampleImage, children: of the lines that are seen, from the first */
  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];

  gint cursor; /* the item the keys are at; -1: none */
};

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (DgThumbnailGrid, dg_thumbnail_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Where lines are */

static int
get_line_height (DgThumbnailGrid *self)
{
  int height;

  gtk_widget_measure (g_ptr_array_index (self->thumbnails, 0), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return MAX (1, height);
}

static guint
count_lines (DgThumbnailGrid *self)
{
  return (self->items->len + N_COLUMNS - 1) / N_COLUMNS;
}

static double
get_offset (DgThumbnailGrid *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return adjustment != NULL ? floor (gtk_adjustment_get_value (adjustment)) : 0;
}

/* The item of the first thumbnail. */
static guint
get_first (DgThumbnailGrid *self)
{
  return (guint) (get_offset (self) / get_line_height (self)) * N_COLUMNS;
}

static void
configure_adjustments (DgThumbnailGrid *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  GtkAdjustment *across = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double line = get_line_height (self), upper = MAX (height, count_lines (self) * line);

  if (across != NULL)
    gtk_adjustment_configure (across, 0, 0, width, 0, 0, width);
  if (down != NULL)
    gtk_adjustment_configure (down, MIN (gtk_adjustment_get_value (down), upper - height), 0, upper, line,
                              MAX (line, height - line), height);
}

/* Thumbnails */

/* What stands below a thumbnail, and what it means. */
static void
describe (DgThumbnailGrid *self, const DgListedSample *item, char **caption, char **words)
{
  if (isnan (item->error))
    {
      const char *label = dg_run_get_class_name (self->run, item->label);
      const char *said = dg_run_get_class_name (self->run, item->said);

      *caption = g_strdup_printf (_("%s → %s"), label, said);
      *words = g_strdup_printf (_("True %s, said %s"), label, said);
    }
  else
    {
      *caption = g_strdup_printf ("%.4f", item->error);
      *words = g_strdup_printf (_("Reconstructed with an error of %s"), *caption);
    }
}

static void
name_thumbnail (DgThumbnailGrid *self, DgSampleImage *thumbnail, const DgListedSample *item, guint position)
{
  g_autofree char *caption = NULL, *words = NULL;

  describe (self, item, &caption, &words);
  dg_sample_image_set_caption (thumbnail, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (thumbnail), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (thumbnail), GTK_ACCESSIBLE_RELATION_POS_IN_SET, position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, self->items->len, -1);
}

static void
set_flag (GtkWidget *widget, GtkStateFlags flag, gboolean set)
{
  if (set)
    gtk_widget_set_state_flags (widget, flag, FALSE);
  else
    gtk_widget_unset_state_flags (widget, flag);
}

/* The state follows the selection, and the focus where the keys are. */
static void
update_state (DgThumbnailGrid *self, GtkWidget *thumbnail, guint position)
{
  guint32 sample = g_array_index (self->items, DgListedSample, position).sample;
  gboolean selected = g_hash_table_contains (self->selected, GUINT_TO_POINTER (sample));
  gboolean at_cursor = (gint) position == self->cursor && gtk_widget_has_focus (GTK_WIDGET (self));

  set_flag (thumbnail, GTK_STATE_FLAG_SELECTED, selected);
  set_flag (thumbnail, GTK_STATE_FLAG_FOCUSED, at_cursor);
  gtk_accessible_update_state (GTK_ACCESSIBLE (thumbnail), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  if (at_cursor)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, thumbnail, -1);
}

static void
update_states (DgThumbnailGrid *self)
{
  guint first = get_first (self);

  for (guint i = 0; i < self->thumbnails->len && first + i < self->items->len; i++)
    update_state (self, g_ptr_array_index (self->thumbnails, i), first + i);
}

static void
update_thumbnail (DgThumbnailGrid *self, GtkWidget *thumbnail, guint position)
{
  const DgListedSample *item;

  gtk_widget_set_child_visible (thumbnail, position < self->items->len);
  if (self->run == NULL)
    dg_sample_image_set_sample (DG_SAMPLE_IMAGE (thumbnail), NULL, 0);
  if (position >= self->items->len)
    return;
  item = &g_array_index (self->items, DgListedSample, position);
  dg_sample_image_set_sample (DG_SAMPLE_IMAGE (thumbnail), self->run, item->sample);
  name_thumbnail (self, DG_SAMPLE_IMAGE (thumbnail), item, position);
  update_state (self, thumbnail, position);
}

static void
add_thumbnail (DgThumbnailGrid *self)
{
  GtkWidget *thumbnail = g_object_new (DG_TYPE_SAMPLE_IMAGE, "size", THUMBNAIL_SIZE, "accessible-role",
                                       GTK_ACCESSIBLE_ROLE_OPTION, NULL);

  dg_sample_image_set_caption (DG_SAMPLE_IMAGE (thumbnail), "");
  gtk_widget_add_css_class (thumbnail, "paper");
  gtk_widget_set_parent (thumbnail, GTK_WIDGET (self));
  gtk_widget_set_child_visible (thumbnail, FALSE);
  g_ptr_array_add (self->thumbnails, thumbnail);
}

/* Has all that is seen show what it should. */
static void
update (DgThumbnailGrid *self)
{
  guint first = get_first (self);

  for (guint i = 0; i < self->thumbnails->len; i++)
    update_thumbnail (self, g_ptr_array_index (self->thumbnails, i), first + i);
}

static void
scrolled_cb (DgThumbnailGrid *self)
{
  update (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Lines may be cut at both ends. */
static void
add_missing_thumbnails (DgThumbnailGrid *self, int height)
{
  guint n_lines = height / get_line_height (self) + 2, n_before = self->thumbnails->len;

  while (self->thumbnails->len < n_lines * N_COLUMNS)
    add_thumbnail (self);
  if (self->thumbnails->len > n_before)
    update (self);
}

static void
dg_thumbnail_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int line = get_line_height (self), top;

  add_missing_thumbnails (self, height);
  configure_adjustments (self);
  top = -(int) get_offset (self) % line;
  for (guint i = 0; i < self->thumbnails->len; i++)
    {
      GtkWidget *thumbnail = g_ptr_array_index (self->thumbnails, i);
      guint column = right_to_left ? N_COLUMNS - 1 - i % N_COLUMNS : i % N_COLUMNS;
      int left = width * column / N_COLUMNS, right = width * (column + 1) / N_COLUMNS;

      gtk_widget_size_allocate (
          thumbnail, &(GtkAllocation){ left, top + (int) (i / N_COLUMNS) * line, right - left, line }, -1);
    }
}

static void
dg_thumbnail_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (widget);

  gtk_widget_measure (g_ptr_array_index (self->thumbnails, 0), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum *= N_COLUMNS;
      *natural *= N_COLUMNS;
    }
}

/* Selecting */

static void
select_item (DgThumbnailGrid *self, guint position, gboolean extend)
{
  guint32 sample = g_array_index (self->items, DgListedSample, position).sample;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.select-sample", "(ub)", sample, extend);
}

static void
show_line (DgThumbnailGrid *self, guint line)
{
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int height = get_line_height (self);

  if (down != NULL)
    gtk_adjustment_clamp_page (down, (double) line * height, (double) (line + 1) * height);
}

static void
move_cursor (DgThumbnailGrid *self, guint position)
{
  self->cursor = (gint) position;
  show_line (self, position / N_COLUMNS);
  update_states (self);
}

static void
pressed_cb (DgThumbnailGrid *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released_cb (DgThumbnailGrid *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  guint i;

  if (!g_ptr_array_find (self->thumbnails, picked, &i) || get_first (self) + i >= self->items->len)
    return;
  self->cursor = (gint) (get_first (self) + i);
  select_item (self, (guint) self->cursor, (state & GDK_CONTROL_MASK) != 0);
  update_states (self);
}

/* To the ends at most; a line up or down stays in its column. */
static guint
find_target (DgThumbnailGrid *self, gint lines, gint columns)
{
  gint last = (gint) self->items->len - 1;
  gint target = self->cursor + lines * N_COLUMNS + columns;
  gboolean leaves = target < 0 || (target > last && self->cursor / N_COLUMNS == last / N_COLUMNS);

  if (self->cursor < 0)
    return 0;
  return ABS (lines) == 1 && leaves ? (guint) self->cursor : (guint) CLAMP (target, 0, last);
}

/* By @lines down and @columns to the right; selects, too, where @select. */
static gboolean
move_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gint lines, columns;
  gboolean select;

  g_variant_get (arguments, "(iib)", &lines, &columns, &select);
  if (self->items->len == 0)
    return FALSE;
  move_cursor (self, find_target (self, lines, right_to_left ? -columns : columns));
  if (select)
    select_item (self, (guint) self->cursor, FALSE);
  return TRUE;
}

static gboolean
page_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (widget);
  gint lines = MAX (1, gtk_widget_get_height (widget) / get_line_height (self) - 1), sign;
  g_autoptr (GVariant) by = NULL;
  gboolean select;

  g_variant_get (arguments, "(ib)", &sign, &select);
  by = g_variant_ref_sink (g_variant_new ("(iib)", sign * lines, 0, select));
  return move_cb (widget, by, data);
}

static gboolean
select_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (widget);
  gboolean extend;

  g_variant_get (arguments, "(b)", &extend);
  if (self->cursor >= 0)
    select_item (self, (guint) self->cursor, extend);
  return self->cursor >= 0;
}

static void
focus_cb (DgThumbnailGrid *self)
{
  if (self->cursor < 0 && self->items->len > 0)
    self->cursor = (gint) get_first (self);
  update_states (self);
}

/* Class */

static void
set_adjustment (DgThumbnailGrid *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *before = self->adjustments[orientation];

  if (before == adjustment && before != NULL)
    return;
  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, scrolled_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment == NULL)
    return;
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
dg_thumbnail_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_thumbnail_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_thumbnail_grid_dispose (GObject *object)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (object);

  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_pointer (&self->thumbnails, g_ptr_array_unref);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_thumbnail_grid_parent_class)->dispose (object);
}

static void
dg_thumbnail_grid_finalize (GObject *object)
{
  DgThumbnailGrid *self = DG_THUMBNAIL_GRID (object);

  g_array_unref (self->items);
  g_hash_table_unref (self->selected);
  G_OBJECT_CLASS (dg_thumbnail_grid_parent_class)->finalize (object);
}

/* Alone it selects, with Ctrl it only moves. */
static void
add_move_key (GtkWidgetClass *class, guint key, gint lines, gint columns)
{
  gtk_widget_class_add_binding (class, key, 0, move_cb, "(iib)", lines, columns, TRUE);
  gtk_widget_class_add_binding (class, key, GDK_CONTROL_MASK, move_cb, "(iib)", lines, columns, FALSE);
}

static void
add_page_key (GtkWidgetClass *class, guint key, gint sign)
{
  gtk_widget_class_add_binding (class, key, 0, page_cb, "(ib)", sign, TRUE);
  gtk_widget_class_add_binding (class, key, GDK_CONTROL_MASK, page_cb, "(ib)", sign, FALSE);
}

static void
add_select_key (GtkWidgetClass *class, guint key)
{
  gtk_widget_class_add_binding (class, key, 0, select_cb, "(b)", FALSE);
  gtk_widget_class_add_binding (class, key, GDK_CONTROL_MASK, select_cb, "(b)", TRUE);
}

static void
dg_thumbnail_grid_class_init (DgThumbnailGridClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_thumbnail_grid_dispose;
  object_class->finalize = dg_thumbnail_grid_finalize;
  object_class->get_property = dg_thumbnail_grid_get_property;
  object_class->set_property = dg_thumbnail_grid_set_property;
  widget_class->measure = dg_thumbnail_grid_measure;
  widget_class->size_allocate = dg_thumbnail_grid_size_allocate;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "thumbnailgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_BOX);

  add_move_key (widget_class, GDK_KEY_Left, 0, -1);
  add_move_key (widget_class, GDK_KEY_Right, 0, 1);
  add_move_key (widget_class, GDK_KEY_Up, -1, 0);
  add_move_key (widget_class, GDK_KEY_Down, 1, 0);
  add_move_key (widget_class, GDK_KEY_Home, -FAR, 0);
  add_move_key (widget_class, GDK_KEY_End, FAR, 0);
  add_page_key (widget_class, GDK_KEY_Page_Up, -1);
  add_page_key (widget_class, GDK_KEY_Page_Down, 1);
  add_select_key (widget_class, GDK_KEY_space);
  add_select_key (widget_class, GDK_KEY_Return);
  add_select_key (widget_class, GDK_KEY_KP_Enter);
}

static void
dg_thumbnail_grid_init (DgThumbnailGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();

  self->items = g_array_new (FALSE, FALSE, sizeof (DgListedSample));
  self->selected = g_hash_table_new (NULL, NULL);
  self->thumbnails = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->cursor = -1;
  add_thumbnail (self); /* tells how large they are */
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
}

static gboolean
is_same_item (const DgListedSample *a, const DgListedSample *b)
{
  gboolean same_error = a->error == b->error || (isnan (a->error) && isnan (b->error));

  return a->sample == b->sample && a->label == b->label && a->said == b->said && same_error;
}

static gboolean
has_items (DgThumbnailGrid *self, GArray *items)
{
  if (self->items->len != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (!is_same_item (&g_array_index (self->items, DgListedSample, i), &g_array_index (items, DgListedSample, i)))
      return FALSE;
  return TRUE;
}

void
dg_thumbnail_grid_set_items (DgThumbnailGrid *self, DgRun *run, GArray *items)
{
  g_return_if_fail (DG_IS_THUMBNAIL_GRID (self));
  g_return_if_fail (run != NULL || items->len == 0);

  if (self->run == run && has_items (self, items))
    return;
  g_set_object (&self->run, run);
  g_array_unref (self->items);
  self->items = g_array_ref (items);
  self->cursor = -1;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  configure_adjustments (self);
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], 0);
  update (self);
  /* All thumbnails have their place, whether they show something or not: no need to lay the window out. */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dg_thumbnail_grid_set_selected (DgThumbnailGrid *self, const guint32 *samples, gsize n)
{
  g_return_if_fail (DG_IS_THUMBNAIL_GRID (self));

  g_hash_table_remove_all (self->selected);
  for (gsize i = 0; i < n; i++)
    g_hash_table_add (self->selected, GUINT_TO_POINTER (samples[i]));
  update_states (self);
}
