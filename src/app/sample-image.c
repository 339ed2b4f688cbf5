/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sample-image.h"

#include <math.h>

#include "app/thumbnail.h"

struct _DgSampleImage
{
  GtkWidget parent_instance;

  /* owned */
  DgRun *run;
  GdkTexture *texture;  /* of a sample, made when it is first drawn */
  guint8 *pixels;       /* (height, width, channels), nullable: a sample is shown, or nothing */
  char *caption;        /* nullable */
  PangoLayout *layout;  /* of the caption, made when it is first drawn */

  gsize sample;
  guint height, width, channels; /* of @pixels */
  int size;
};

enum
{
  PROP_SIZE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgSampleImage, dg_sample_image, GTK_TYPE_WIDGET)

static void
drop_texture (DgSampleImage *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_layout (DgSampleImage *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
has_image (DgSampleImage *self)
{
  guint height, width, channels;

  return self->run == NULL || dg_run_get_image_size (self->run, &height, &width, &channels);
}

/* In points. The font's, so that no text is laid out before it is seen. */
static int
get_line_height (DgSampleImage *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  g_autoptr (PangoFont) font = pango_context_load_font (context, pango_context_get_font_description (context));
  PangoFontMetrics *metrics = pango_font_get_metrics (font, pango_context_get_language (context));
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height);
}

static void
dg_sample_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  DgSampleImage *self = DG_SAMPLE_IMAGE (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL || has_image (self) ? self->size : 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->caption != NULL)
    *minimum = *natural += get_line_height (self);
}

static void
snapshot_image (DgSampleImage *self, GtkSnapshot *snapshot, int side)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float width, height, x, y;

  if (!self->texture && self->run)
    self->texture = dg_thumbnail_new (self->run, self->sample, self->size * scale);
  if (!self->texture && self->pixels)
    self->texture = dg_thumbnail_new_for_pixels (self->pixels, self->height, self->width, self->channels,
                                                 self->size * scale);
  if (!self->texture)
    return;
  width = (float) gdk_texture_get_width (self->texture) / scale;
  height = (float) gdk_texture_get_height (self->texture) / scale;
  x = floorf ((gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2 * scale) / scale;
  y = floorf ((side - height) / 2 * scale) / scale;
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
snapshot_caption (DgSampleImage *self, GtkSnapshot *snapshot, int y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), text_width;

  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (widget, self->caption);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, &text_width, NULL);
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget), (width - text_width) / 2, y,
                              self->layout);
}

static void
dg_sample_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgSampleImage *self = DG_SAMPLE_IMAGE (widget);
  int side = gtk_widget_get_height (widget) - (self->caption != NULL ? get_line_height (self) : 0);

  snapshot_image (self, snapshot, side);
  if (self->caption != NULL)
    snapshot_caption (self, snapshot, side);
}

static void
dg_sample_image_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dg_sample_image_parent_class)->css_changed (widget, change);
  drop_layout (DG_SAMPLE_IMAGE (widget));
}

static void
dg_sample_image_finalize (GObject *object)
{
  g_free (DG_SAMPLE_IMAGE (object)->pixels);
  g_free (DG_SAMPLE_IMAGE (object)->caption);
  G_OBJECT_CLASS (dg_sample_image_parent_class)->finalize (object);
}

static void
dg_sample_image_dispose (GObject *object)
{
  DgSampleImage *self = DG_SAMPLE_IMAGE (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->layout);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_sample_image_parent_class)->dispose (object);
}

static void
dg_sample_image_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIZE)
    g_value_set_int (value, DG_SAMPLE_IMAGE (object)->size);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_sample_image_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIZE)
    DG_SAMPLE_IMAGE (object)->size = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_sample_image_class_init (DgSampleImageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_sample_image_dispose;
  object_class->finalize = dg_sample_image_finalize;
  object_class->get_property = dg_sample_image_get_property;
  object_class->set_property = dg_sample_image_set_property;
  widget_class->measure = dg_sample_image_measure;
  widget_class->snapshot = dg_sample_image_snapshot;
  widget_class->css_changed = dg_sample_image_css_changed;

  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 8, 1024, 56,
                                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "sampleimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dg_sample_image_init (DgSampleImage *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (drop_texture), NULL);
}

void
dg_sample_image_set_sample (DgSampleImage *self, DgRun *run, gsize sample)
{
  gboolean had_image;

  g_return_if_fail (DG_IS_SAMPLE_IMAGE (self));

  if (self->run == run && self->sample == sample && !self->pixels)
    return;
  had_image = has_image (self);
  g_clear_pointer (&self->pixels, g_free);
  g_set_object (&self->run, run);
  self->sample = sample;
  drop_texture (self);
  if (has_image (self) != had_image)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

gsize
dg_sample_image_get_sample (DgSampleImage *self)
{
  g_return_val_if_fail (DG_IS_SAMPLE_IMAGE (self), 0);

  return self->sample;
}

void
dg_sample_image_set_pixels (DgSampleImage *self, const guint8 *pixels, guint height, guint width, guint channels)
{
  g_return_if_fail (DG_IS_SAMPLE_IMAGE (self));

  dg_sample_image_set_sample (self, NULL, 0);
  self->pixels = g_memdup2 (pixels, (gsize) height * width * channels);
  self->height = height;
  self->width = width;
  self->channels = channels;
  drop_texture (self);
}

void
dg_sample_image_set_caption (DgSampleImage *self, const char *caption)
{
  gboolean had_caption = self->caption != NULL;

  g_return_if_fail (DG_IS_SAMPLE_IMAGE (self));

  if (g_strcmp0 (self->caption, caption) == 0)
    return;
  g_free (self->caption);
  self->caption = g_strdup (caption);
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, caption != NULL ? caption : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (had_caption != (caption != NULL))
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

const char *
dg_sample_image_get_caption (DgSampleImage *self)
{
  g_return_val_if_fail (DG_IS_SAMPLE_IMAGE (self), NULL);

  return self->caption;
}
