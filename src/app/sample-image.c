/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sample-image.h"

#include <math.h>

#include "app/thumbnail.h"

struct _DgSampleImage
{
  GtkWidget parent_instance;

  /* owned */
  DgRun *run;
  GdkTexture *texture; /* made when it is first drawn */

  gsize sample;
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
dg_sample_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = DG_SAMPLE_IMAGE (widget)->size;
}

static void
dg_sample_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgSampleImage *self = DG_SAMPLE_IMAGE (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  float width, height, x, y;

  if (!self->texture && self->run)
    self->texture = dg_thumbnail_new (self->run, self->sample, self->size * scale);
  if (!self->texture)
    return;
  width = (float) gdk_texture_get_width (self->texture) / scale;
  height = (float) gdk_texture_get_height (self->texture) / scale;
  x = floorf ((gtk_widget_get_width (widget) - width) / 2 * scale) / scale;
  y = floorf ((gtk_widget_get_height (widget) - height) / 2 * scale) / scale;
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
dg_sample_image_dispose (GObject *object)
{
  DgSampleImage *self = DG_SAMPLE_IMAGE (object);

  g_clear_object (&self->texture);
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
  object_class->get_property = dg_sample_image_get_property;
  object_class->set_property = dg_sample_image_set_property;
  widget_class->measure = dg_sample_image_measure;
  widget_class->snapshot = dg_sample_image_snapshot;

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
  g_return_if_fail (DG_IS_SAMPLE_IMAGE (self));

  if (self->run == run && self->sample == sample)
    return;
  g_set_object (&self->run, run);
  self->sample = sample;
  drop_texture (self);
}
