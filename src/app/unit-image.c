/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unit-image.h"

#include "app/unit-texture.h"

struct _DgUnitImage
{
  GtkWidget parent_instance;

  /* owned */
  float *weights;      /* (fan-in), nullable */
  GdkTexture *texture; /* made when it is first drawn */

  DgUnits units; /* the shape alone, without a name */
  double largest;
  int size;
};

enum
{
  PROP_SIZE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgUnitImage, dg_unit_image, GTK_TYPE_WIDGET)

static DgUnitMosaic
fit (DgUnitImage *self)
{
  return dg_unit_mosaic_fit (&self->units, self->size * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

static void
scale_factor_cb (DgUnitImage *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
has_shape (DgUnitImage *self)
{
  return self->units.n_dims > 0;
}

/* Points. */
static void
get_size (DgUnitImage *self, double *width, double *height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint pixels_across = 0, pixels_down = 0;

  if (has_shape (self))
    {
      DgUnitMosaic mosaic = fit (self);

      dg_unit_mosaic_get_size (&mosaic, &pixels_across, &pixels_down);
    }
  *width = (double) pixels_across / scale;
  *height = (double) pixels_down / scale;
}

static void
dg_unit_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  double width, height;

  get_size (DG_UNIT_IMAGE (widget), &width, &height);
  *minimum = *natural = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height);
}

static void
dg_unit_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgUnitImage *self = DG_UNIT_IMAGE (widget);
  double width, height;

  if (self->weights == NULL)
    return;
  if (self->texture == NULL)
    {
      DgUnitMosaic mosaic = fit (self);

      self->texture = dg_unit_texture_new (&mosaic, self->weights, self->largest);
    }
  get_size (self, &width, &height);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
dg_unit_image_dispose (GObject *object)
{
  g_clear_object (&DG_UNIT_IMAGE (object)->texture);
  G_OBJECT_CLASS (dg_unit_image_parent_class)->dispose (object);
}

static void
dg_unit_image_finalize (GObject *object)
{
  g_free (DG_UNIT_IMAGE (object)->weights);
  G_OBJECT_CLASS (dg_unit_image_parent_class)->finalize (object);
}

static void
dg_unit_image_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIZE)
    g_value_set_int (value, DG_UNIT_IMAGE (object)->size);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_unit_image_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIZE)
    DG_UNIT_IMAGE (object)->size = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_unit_image_class_init (DgUnitImageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_unit_image_dispose;
  object_class->finalize = dg_unit_image_finalize;
  object_class->get_property = dg_unit_image_get_property;
  object_class->set_property = dg_unit_image_set_property;
  widget_class->measure = dg_unit_image_measure;
  widget_class->snapshot = dg_unit_image_snapshot;

  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 8, 1024, 56,
                                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "unitimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dg_unit_image_init (DgUnitImage *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "unit-paper");
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
}

void
dg_unit_image_set_weights (DgUnitImage *self, const DgUnits *units, const float *weights, double largest)
{
  g_return_if_fail (DG_IS_UNIT_IMAGE (self));

  g_free (self->weights);
  self->weights = weights != NULL ? g_memdup2 (weights, dg_units_get_fan_in (units) * sizeof *weights) : NULL;
  self->units = *units;
  self->units.module = NULL;
  self->largest = largest;
  scale_factor_cb (self);
}

const float *
dg_unit_image_get_weights (DgUnitImage *self)
{
  g_return_val_if_fail (DG_IS_UNIT_IMAGE (self), NULL);

  return self->weights;
}

gssize
dg_unit_image_pick (DgUnitImage *self, double x, double y)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double width, height;
  DgUnitMosaic mosaic;

  g_return_val_if_fail (DG_IS_UNIT_IMAGE (self), -1);

  get_size (self, &width, &height);
  if (self->weights == NULL || x < 0 || y < 0 || x >= width || y >= height)
    return -1;
  mosaic = fit (self);
  return dg_unit_mosaic_pick (&mosaic, (guint) (x * scale), (guint) (y * scale));
}
