/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/unit-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/curve-scale.h"

#define HEIGHT 92
#define TOP 6
#define GAP 4    /* between numbers and axes */
#define EPOCH_DIGITS 10
#define DOT 2    /* radius */
#define PALE 0.6 /* of numbers */
#define FAINT 0.2

struct _DgUnitCurve
{
  GtkWidget parent_instance;

  const DgUnitHistory *history; /* borrowed, nullable */
  guint epoch;
};

G_DEFINE_FINAL_TYPE (DgUnitCurve, dg_unit_curve, GTK_TYPE_WIDGET)

static const DgUnitMoment *
get_moment (DgUnitCurve *self, guint i)
{
  return &g_array_index (self->history->moments, DgUnitMoment, i);
}

/* The upper end of the axis. */
static double
find_top (DgUnitCurve *self)
{
  double top = 0;

  for (guint i = 0; i < self->history->moments->len; i++)
    top = fmax (top, fmax (get_moment (self, i)->norm, get_moment (self, i)->change)); /* NAN is left out */
  return top > 0 ? top : 1;
}

static PangoLayout *
new_number (DgUnitCurve *self, int digits, double value)
{
  g_autofree char *text = g_strdup_printf ("%.*g", digits, value);

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static double
get_y (const DgCurveScale *scale, double top, double value)
{
  return scale->y + (1 - value / top) * scale->height;
}

static void
draw_line (DgUnitCurve *self, cairo_t *cr, const DgCurveScale *scale, double top, gboolean change)
{
  for (guint i = 0; i < self->history->moments->len; i++)
    {
      const DgUnitMoment *moment = get_moment (self, i);
      double value = change ? moment->change : moment->norm;

      if (isnan (value))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, dg_curve_scale_get_x (scale, moment->epoch), get_y (scale, top, value));
    }
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* A line of one point would not be seen. */
static void
draw_dots (DgUnitCurve *self, cairo_t *cr, const DgCurveScale *scale, double top, gboolean change)
{
  for (guint i = 0; i < self->history->moments->len; i++)
    {
      const DgUnitMoment *moment = get_moment (self, i);
      double value = change ? moment->change : moment->norm;

      if (isnan (value))
        continue;
      cairo_arc (cr, dg_curve_scale_get_x (scale, moment->epoch), get_y (scale, top, value), DOT, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_axis (cairo_t *cr, const DgCurveScale *scale, const GdkRGBA *colour)
{
  set_colour (cr, colour, FAINT);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, scale->x, floor (scale->y + scale->height) + 0.5);
  cairo_rel_line_to (cr, scale->width, 0);
  cairo_stroke (cr);
}

static void
draw_epoch (DgUnitCurve *self, cairo_t *cr, const DgCurveScale *scale, const GdkRGBA *accent)
{
  double x = floor (dg_curve_scale_get_x (scale, self->epoch)) + 0.5;

  if (self->epoch < scale->first_epoch || self->epoch > scale->last_epoch)
    return;
  set_colour (cr, accent, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, scale->y);
  cairo_line_to (cr, x, scale->y + scale->height);
  cairo_stroke (cr);
}

/* @align: 0 left, 1 right of @x */
static void
snapshot_number (DgUnitCurve *self, GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, double align,
                 const GdkRGBA *colour)
{
  GdkRGBA pale = *colour;
  int width;

  pale.alpha *= PALE;
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floor (x - align * width), floor (y)));
  gtk_snapshot_append_layout (snapshot, layout, &pale);
  gtk_snapshot_restore (snapshot);
}

static void
dg_unit_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgUnitCurve *self = DG_UNIT_CURVE (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), number_width, number_height;
  g_autoptr (PangoLayout) largest = NULL, zero = NULL, first = NULL, last = NULL;
  GdkRGBA colour, accent = { 0.2f, 0.5f, 0.9f, 1 };
  DgCurveScale scale = { .y = TOP };
  cairo_t *cr;
  double top;
  guint n;

  if (self->history == NULL || self->history->moments->len == 0)
    return;
  n = self->history->moments->len;
  top = find_top (self);
  largest = new_number (self, 3, top);
  zero = new_number (self, 1, 0);
  first = new_number (self, EPOCH_DIGITS, get_moment (self, 0)->epoch);
  last = new_number (self, EPOCH_DIGITS, get_moment (self, n - 1)->epoch);
  pango_layout_get_pixel_size (largest, &number_width, &number_height);
  gtk_style_context_get_color (style, &colour);
  gtk_style_context_lookup_color (style, "accent_color", &accent);

  dg_curve_scale_set_epochs (&scale, get_moment (self, 0)->epoch, get_moment (self, n - 1)->epoch);
  scale.x = number_width + GAP + DOT;
  scale.width = MAX (width - scale.x - DOT, 1);
  scale.height = MAX (height - TOP - number_height - GAP, 1);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_axis (cr, &scale, &colour);
  draw_epoch (self, cr, &scale, &accent);
  set_colour (cr, &accent, 1);
  draw_line (self, cr, &scale, top, TRUE);
  draw_dots (self, cr, &scale, top, TRUE);
  set_colour (cr, &colour, 1);
  draw_line (self, cr, &scale, top, FALSE);
  draw_dots (self, cr, &scale, top, FALSE);
  cairo_destroy (cr);

  snapshot_number (self, snapshot, largest, number_width, scale.y - number_height / 2.0, 1, &colour);
  snapshot_number (self, snapshot, zero, number_width, scale.y + scale.height - number_height / 2.0, 1, &colour);
  snapshot_number (self, snapshot, first, scale.x, height - number_height, n > 1 ? 0 : -1, &colour);
  if (n > 1)
    snapshot_number (self, snapshot, last, scale.x + scale.width, height - number_height, 1, &colour);
}

static void
dg_unit_curve_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = HEIGHT;
}

static void
dg_unit_curve_class_init (DgUnitCurveClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = dg_unit_curve_snapshot;
  widget_class->measure = dg_unit_curve_measure;

  gtk_widget_class_set_css_name (widget_class, "unitcurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dg_unit_curve_init (DgUnitCurve *self)
{
}

/* "epoch 1: norm 1.2; epoch 2: norm 1.3, change 0.4" */
static char *
describe (DgUnitCurve *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; self->history != NULL && i < self->history->moments->len; i++)
    {
      const DgUnitMoment *moment = get_moment (self, i);

      if (isnan (moment->norm))
        continue;
      g_string_append (text, text->len > 0 ? "; " : "");
      if (isnan (moment->change))
        g_string_append_printf (text, _("epoch %u: norm %.3g"), moment->epoch, moment->norm);
      else
        g_string_append_printf (text, _("epoch %u: norm %.3g, change %.3g"), moment->epoch, moment->norm,
                                moment->change);
    }
  return g_string_free (text, FALSE);
}

void
dg_unit_curve_set_history (DgUnitCurve *self, const DgUnitHistory *history, guint epoch)
{
  g_autofree char *words = NULL;

  g_return_if_fail (DG_IS_UNIT_CURVE (self));

  self->history = history;
  self->epoch = epoch;
  words = describe (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Norm and change"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
