/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/colour-bar.h"

#include "figure/palette.h"

#define NUB 3.0f /* pixels */

struct _DgColourBar
{
  GtkWidget parent_instance;

  gint class_index;
  double fraction;
};

G_DEFINE_FINAL_TYPE (DgColourBar, dg_colour_bar, GTK_TYPE_WIDGET)

static GdkRGBA
get_colour (DgColourBar *self)
{
  GdkRGBA theme = { 1, 1, 1, 1 };
  DgColour colour;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "theme_bg_color", &theme);
  colour = dg_palette_get_class_colour_on (self->class_index,
                                           (DgColour){ theme.red, theme.green, theme.blue });
  return (GdkRGBA){ colour.red, colour.green, colour.blue, 1 };
}

static void
dg_colour_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgColourBar *self = DG_COLOUR_BAR (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  float filled = CLAMP (width * self->fraction, MIN (NUB, width), width);
  float x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - filled : 0;
  GdkRGBA colour = get_colour (self);
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, 0, filled, height),
                                   MIN (filled, height) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &colour, &shape.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
dg_colour_bar_class_init (DgColourBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = dg_colour_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "colourbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dg_colour_bar_init (DgColourBar *self)
{
  self->fraction = 1;
}

GtkWidget *
dg_colour_bar_new (gint class_index)
{
  DgColourBar *self = g_object_new (DG_TYPE_COLOUR_BAR, "valign", GTK_ALIGN_CENTER, NULL);

  self->class_index = class_index;
  return GTK_WIDGET (self);
}

void
dg_colour_bar_set_fraction (DgColourBar *self, double fraction)
{
  g_return_if_fail (DG_IS_COLOUR_BAR (self));

  fraction = CLAMP (fraction, 0, 1);
  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
