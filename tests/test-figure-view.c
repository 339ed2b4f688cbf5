/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figure-view.h"

#include "figure-fixture.h"
#include "figure/painter.h"

#define SIDE 500

static const DgColour dark = { 0.2, 0.25, 0.3 }, light = { 0.9, 0.9, 0.9 };

static guint32
get_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] & 0xffffff;
}

/* What the view records is what the painter paints, pixel by pixel. */
static void
assert_as_painted (DgFigureView *view)
{
  cairo_surface_t *shown = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_surface_t *painted = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_t *cr = cairo_create (shown);

  dg_figure_view_snapshot (view, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (shown);

  cr = cairo_create (painted);
  dg_figure_paint (dg_figure_view_get_figure (view), dg_figure_view_get_geometry (view), cr, DG_FIGURE_ALL);
  cairo_destroy (cr);
  cairo_surface_flush (painted);

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      g_assert_cmphex (get_pixel (shown, x, y), ==, get_pixel (painted, x, y));
  cairo_surface_destroy (shown);
  cairo_surface_destroy (painted);
}

/* @data: makes the figure. Cells come one after the other, as they are computed. */
static void
test_cells_come (gconstpointer data)
{
  DgFigure *(*make) (guint, guint, gsize) = data;
  DgFigureView *view = dg_figure_view_new ();
  DgFigure *figure = make (2, 2, 30);
  DgGeometry *geometry = dg_geometry_new (figure, SIDE, SIDE, 1);
  DgCell *cells[4];

  figure->background = dark;
  figure->foreground = light;
  add_mark (figure, 9, 2, TRUE);
  for (guint i = 0; i < 4; i++)
    {
      cells[i] = dg_cell_ref (dg_figure_get_cell (figure, i / 2, i % 2));
      dg_figure_set_cell (figure, i / 2, i % 2, NULL);
    }

  dg_figure_view_set_figure (view, figure, geometry, 1);
  assert_as_painted (view);
  for (guint i = 0; i < 4; i++)
    {
      dg_figure_view_set_cell (view, i / 2, i % 2, cells[i]);
      assert_as_painted (view);
      dg_cell_unref (cells[i]);
    }
  dg_figure_view_free (view);
}

/* (transfer full): that of all tiles, which come after the paper. */
static GskRenderNode *
snapshot_tiles (DgFigureView *view)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) all = NULL;
  GskRenderNode *tiles;

  dg_figure_view_snapshot (view, snapshot);
  all = gtk_snapshot_free_to_node (snapshot);
  g_assert_cmpint (gsk_render_node_get_node_type (all), ==, GSK_CONTAINER_NODE);
  g_assert_cmpuint (gsk_container_node_get_n_children (all), ==, 2);
  tiles = gsk_container_node_get_child (all, 1);
  g_assert_cmpint (gsk_render_node_get_node_type (tiles), ==, GSK_CLIP_NODE);
  return gsk_render_node_ref (tiles);
}

/* GTK compares what two clips hold only where they are equal, and draws all of it again where they are not. */
static void
assert_changed (DgFigureView *view, GskRenderNode **tiles, gboolean as_one)
{
  g_autoptr (GskRenderNode) before = g_steal_pointer (tiles);

  *tiles = snapshot_tiles (view);
  g_assert_cmpint (graphene_rect_equal (gsk_clip_node_get_clip (*tiles), gsk_clip_node_get_clip (before)), ==, !as_one);
  assert_as_painted (view);
}

static void
test_marks_change_as_one (void)
{
  DgFigureView *view = dg_figure_view_new ();
  DgFigure *figure = make_figure (2, 2, 30), *lit = make_figure (2, 2, 30), *moved = make_figure (2, 2, 30);
  g_autoptr (GskRenderNode) tiles = NULL;
  DgCell *cell = dg_cell_ref (dg_figure_get_cell (figure, 1, 0));

  add_mark (lit, 9, 2, TRUE);
  g_array_unref (moved->marks);
  moved->marks = g_array_ref (lit->marks);
  moved->current_row = moved->current_column = 1;
  dg_figure_set_cell (figure, 1, 0, NULL);
  dg_figure_view_set_figure (view, figure, dg_geometry_new (figure, SIDE, SIDE, 1), 1);
  tiles = snapshot_tiles (view);

  dg_figure_view_set_cell (view, 1, 0, cell);
  assert_changed (view, &tiles, FALSE);
  dg_figure_view_set_marks (view, lit);
  assert_changed (view, &tiles, TRUE);
  dg_figure_view_set_marks (view, moved);
  assert_changed (view, &tiles, FALSE);
  dg_cell_unref (cell);
  dg_figure_view_free (view);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check (); /* for GSK's types, with a display or without */

  g_test_add_data_func ("/figure-view/cells-come/images", make_figure, test_cells_come);
  g_test_add_data_func ("/figure-view/cells-come/plots", make_plot_figure, test_cells_come);
  g_test_add_func ("/figure-view/marks-change-as-one", test_marks_change_as_one);

  return g_test_run ();
}
