/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/reduction-view.h"

#include <glib/gi18n-lib.h>

#include "app/figure-view.h"
#include "explorer/reduction-figure.h"
#include "explorer/words.h"

#define NATURAL_WIDTH 640
#define NATURAL_HEIGHT 340
#define MINIMUM_SIDE 120

struct _DgReductionView
{
  GtkWidget parent_instance;

  /* owned */
  DgRun *run;              /* nullable, as the trial */
  DgReductionTrial *trial; /* nullable */
  DgFigureView *view;

  /* borrowed */
  const DgPalette *palette;
};

G_DEFINE_FINAL_TYPE (DgReductionView, dg_reduction_view, GTK_TYPE_WIDGET)

static DgColour
to_colour (const GdkRGBA *rgba)
{
  return (DgColour){ rgba->red, rgba->green, rgba->blue };
}

/* The panel around it says what the title and the footer would. */
static DgFigure *
build_figure (DgReductionView *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  DgFigure *figure = dg_reduction_figure_new (self->run, &self->trial, 1);
  GdkRGBA foreground, background;

  g_clear_pointer (&figure->title, g_free);
  g_clear_pointer (&figure->footer, g_free);
  figure->palette = self->palette;
  gtk_style_context_get_color (style, &foreground);
  figure->foreground = to_colour (&foreground);
  if (gtk_style_context_lookup_color (style, "theme_base_color", &background))
    figure->background = to_colour (&background);
  return figure;
}

static void
lay_out (DgReductionView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = gtk_widget_get_scale_factor (widget);
  DgFigure *figure;

  if (self->trial == NULL || width <= 0 || height <= 0)
    return;
  figure = build_figure (self);
  dg_figure_view_set_figure (self->view, figure, dg_geometry_new (figure, width, height, scale), scale);
  gtk_widget_queue_draw (widget);
}

static void
dg_reduction_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * MINIMUM_SIDE : MINIMUM_SIDE;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
dg_reduction_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (DG_REDUCTION_VIEW (widget));
}

static void
dg_reduction_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dg_reduction_view_parent_class)->css_changed (widget, change);
  lay_out (DG_REDUCTION_VIEW (widget));
}

static void
dg_reduction_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgReductionView *self = DG_REDUCTION_VIEW (widget);

  if (self->trial != NULL)
    dg_figure_view_snapshot (self->view, snapshot);
}

static void
dg_reduction_view_dispose (GObject *object)
{
  DgReductionView *self = DG_REDUCTION_VIEW (object);

  g_clear_object (&self->run);
  g_clear_pointer (&self->trial, dg_reduction_trial_unref);
  G_OBJECT_CLASS (dg_reduction_view_parent_class)->dispose (object);
}

static void
dg_reduction_view_finalize (GObject *object)
{
  dg_figure_view_free (DG_REDUCTION_VIEW (object)->view);
  G_OBJECT_CLASS (dg_reduction_view_parent_class)->finalize (object);
}

static void
dg_reduction_view_class_init (DgReductionViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_reduction_view_dispose;
  G_OBJECT_CLASS (class)->finalize = dg_reduction_view_finalize;
  widget_class->measure = dg_reduction_view_measure;
  widget_class->size_allocate = dg_reduction_view_size_allocate;
  widget_class->css_changed = dg_reduction_view_css_changed;
  widget_class->snapshot = dg_reduction_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dg_reduction_view_init (DgReductionView *self)
{
  self->view = dg_figure_view_new ();
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (lay_out), NULL);
}

void
dg_reduction_view_set_trial (DgReductionView *self, DgRun *run, DgReductionTrial *trial, const DgPalette *palette)
{
  g_autofree char *all = NULL, *kept = NULL, *words = NULL;

  g_return_if_fail (DG_IS_REDUCTION_VIEW (self));

  if (self->trial == trial && self->palette == palette)
    return;
  g_set_object (&self->run, run);
  if (trial != NULL)
    dg_reduction_trial_ref (trial);
  g_clear_pointer (&self->trial, dg_reduction_trial_unref);
  self->trial = trial;
  self->palette = palette;
  if (trial != NULL)
    {
      all = dg_words_count (trial->subset->n_all);
      kept = dg_words_count (trial->subset->n);
      words = g_strdup_printf (_("iVAT images of %s samples and of %s"), all, kept);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words != NULL ? words : "", -1);
  lay_out (self);
}
