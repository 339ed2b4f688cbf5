/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/view-popover.h"

#include "app/epoch-chooser.h"
#include "app/group-chooser.h"
#include "app/layer-chooser.h"
#include "figure/palette.h"

#define SWATCH_WIDTH 64
#define SWATCH_HEIGHT 10
#define BYTES 3 /* a texture pixel: red, green, blue */

struct _DgViewPopover
{
  GtkPopover parent_instance;

  /* owned */
  DgExplorer *explorer;

  /* template children */
  GtkWidget *palettes;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgViewPopover, dg_view_popover, GTK_TYPE_POPOVER)

/* The colours from similar to dissimilar as a strip. */
static GtkWidget *
new_swatch (const DgPalette *palette)
{
  const gsize stride = SWATCH_WIDTH * BYTES;
  guint8 pixels[SWATCH_HEIGHT * SWATCH_WIDTH * BYTES]; /* (height, width, BYTES) */
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkWidget *picture;

  for (guint j = 0; j < SWATCH_WIDTH; j++)
    {
      guint32 pixel = dg_palette_get_pixel (palette, j * 255 / (SWATCH_WIDTH - 1));

      for (guint i = 0; i < SWATCH_HEIGHT; i++)
        {
          pixels[i * stride + j * BYTES] = pixel >> 16;
          pixels[i * stride + j * BYTES + 1] = pixel >> 8;
          pixels[i * stride + j * BYTES + 2] = pixel;
        }
    }
  bytes = g_bytes_new (pixels, sizeof pixels);
  texture = gdk_memory_texture_new (SWATCH_WIDTH, SWATCH_HEIGHT, GDK_MEMORY_R8G8B8, bytes, stride);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_widget_add_css_class (picture, "swatch");
  gtk_widget_set_halign (picture, GTK_ALIGN_END);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  return picture;
}

static GtkWidget *
new_palette_button (const char *name)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "palette-name");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), new_swatch (dg_palette_get (name, NULL)));
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.palette");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/* GTK 4.8 never lets a popover go of which something is hidden with the focus in it between the popover's end and the
 * next frame, as layers are when the subject changes. It moves the focus to the parent, too, but later. */
static void
closed_cb (GtkWidget *self)
{
  GtkRoot *root = gtk_widget_get_root (self);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self))
    gtk_widget_grab_focus (gtk_widget_get_parent (self));
}

static void
dg_view_popover_dispose (GObject *object)
{
  g_clear_object (&DG_VIEW_POPOVER (object)->explorer);
  G_OBJECT_CLASS (dg_view_popover_parent_class)->dispose (object);
}

static void
dg_view_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, DG_VIEW_POPOVER (object)->explorer);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_view_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_set_object (&DG_VIEW_POPOVER (object)->explorer, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_view_popover_class_init (DgViewPopoverClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_view_popover_dispose;
  object_class->get_property = dg_view_popover_get_property;
  object_class->set_property = dg_view_popover_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_EPOCH_CHOOSER);
  g_type_ensure (DG_TYPE_GROUP_CHOOSER);
  g_type_ensure (DG_TYPE_LAYER_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/view-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DgViewPopover, palettes);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
dg_view_popover_init (DgViewPopover *self)
{
  const char *const *names = dg_palette_list_names ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; names[i]; i++)
    gtk_box_append (GTK_BOX (self->palettes), new_palette_button (names[i]));
}
