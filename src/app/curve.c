/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/curve-scale.h"
#include "app/follower.h"
#include "run/epoch-list.h"

/* All in points. */
#define HEIGHT 62
#define TOP 7
#define FOOT 18 /* the epoch numbers under the curve */
#define GAP 16  /* between words and curve */
#define RIGHT 30
#define SHOWN_RADIUS 3.5
#define SAVED_RADIUS 2.5
#define REACH 10 /* how far from an epoch a click still means it */

struct _DgCurve
{
  GtkWidget parent_instance;

  /* owned */
  DgFollower *follower;
  GArray *metrics; /* of DgEpochMetrics; without recorded ones the saved epochs with NaN */
  PangoLayout *words;

  guint hovered;      /* saved epoch under the pointer, 0: none */
  double left, right; /* ends of the plot; right <= left: beside the words, as wide as there is room */
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgCurve, dg_curve, GTK_TYPE_WIDGET)

static int
get_words_width (DgCurve *self)
{
  int width;

  pango_layout_get_pixel_size (self->words, &width, NULL);
  return width;
}

static gboolean
get_scale (DgCurve *self, DgCurveScale *scale)
{
  double left = MAX (self->left, get_words_width (self) + GAP), right = self->right;
  const DgRunOptions *options;

  if (self->metrics->len == 0)
    return FALSE;
  if (self->right <= self->left)
    {
      left = get_words_width (self) + GAP;
      right = gtk_widget_get_width (GTK_WIDGET (self)) - RIGHT;
    }
  options = dg_run_get_options (dg_follower_get_run (self->follower));
  dg_curve_scale_init (scale, (const DgEpochMetrics *) self->metrics->data, self->metrics->len,
                       options ? options->epochs : 0);
  scale->x = left;
  scale->y = TOP;
  scale->width = MAX (right - left, 1);
  scale->height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - TOP - FOOT, 1);
  return TRUE;
}

static const DgEpochMetrics *
find_metrics (DgCurve *self, guint epoch)
{
  for (guint i = 0; i < self->metrics->len; i++)
    if (g_array_index (self->metrics, DgEpochMetrics, i).epoch == epoch)
      return &g_array_index (self->metrics, DgEpochMetrics, i);
  return NULL;
}

gboolean
dg_curve_get_point (DgCurve *self, guint epoch, graphene_point_t *point)
{
  const DgEpochMetrics *metrics;
  DgRun *run;
  DgCurveScale scale;

  g_return_val_if_fail (DG_IS_CURVE (self), FALSE);

  run = dg_follower_get_run (self->follower);
  metrics = find_metrics (self, epoch);
  if (!run || !metrics || !dg_run_has_epoch (run, epoch) || !get_scale (self, &scale))
    return FALSE;
  graphene_point_init (point, dg_curve_scale_get_x (&scale, epoch),
                       dg_curve_scale_has_loss_alone (&scale)
                         ? dg_curve_scale_get_loss_y (&scale, metrics->test_loss)
                         : dg_curve_scale_get_accuracy_y (&scale, metrics->test_accuracy));
  return TRUE;
}

void
dg_curve_set_plot (DgCurve *self, double left, double right)
{
  g_return_if_fail (DG_IS_CURVE (self));

  if (self->left == left && self->right == right)
    return;
  self->left = left;
  self->right = right;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_shown (DgCurve *self, guint epoch)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (dg_follower_get_explorer (self->follower), &n);

  for (gsize i = 0; i < n; i++)
    if (epochs[i] == epoch)
      return TRUE;
  return FALSE;
}

/* The saved epoch nearest to @x, 0 where none is within reach. */
static guint
pick_epoch (DgCurve *self, double x)
{
  DgRun *run = dg_follower_get_run (self->follower);
  double nearest = REACH;
  guint picked = 0;
  const guint *epochs;
  gsize n;

  if (!run)
    return 0;
  epochs = dg_run_get_epochs (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      graphene_point_t point;

      if (dg_curve_get_point (self, epochs[i], &point) && fabs (point.x - x) < nearest)
        {
          nearest = fabs (point.x - x);
          picked = epochs[i];
        }
    }
  return picked;
}

/* Drawing */

static void
draw_line (DgCurve *self, cairo_t *cr, const DgCurveScale *scale, gboolean loss)
{
  for (guint i = 0; i < self->metrics->len; i++)
    {
      const DgEpochMetrics *metrics = &g_array_index (self->metrics, DgEpochMetrics, i);
      double value = loss ? metrics->test_loss : metrics->test_accuracy;

      if (!isfinite (value))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, dg_curve_scale_get_x (scale, metrics->epoch),
                       loss ? dg_curve_scale_get_loss_y (scale, value)
                            : dg_curve_scale_get_accuracy_y (scale, value));
    }
  cairo_stroke (cr);
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

/* Lines of the shown epochs, under the curves. */
static void
draw_shown_lines (DgCurve *self, cairo_t *cr, const DgCurveScale *scale, const GdkRGBA *accent)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (dg_follower_get_explorer (self->follower), &n);

  set_colour (cr, accent, 0.8);
  cairo_set_line_width (cr, 1);
  for (gsize i = 0; i < n; i++)
    {
      double x = floor (dg_curve_scale_get_x (scale, epochs[i])) + 0.5;

      cairo_move_to (cr, x, 1);
      cairo_line_to (cr, x, scale->y + scale->height + 3);
      cairo_stroke (cr);
    }
}

/* Dots of saved epochs, left out where they would run into each other; those of shown ones and the one under
 * the pointer always. */
static void
draw_dots (DgCurve *self, cairo_t *cr, const GdkRGBA *ink, const GdkRGBA *accent)
{
  float free_from = -G_MAXFLOAT;
  gsize n;
  const guint *epochs = dg_run_get_epochs (dg_follower_get_run (self->follower), &n);

  for (gsize i = 0; i < n; i++)
    {
      gboolean hovered = epochs[i] == self->hovered;
      gboolean strong = hovered || is_shown (self, epochs[i]);
      double radius = (strong ? SHOWN_RADIUS : SAVED_RADIUS) + (hovered ? 1.5 : 0);
      graphene_point_t point;

      if (!dg_curve_get_point (self, epochs[i], &point) || (!strong && point.x < free_from))
        continue;
      free_from = point.x + 3 * radius;
      cairo_arc (cr, point.x, point.y, radius, 0, 2 * G_PI);
      set_colour (cr, strong ? accent : ink, strong ? 1 : 0.65);
      cairo_fill (cr);
    }
}

/* Numbers of the shown epochs under their lines, those left out that would touch their neighbour. */
static void
draw_numbers (DgCurve *self, GtkSnapshot *snapshot, const DgCurveScale *scale, const GdkRGBA *ink)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  double free_from = 0;
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (dg_follower_get_explorer (self->follower), &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", epochs[i]);
      int width, height;
      double x;

      pango_layout_set_text (layout, text, -1);
      pango_layout_get_pixel_size (layout, &width, &height);
      x = floor (dg_curve_scale_get_x (scale, epochs[i]) - width / 2.0);
      if (x < free_from)
        continue;
      free_from = x + width + 4;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (x, gtk_widget_get_height (GTK_WIDGET (self)) - height));
      gtk_snapshot_append_layout (snapshot, layout, ink);
      gtk_snapshot_restore (snapshot);
    }
}

static void
draw_words (DgCurve *self, GtkSnapshot *snapshot, const DgCurveScale *scale, const GdkRGBA *ink)
{
  float x = MAX (floor (scale->x - GAP - get_words_width (self)), 0);
  int height;

  pango_layout_get_pixel_size (self->words, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT (x, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, self->words, ink);
  gtk_snapshot_restore (snapshot);
}

static void
dg_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgCurve *self = DG_CURVE (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA ink, accent, dim;
  DgCurveScale scale;
  cairo_t *cr;

  if (!dg_follower_get_run (self->follower) || !get_scale (self, &scale))
    return;
  gtk_style_context_get_color (style, &ink);
  if (!gtk_style_context_lookup_color (style, "accent_color", &accent)
      && !gtk_style_context_lookup_color (style, "theme_selected_bg_color", &accent))
    accent = ink;
  dim = ink;
  dim.alpha *= 0.6;

  cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (-REACH, 0, gtk_widget_get_width (widget) + 2 * REACH,
                                   gtk_widget_get_height (widget)));
  draw_shown_lines (self, cr, &scale, &accent);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (!dg_curve_scale_has_loss_alone (&scale))
    {
      cairo_set_line_width (cr, 1);
      set_colour (cr, &ink, 0.3);
      draw_line (self, cr, &scale, TRUE);
    }
  cairo_set_line_width (cr, 1.5);
  set_colour (cr, &ink, 0.65);
  draw_line (self, cr, &scale, dg_curve_scale_has_loss_alone (&scale));
  draw_dots (self, cr, &ink, &accent);
  cairo_destroy (cr);
  draw_numbers (self, snapshot, &scale, &dim);
  draw_words (self, snapshot, &scale, &ink);
}

static void
dg_curve_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = HEIGHT;
  else
    *minimum = *natural = get_words_width (DG_CURVE (widget)) + GAP + RIGHT + 60;
}

/* Words */

static char *
format_range (const double range[2], double factor, int digits, const char *unit)
{
  g_autofree char *low = g_strdup_printf ("%.*f", digits, range[0] * factor);
  g_autofree char *high = g_strdup_printf ("%.*f", digits, range[1] * factor);

  if (g_str_equal (low, high))
    return g_strdup_printf ("%s%s", low, unit);
  return g_strdup_printf ("%s – %s%s", low, high, unit);
}

static char *
describe (DgCurve *self)
{
  const DgEpochMetrics *first, *last;
  g_autofree char *shown = NULL;
  const guint *epochs;
  gsize n;

  if (self->metrics->len == 0)
    return g_strdup (_("Test accuracy: no epoch has ended yet"));
  first = &g_array_index (self->metrics, DgEpochMetrics, 0);
  last = &g_array_index (self->metrics, DgEpochMetrics, self->metrics->len - 1);
  epochs = dg_explorer_get_epochs (dg_follower_get_explorer (self->follower), &n);
  shown = dg_epoch_list_to_string (epochs, n);
  if (!isfinite (last->test_accuracy) && isfinite (last->test_loss))
    return g_strdup_printf (_("Test loss from %.4f at epoch %u to %.4f at epoch %u; epochs shown: %s"), first->test_loss,
                            first->epoch, last->test_loss, last->epoch, shown);
  if (!isfinite (last->test_accuracy))
    return g_strdup_printf (_("Saved epochs %u to %u; shown: %s"), first->epoch, last->epoch, shown);
  return g_strdup_printf (
    _("Test accuracy from %.1f %% at epoch %u to %.1f %% at epoch %u; epochs shown: %s"),
    first->test_accuracy * 100, first->epoch, last->test_accuracy * 100, last->epoch, shown);
}

static void
update_words (DgCurve *self)
{
  g_autofree char *description = describe (self);
  g_autofree char *accuracy = NULL, *loss = NULL, *markup = NULL;
  DgCurveScale scale;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  pango_layout_set_text (self->words, "", 0);
  if (!get_scale (self, &scale))
    return;
  if (dg_curve_scale_has_loss_alone (&scale))
    {
      loss = format_range (scale.loss, 1, 4, "");
      markup = g_markup_printf_escaped ("<span alpha='60%%'>%s</span>\n%s", _("test loss"), loss);
      pango_layout_set_markup (self->words, markup, -1);
      return;
    }
  if (scale.accuracy[0] > scale.accuracy[1])
    {
      pango_layout_set_text (self->words, _("saved epochs"), -1);
      return;
    }
  accuracy = format_range (scale.accuracy, 100, 1, " %");
  loss = format_range (scale.loss, 1, 3, "");
  markup = g_markup_printf_escaped ("<span alpha='60%%'>%s</span>\n%s\n<span alpha='45%%'>%s\n%s</span>",
                                    _("test accuracy"), accuracy, _("test loss"), loss);
  pango_layout_set_markup (self->words, markup, -1);
}

static void
collect_metrics (DgCurve *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  const DgEpochMetrics *metrics = NULL;
  const guint *epochs;
  gsize n = 0;

  g_array_set_size (self->metrics, 0);
  if (!run)
    return;
  metrics = dg_run_get_metrics (run, &n);
  if (n > 0)
    {
      g_array_append_vals (self->metrics, metrics, n);
      return;
    }
  epochs = dg_run_get_epochs (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      DgEpochMetrics unknown = { .epoch = epochs[i], .test_loss = NAN, .test_accuracy = NAN };

      g_array_append_val (self->metrics, unknown);
    }
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgCurve *self = owner;

  if (changes == DG_CHANGED_MARKS)
    return;
  collect_metrics (self);
  update_words (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Pointer */

static void
set_hovered (DgCurve *self, guint epoch)
{
  if (self->hovered == epoch)
    return;
  self->hovered = epoch;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), epoch ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (DgCurve *self, double x, double y)
{
  set_hovered (self, pick_epoch (self, x));
}

static void
leave_cb (DgCurve *self)
{
  set_hovered (self, 0);
}

/* Shows the epoch, or hides it unless it is the only one. */
static void
toggle_epoch (DgCurve *self, guint epoch)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *list = NULL;
  const guint *saved;
  gsize n;

  saved = dg_run_get_epochs (dg_follower_get_run (self->follower), &n);
  for (gsize i = 0; i < n; i++)
    if (is_shown (self, saved[i]) != (saved[i] == epoch))
      g_array_append_val (epochs, saved[i]);
  if (epochs->len == 0)
    return;
  list = dg_epoch_list_to_string ((const guint *) epochs->data, epochs->len);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-epochs", "s", list);
}

static void
released_cb (DgCurve *self, int n_press, double x, double y)
{
  guint epoch = pick_epoch (self, x);

  if (epoch > 0)
    toggle_epoch (self, epoch);
}

static gboolean
dg_curve_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DgCurve *self = DG_CURVE (widget);
  guint epoch = pick_epoch (self, x);
  const DgEpochMetrics *metrics = find_metrics (self, epoch);
  g_autofree char *text = NULL;
  const char *hint;

  if (epoch == 0 || !metrics)
    return FALSE;
  hint = is_shown (self, epoch) ? _("Click to hide it") : _("Click to show it");
  if (isfinite (metrics->test_accuracy))
    text = g_strdup_printf (_("Epoch %u: %.2f %% test accuracy, loss %.4f\n%s"), epoch,
                            metrics->test_accuracy * 100,
                            metrics->test_loss, hint);
  else if (isfinite (metrics->test_loss))
    text = g_strdup_printf (_("Epoch %u: test loss %.5f\n%s"), epoch, metrics->test_loss, hint);
  else
    text = g_strdup_printf (_("Epoch %u\n%s"), epoch, hint);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
dg_curve_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DgCurve *self = DG_CURVE (widget);

  GTK_WIDGET_CLASS (dg_curve_parent_class)->css_changed (widget, change);
  pango_layout_context_changed (self->words);
  gtk_widget_queue_resize (widget);
}

static void
dg_curve_dispose (GObject *object)
{
  DgCurve *self = DG_CURVE (object);

  g_clear_pointer (&self->follower, dg_follower_free);
  g_clear_object (&self->words);
  g_clear_pointer (&self->metrics, g_array_unref);
  G_OBJECT_CLASS (dg_curve_parent_class)->dispose (object);
}

static void
dg_curve_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_CURVE (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_curve_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_CURVE (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_curve_class_init (DgCurveClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_curve_dispose;
  object_class->get_property = dg_curve_get_property;
  object_class->set_property = dg_curve_set_property;
  widget_class->measure = dg_curve_measure;
  widget_class->snapshot = dg_curve_snapshot;
  widget_class->query_tooltip = dg_curve_query_tooltip;
  widget_class->css_changed = dg_curve_css_changed;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "curve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dg_curve_init (DgCurve *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  self->words = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_alignment (self->words, PANGO_ALIGN_RIGHT);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);

  self->follower = dg_follower_new (self, follower_cb);
  update_words (self);
}
