/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/colour-key.h"

#define WIDTH 72
#define HEIGHT 8
#define LEVELS 256

struct _DgColourKey
{
  GtkWidget parent_instance;

  /* owned */
  GdkTexture *texture; /* (1, LEVELS) */

  const DgPalette *palette;
};

G_DEFINE_FINAL_TYPE (DgColourKey, dg_colour_key, GTK_TYPE_WIDGET)

static GdkTexture *
create_texture (const DgPalette *palette)
{
  const gsize stride = LEVELS * sizeof (guint32);
  guint32 pixels[LEVELS];
  g_autoptr (GBytes) bytes = NULL;

  for (guint level = 0; level < LEVELS; level++)
    pixels[level] = 0xff000000 | dg_palette_get_pixel (palette, level);
  bytes = g_bytes_new (pixels, sizeof pixels);
  return gdk_memory_texture_new (LEVELS, 1, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
dg_colour_key_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
dg_colour_key_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgColourKey *self = DG_COLOUR_KEY (widget);

  if (self->texture != NULL)
    gtk_snapshot_append_texture (
        snapshot, self->texture,
        &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
}

static void
dg_colour_key_dispose (GObject *object)
{
  g_clear_object (&DG_COLOUR_KEY (object)->texture);
  G_OBJECT_CLASS (dg_colour_key_parent_class)->dispose (object);
}

static void
dg_colour_key_class_init (DgColourKeyClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_colour_key_dispose;
  widget_class->measure = dg_colour_key_measure;
  widget_class->snapshot = dg_colour_key_snapshot;

  gtk_widget_class_set_css_name (widget_class, "colour-key");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dg_colour_key_init (DgColourKey *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
dg_colour_key_set_palette (DgColourKey *self, const DgPalette *palette)
{
  g_return_if_fail (DG_IS_COLOUR_KEY (self));

  if (self->palette == palette)
    return;
  self->palette = palette;
  g_clear_object (&self->texture);
  self->texture = create_texture (palette);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
