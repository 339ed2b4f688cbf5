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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check (); /* for GSK's types, with a display or without */

  g_test_add_data_func ("/figure-view/cells-come/images", make_figure, test_cells_come);
  g_test_add_data_func ("/figure-view/cells-come/plots", make_plot_figure, test_cells_come);

  return g_test_run ();
}
