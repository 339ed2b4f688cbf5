/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figure-view.h"

#include <math.h>

struct _DgFigureView
{
  /* owned */
  DgFigure *figure;     /* nullable */
  DgGeometry *geometry; /* nullable */
  GHashTable *images;   /* DgCell → cairo_surface_t, of the side and palette below, with what lies beside it */
  GskRenderNode *paper; /* around the tiles; nullable: to be drawn anew */
  GPtrArray *tiles;     /* (n_rows, n_columns) of GskRenderNode, nullable each: to be drawn anew */
  GPtrArray *resting;   /* the same without a choice of classes or samples, while there is one; empty: none are kept */
  GArray *resting_marks; /* what they show; nullable */

  double scale; /* device pixels per point */
  double side;  /* of an image, in points */
  gboolean odd; /* every other time that all tiles change */
};

static void
clear_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

DgFigureView *
dg_figure_view_new (void)
{
  DgFigureView *self = g_new0 (DgFigureView, 1);

  self->images = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) dg_cell_unref,
                                        (GDestroyNotify) cairo_surface_destroy);
  self->tiles = g_ptr_array_new_with_free_func (clear_node);
  self->resting = g_ptr_array_new_with_free_func (clear_node);
  return self;
}

static void
forget_resting (DgFigureView *self)
{
  g_ptr_array_set_size (self->resting, 0);
  g_clear_pointer (&self->resting_marks, g_array_unref);
}

static void
clear_figure (DgFigureView *self)
{
  g_clear_pointer (&self->figure, dg_figure_free);
  g_clear_pointer (&self->geometry, dg_geometry_free);
  g_clear_pointer (&self->paper, gsk_render_node_unref);
  g_ptr_array_set_size (self->tiles, 0);
  forget_resting (self);
}

void
dg_figure_view_free (DgFigureView *self)
{
  clear_figure (self);
  g_ptr_array_unref (self->resting);
  g_ptr_array_unref (self->tiles);
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
  /* What lies beside an image depends on more: sizes and colours of text. */
  if (palette != figure->palette || self->side != side || self->scale != scale || figure->silhouettes)
    g_hash_table_remove_all (self->images);
  self->side = side;
  self->scale = scale;
  g_ptr_array_set_size (self->tiles, figure->n_rows * figure->n_columns);
  drop_images (self);
}

static void
drop_tile (DgFigureView *self, gint row, gint column)
{
  if (row >= 0 && column >= 0)
    {
      gpointer *tile = &self->tiles->pdata[(guint) row * self->figure->n_columns + (guint) column];

      g_clear_pointer ((GskRenderNode **) tile, gsk_render_node_unref);
    }
}

/* Whether the cells of two figures differ in nothing but which is the current one. */
static gboolean
has_same_marks (const DgFigure *a, const DgFigure *b)
{
  if (a->marks != b->marks || a->lit != b->lit)
    return FALSE;
  for (guint row = 0; row < a->n_rows; row++)
    {
      gsize n = a->selected[row]->len;

      if (n != b->selected[row]->len
          || (n > 0 && memcmp (a->selected[row]->data, b->selected[row]->data, n * sizeof (guint32)) != 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_resting (const DgFigure *figure)
{
  for (guint row = 0; row < figure->n_rows; row++)
    if (figure->selected[row]->len > 0)
      return FALSE;
  return !figure->lit;
}

/* Has all tiles drawn anew, but those at rest: every other click goes back there, to the most marks there are. */
static void
change_tiles (DgFigureView *self, const DgFigure *figure)
{
  gboolean was_resting = is_resting (self->figure);

  self->odd = !self->odd;
  if (was_resting)
    {
      forget_resting (self);
      g_ptr_array_extend_and_steal (self->resting, g_steal_pointer (&self->tiles));
      self->resting_marks = g_array_ref (self->figure->marks);
      self->tiles = g_ptr_array_new_with_free_func (clear_node);
    }
  g_ptr_array_set_size (self->tiles, 0);
  if (is_resting (figure) && self->resting_marks == figure->marks)
    {
      g_ptr_array_extend_and_steal (self->tiles, g_steal_pointer (&self->resting));
      self->resting = g_ptr_array_new_with_free_func (clear_node);
      forget_resting (self);
    }
  g_ptr_array_set_size (self->tiles, figure->n_rows * figure->n_columns);
}

void
dg_figure_view_set_marks (DgFigureView *self, DgFigure *figure)
{
  if (!has_same_marks (self->figure, figure))
    change_tiles (self, figure);
  if (figure->current_row != self->figure->current_row || figure->current_column != self->figure->current_column)
    {
      forget_resting (self);
      drop_tile (self, self->figure->current_row, self->figure->current_column);
      drop_tile (self, figure->current_row, figure->current_column);
    }
  dg_figure_free (self->figure);
  self->figure = figure;
}

void
dg_figure_view_set_cell (DgFigureView *self, guint row, guint column, DgCell *cell)
{
  dg_figure_set_cell (self->figure, row, column, cell);
  forget_resting (self);
  drop_tile (self, (gint) row, (gint) column);
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

static const cairo_user_data_key_t pixels_key;

/* Device pixels for a rectangle in points, of any colour yet, and a context with the figure's origin. */
static cairo_t *
begin_pixels (DgFigureView *self, const graphene_rect_t *bounds)
{
  int width = MAX (1, lround (bounds->size.width * self->scale));
  int height = MAX (1, lround (bounds->size.height * self->scale));
  int stride = cairo_format_stride_for_width (CAIRO_FORMAT_RGB24, width);
  guchar *pixels = g_malloc ((gsize) stride * height);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_RGB24, width, height, stride);
  cairo_t *cr;

  cairo_surface_set_user_data (surface, &pixels_key, pixels, g_free);
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

static void
add_rect (cairo_t *cr, const graphene_rect_t *rect)
{
  cairo_rectangle (cr, rect->origin.x, rect->origin.y, rect->size.width, rect->size.height);
}

/* A part of the pixels as a node, its corner at the origin of @bounds; @x, @y: the part's place in the pixels. A node that
 * is kept is not drawn again; textures would be copied by GTK's cairo renderer in every frame, and the pixels of a
 * surface that does not outlive the node once. */
static GskRenderNode *
make_node (cairo_surface_t *surface, const graphene_rect_t *bounds, double x, double y)
{
  static const cairo_user_data_key_t key;
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, bounds->origin.x - x, bounds->origin.y - y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  add_rect (cr, bounds);
  cairo_fill (cr);
  cairo_destroy (cr);
  if (cairo_surface_set_user_data (gsk_cairo_node_get_surface (node), &key, surface, free_surface)
      == CAIRO_STATUS_SUCCESS)
    cairo_surface_reference (surface);
  return node;
}

static graphene_rect_t
get_rect (const DgGeometry *geometry, guint row, guint column,
          void (*get) (const DgGeometry *, guint, guint, double *, double *, double *, double *))
{
  double x, y, width, height;

  get (geometry, row, column, &x, &y, &width, &height);
  return GRAPHENE_RECT_INIT (x, y, width, height);
}

static cairo_rectangle_int_t
to_pixels (DgFigureView *self, const graphene_rect_t *rect)
{
  return (cairo_rectangle_int_t){ lround (rect->origin.x * self->scale), lround (rect->origin.y * self->scale),
                                  lround (rect->size.width * self->scale), lround (rect->size.height * self->scale) };
}

/* What lies around the tiles, in device pixels. */
static cairo_region_t *
find_paper (DgFigureView *self, const graphene_rect_t *bounds)
{
  cairo_rectangle_int_t all = to_pixels (self, bounds);
  cairo_region_t *paper = cairo_region_create_rectangle (&all);

  for (guint row = 0; row < self->figure->n_rows; row++)
    for (guint column = 0; column < self->figure->n_columns; column++)
      {
        graphene_rect_t rect = get_rect (self->geometry, row, column, dg_geometry_get_tile);
        cairo_rectangle_int_t tile = to_pixels (self, &rect);

        cairo_region_subtract_rectangle (paper, &tile);
      }
  return paper;
}

/* A node for each rectangle of paper: of one with holes GTK would paint all between them, only to leave it out. */
static GskRenderNode *
paint_paper (DgFigureView *self, const graphene_rect_t *bounds)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  cairo_region_t *paper = find_paper (self, bounds);
  cairo_t *pixels = begin_pixels (self, bounds);

  dg_figure_paint (self->figure, self->geometry, pixels, DG_FIGURE_PAPER | DG_FIGURE_TEXT);
  for (int i = 0; i < cairo_region_num_rectangles (paper); i++)
    {
      cairo_rectangle_int_t part;
      graphene_rect_t rect;

      cairo_region_get_rectangle (paper, i, &part);
      rect = GRAPHENE_RECT_INIT (part.x / self->scale, part.y / self->scale, part.width / self->scale,
                                 part.height / self->scale);
      g_ptr_array_add (nodes, make_node (cairo_get_target (pixels), &rect, rect.origin.x, rect.origin.y));
    }
  cairo_destroy (pixels);
  cairo_region_destroy (paper);
  return gsk_container_node_new ((GskRenderNode **) nodes->pdata, nodes->len);
}

static void
fill (cairo_t *cr, DgColour colour)
{
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  cairo_paint (cr);
}

/* (transfer none): the heat map of a cell that is there and what lies beside it, of device pixels. */
static cairo_surface_t *
get_image (DgFigureView *self, DgCell *cell, guint row, guint column, const graphene_rect_t *bounds)
{
  cairo_surface_t *image = g_hash_table_lookup (self->images, cell);
  cairo_t *pixels;

  if (image != NULL)
    return image;
  pixels = begin_pixels (self, bounds);
  if (self->figure->silhouettes)
    fill (pixels, self->figure->background);
  dg_figure_paint_image (self->figure, self->geometry, row, column, pixels);
  image = cairo_surface_reference (cairo_get_target (pixels));
  cairo_destroy (pixels);
  g_hash_table_insert (self->images, dg_cell_ref (cell), image);
  return image;
}

static void
fill_frame (cairo_t *cr, DgColour colour, const graphene_rect_t *outer, const graphene_rect_t *inner)
{
  add_rect (cr, outer);
  add_rect (cr, inner);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  cairo_fill (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
}

/* A cell with all that is drawn over it. */
static GskRenderNode *
paint_tile (DgFigureView *self, DgMarks *marks, guint row, guint column, const graphene_rect_t *bounds)
{
  DgCell *cell = dg_figure_get_cell (self->figure, row, column);
  graphene_rect_t inner = get_rect (self->geometry, row, column, dg_geometry_get_painted);
  cairo_t *pixels = begin_pixels (self, bounds);
  GskRenderNode *node;

  if (cell != NULL)
    {
      fill_frame (pixels, self->figure->background, bounds, &inner);
      cairo_set_source_surface (pixels, get_image (self, cell, row, column, &inner), inner.origin.x, inner.origin.y);
      cairo_pattern_set_filter (cairo_get_source (pixels), CAIRO_FILTER_NEAREST);
      add_rect (pixels, &inner);
      cairo_fill (pixels);
    }
  else
    {
      /* The empty frame leaves out what would lie beside the image. */
      fill (pixels, self->figure->background);
      dg_figure_paint_image (self->figure, self->geometry, row, column, pixels);
    }
  dg_marks_paint (marks, row, column, pixels);
  node = make_node (cairo_get_target (pixels), &GRAPHENE_RECT_INIT (0, 0, bounds->size.width, bounds->size.height), 0, 0);
  cairo_destroy (pixels);
  return node;
}

static void
snapshot_tile (DgFigureView *self, DgMarks *marks, GtkSnapshot *snapshot, guint row, guint column)
{
  gpointer *tile = &self->tiles->pdata[row * self->figure->n_columns + column];
  graphene_rect_t bounds = get_rect (self->geometry, row, column, dg_geometry_get_tile);

  if (*tile == NULL)
    *tile = paint_tile (self, marks, row, column, &bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &bounds.origin);
  gtk_snapshot_append_node (snapshot, *tile);
  gtk_snapshot_restore (snapshot);
}

/* (transfer full): all tiles. GTK takes what changed as up to 30 rectangles, and with more it draws the whole window
 * anew. Another clip, around all the same, makes one of all tiles. */
static GskRenderNode *
collect_tiles (DgFigureView *self, const graphene_rect_t *bounds)
{
  g_autoptr (DgMarks) marks = dg_marks_new (self->figure, self->geometry);
  g_autoptr (GskRenderNode) tiles = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t clip;

  for (guint row = 0; row < self->figure->n_rows; row++)
    for (guint column = 0; column < self->figure->n_columns; column++)
      snapshot_tile (self, marks, snapshot, row, column);
  tiles = gtk_snapshot_free_to_node (snapshot);
  graphene_rect_inset_r (bounds, self->odd ? -1 : 0, self->odd ? -1 : 0, &clip);
  return tiles != NULL ? gsk_clip_node_new (tiles, &clip) : NULL;
}

void
dg_figure_view_snapshot (DgFigureView *self, GtkSnapshot *snapshot)
{
  g_autoptr (GskRenderNode) tiles = NULL;
  graphene_rect_t bounds;
  double width, height;

  if (self->figure == NULL)
    return;
  dg_geometry_get_size (self->geometry, &width, &height);
  bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  if (self->paper == NULL)
    self->paper = paint_paper (self, &bounds);
  gtk_snapshot_append_node (snapshot, self->paper);
  tiles = collect_tiles (self, &bounds);
  if (tiles != NULL)
    gtk_snapshot_append_node (snapshot, tiles);
}
