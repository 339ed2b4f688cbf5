/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/reconstruction-grid.h"

#include <glib/gi18n-lib.h>

#include "app/sample-image.h"
#include "run/reconstruction.h"

#define COLUMNS 3
#define IMAGE_SIZE 56 /* as in the list of samples */

struct _DgReconstructionGrid
{
  GtkGrid parent_instance;
};

G_DEFINE_FINAL_TYPE (DgReconstructionGrid, dg_reconstruction_grid, GTK_TYPE_GRID)

/* What stands above the image in a place, and the image. */
static GtkWidget *
get_name (DgReconstructionGrid *self, guint place)
{
  return gtk_grid_get_child_at (GTK_GRID (self), place % COLUMNS, place / COLUMNS * 2);
}

static DgSampleImage *
get_image (DgReconstructionGrid *self, guint place)
{
  return DG_SAMPLE_IMAGE (gtk_grid_get_child_at (GTK_GRID (self), place % COLUMNS, place / COLUMNS * 2 + 1));
}

static void
attach (DgReconstructionGrid *self, guint place)
{
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *image = g_object_new (DG_TYPE_SAMPLE_IMAGE, "size", IMAGE_SIZE, NULL);

  gtk_widget_add_css_class (name, "epoch-number");
  gtk_widget_add_css_class (image, "paper");
  dg_sample_image_set_caption (DG_SAMPLE_IMAGE (image), "");
  gtk_grid_attach (GTK_GRID (self), name, place % COLUMNS, place / COLUMNS * 2, 1, 1);
  gtk_grid_attach (GTK_GRID (self), image, place % COLUMNS, place / COLUMNS * 2 + 1, 1, 1);
}

/* Makes places for @n images, or takes those that are too many away. */
static void
resize (DgReconstructionGrid *self, guint n)
{
  guint place = 0;

  for (; place < n; place++)
    if (!get_name (self, place))
      attach (self, place);
  for (; get_name (self, place); place++)
    {
      gtk_grid_remove (GTK_GRID (self), GTK_WIDGET (get_image (self, place)));
      gtk_grid_remove (GTK_GRID (self), get_name (self, place));
    }
}

static void
show_original (DgReconstructionGrid *self, DgRun *run, guint32 sample)
{
  DgSampleImage *image = get_image (self, 0);

  gtk_label_set_label (GTK_LABEL (get_name (self, 0)), _("image"));
  dg_sample_image_set_sample (image, run, sample);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Image of the sample"), -1);
}

static void
show_reconstruction (DgReconstructionGrid *self, guint place, DgExplorer *explorer, guint epoch, guint32 sample)
{
  DgSampleImage *image = get_image (self, place);
  g_autofree char *number = g_strdup_printf ("%u", epoch);
  g_autofree char *caption = NULL, *words = NULL;
  g_autofree guint8 *pixels = NULL;
  guint height, width, channels;
  const float *values; /* (channels, height, width) */
  double error;

  gtk_label_set_label (GTK_LABEL (get_name (self, place)), number);
  if (dg_explorer_get_reconstruction (explorer, epoch, sample, &values, &error)
      && dg_run_get_image_size (dg_explorer_get_run (explorer), &height, &width, &channels))
    {
      pixels = g_malloc ((gsize) height * width * channels);
      dg_reconstruction_get_pixels (values, channels, height, width, pixels);
      dg_sample_image_set_pixels (image, pixels, height, width, channels);
      caption = g_strdup_printf ("%.4f", error);
      words = g_strdup_printf (_("Reconstructed at epoch %u with an error of %s"), epoch, caption);
    }
  else
    {
      dg_sample_image_set_sample (image, NULL, 0);
      words = g_strdup_printf (dg_explorer_is_reconstruction_unreadable (explorer, epoch)
                                 ? _("What was reconstructed at epoch %u cannot be read")
                                 : _("What was reconstructed at epoch %u is not known yet"),
                               epoch);
    }
  dg_sample_image_set_caption (image, caption ? caption : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (image), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
dg_reconstruction_grid_class_init (DgReconstructionGridClass *class)
{
}

static void
dg_reconstruction_grid_init (DgReconstructionGrid *self)
{
  gtk_grid_set_column_spacing (GTK_GRID (self), 6);
  gtk_grid_set_row_spacing (GTK_GRID (self), 2);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self), "reconstructions");
}

void
dg_reconstruction_grid_show (DgReconstructionGrid *self, DgExplorer *explorer, guint32 sample)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (explorer, &n);

  g_return_if_fail (DG_IS_RECONSTRUCTION_GRID (self));

  resize (self, n + 1);
  show_original (self, dg_explorer_get_run (explorer), sample);
  for (gsize i = 0; i < n; i++)
    show_reconstruction (self, i + 1, explorer, epochs[i], sample);
}
