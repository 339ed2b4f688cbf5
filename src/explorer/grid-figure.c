/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/grid-figure.h"

#include "explorer/layout.h"

static void
name_row (DgFigure *figure, guint figure_row, DgGrid *grid, DgRun *run, guint row)
{
  dg_layout_name_row (run, dg_grid_get_image (grid)->subject, dg_grid_get_layers (grid)[row],
                      &figure->row_names[figure_row], &figure->row_notes[figure_row]);
}

static void
name_column (DgFigure *figure, guint figure_column, DgGrid *grid, guint column)
{
  gsize n;

  figure->column_names[figure_column] = dg_layout_name_column (dg_grid_get_epochs (grid, &n)[column]);
}

static DgFigure *
make_whole (DgGrid *grid, DgRun *run, gint row, gint column)
{
  guint n_rows = dg_grid_get_n_rows (grid), n_columns = dg_grid_get_n_columns (grid);
  DgFigure *figure = dg_figure_new (MAX (n_rows, 1), MAX (n_columns, 1));

  for (guint i = 0; i < n_rows; i++)
    name_row (figure, i, grid, run, i);
  for (guint j = 0; j < n_columns; j++)
    name_column (figure, j, grid, j);
  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < n_columns; j++)
      dg_figure_set_cell (figure, i, j, dg_grid_get_cell (grid, i, j));
  figure->current_row = row;
  figure->current_column = column;
  return figure;
}

static DgFigure *
make_enlarged (DgGrid *grid, DgRun *run, guint row, guint column)
{
  DgFigure *figure = dg_figure_new (1, 1);

  name_row (figure, 0, grid, run, row);
  name_column (figure, 0, grid, column);
  dg_figure_set_cell (figure, 0, 0, dg_grid_get_cell (grid, row, column));
  return figure;
}

DgFigure *
dg_grid_figure_new (DgGrid *grid, DgRun *run, gint row, gint column, gboolean enlarged)
{
  DgFigure *figure = enlarged ? make_enlarged (grid, run, (guint) row, (guint) column)
                              : make_whole (grid, run, row, column);

  figure->subject = dg_grid_get_image (grid)->subject;
  figure->silhouettes = dg_grid_get_image (grid)->kind == DG_IMAGE_DISSPLOT;
  return figure;
}
