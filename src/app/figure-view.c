/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figure-view.h"

#include <math.h>

struct _DgFigureView
{
  /* owned */
  DgFigure *figure;     /* nullable */
  DgGeometry *geometry; /* nullable */
  GHashTable *images;   /* DgCell → GskRenderNode, of the side and palette below */
  GskRenderNode *paper; /* nullable: to be drawn anew */
  GskRenderNode *marks; /* nullable: to be drawn anew */

  double scale; /* device pixels per point */
  double side;  /* of an image, in points */
};

DgFigureView *
dg_figure_view_new (void)
{
  DgFigureView *self = g_new0 (DgFigureView, 1);

  self->images = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) dg_cell_unref,
                                        (GDestroyNotify) gsk_render_node_unref);
  return self;
}

static void
clear_figure (DgFigureView *self)
{
  g_clear_pointer (&self->figure, dg_figure_free);
  g_clear_pointer (&self->geometry, dg_geometry_free);
  g_clear_pointer (&self->paper, gsk_render_node_unref);
  g_clear_pointer (&self->marks, gsk_render_node_unref);
}

void
dg_figure_view_free (DgFigureView *self)
{
  clear_figure (self);
  g_hash_table_unref (self->images);
  g_free (self);
}

/* Forgets the images of cells that are not in the figure any more. */
static void
drop_images (DgFigureView *self)
{
  gsize n = (gsize) self->figure->n_rows * self->figure->n_columns;
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer cell;

  for (gsize i = 0; i < n; i++)
    g_hash_table_add (wanted, self->figure->cells[i]);
  g_hash_table_iter_init (&iter, self->images);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (!g_hash_table_contains (wanted, cell))
      g_hash_table_iter_remove (&iter);
}

void
dg_figure_view_set_figure (DgFigureView *self, DgFigure *figure, DgGeometry *geometry, double scale)
{
  const DgPalette *palette = self->figure != NULL ? self->figure->palette : NULL;
  double x, y, side;

  clear_figure (self);
  self->figure = figure;
  self->geometry = geometry;
  dg_geometry_get_image (geometry, 0, 0, &x, &y, &side);
  if (palette != figure->palette || self->side != side || self->scale != scale)
    g_hash_table_remove_all (self->images);
  self->side = side;
  self->scale = scale;
  drop_images (self);
}

void
dg_figure_view_set_marks (DgFigureView *self, DgFigure *figure)
{
  dg_figure_free (self->figure);
  self->figure = figure;
  g_clear_pointer (&self->marks, gsk_render_node_unref);
}

void
dg_figure_view_set_cell (DgFigureView *self, guint row, guint column, DgCell *cell)
{
  dg_figure_set_cell (self->figure, row, column, cell);
  g_clear_pointer (&self->marks, gsk_render_node_unref);
}

const DgFigure *
dg_figure_view_get_figure (const DgFigureView *self)
{
  return self->figure;
}

const DgGeometry *
dg_figure_view_get_geometry (const DgFigureView *self)
{
  return self->geometry;
}

/* A surface of device pixels for a rectangle in points, and a context with the figure's origin. */
static cairo_t *
begin_pixels (DgFigureView *self, const graphene_rect_t *bounds, cairo_format_t format)
{
  cairo_surface_t *surface = cairo_image_surface_create (format, MAX (1, lround (bounds->size.width * self->scale)),
                                                         MAX (1, lround (bounds->size.height * self->scale)));
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  return cr;
}

static void
free_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

/* The pixels as a node, with its corner at the origin. A node that is kept is not drawn again; textures would be copied
 * by GTK's cairo renderer in every frame, and the pixels of a surface that does not outlive the node once. */
static GskRenderNode *
end_pixels (cairo_t *pixels, const graphene_rect_t *bounds)
{
  static const cairo_user_data_key_t key;
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, bounds->size.width, bounds->size.height));
  cairo_surface_t *surface = cairo_get_target (pixels);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  if (cairo_surface_set_user_data (gsk_cairo_node_get_surface (node), &key, surface, free_surface)
      == CAIRO_STATUS_SUCCESS)
    cairo_surface_reference (surface);
  cairo_destroy (pixels);
  return node;
}

static GskRenderNode *
paint_layers (DgFigureView *self, const graphene_rect_t *bounds, DgFigureLayers layers)
{
  cairo_format_t format = layers & DG_FIGURE_PAPER ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
  cairo_t *pixels = begin_pixels (self, bounds, format);

  dg_figure_paint (self->figure, self->geometry, pixels, layers);
  return end_pixels (pixels, bounds);
}

static GskRenderNode *
paint_image (DgFigureView *self, const graphene_rect_t *bounds, guint row, guint column)
{
  cairo_t *pixels = begin_pixels (self, bounds, CAIRO_FORMAT_ARGB32);

  dg_figure_paint_image (self->figure, self->geometry, row, column, pixels);
  return end_pixels (pixels, bounds);
}

static void
snapshot_image (DgFigureView *self, GtkSnapshot *snapshot, guint row, guint column)
{
  DgCell *cell = dg_figure_get_cell (self->figure, row, column);
  GskRenderNode *image = cell != NULL ? g_hash_table_lookup (self->images, cell) : NULL;
  g_autoptr (GskRenderNode) frame = NULL;
  graphene_rect_t bounds;
  double x, y, side;

  dg_geometry_get_image (self->geometry, row, column, &x, &y, &side);
  bounds = GRAPHENE_RECT_INIT (x, y, side, side);
  if (image == NULL)
    {
      image = frame = paint_image (self, &bounds, row, column);
      if (cell != NULL)
        g_hash_table_insert (self->images, dg_cell_ref (cell), gsk_render_node_ref (image));
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &bounds.origin);
  gtk_snapshot_append_node (snapshot, image);
  gtk_snapshot_restore (snapshot);
}

void
dg_figure_view_snapshot (DgFigureView *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds;
  double width, height;

  if (self->figure == NULL)
    return;
  dg_geometry_get_size (self->geometry, &width, &height);
  bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  if (self->paper == NULL)
    self->paper = paint_layers (self, &bounds, DG_FIGURE_PAPER | DG_FIGURE_TEXT);
  if (self->marks == NULL)
    self->marks = paint_layers (self, &bounds, DG_FIGURE_MARKS);
  gtk_snapshot_append_node (snapshot, self->paper);
  for (guint row = 0; row < self->figure->n_rows; row++)
    for (guint column = 0; column < self->figure->n_columns; column++)
      snapshot_image (self, snapshot, row, column);
  gtk_snapshot_append_node (snapshot, self->marks);
}
