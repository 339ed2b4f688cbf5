/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/planned-columns.h"

#include <string.h>

#include "explorer/layout.h"
#include "run/choices.h"

guint *
dg_planned_columns_list (DgRun *run, gsize *n)
{
  const DgRunOptions *options = dg_run_get_options (run);
  gboolean live = dg_run_get_live_epoch (run) != 0;
  gsize n_shown, n_saved;
  const guint *saved = dg_run_get_epochs (run, &n_shown);
  guint *epochs = g_new (guint, DG_LAYOUT_MAX_EPOCHS);

  *n = 0;
  n_saved = n_shown - live;
  if (options == NULL)
    return epochs;
  for (guint epoch = n_saved > 0 ? saved[n_saved - 1] + 1 : 1; epoch <= options->epochs; epoch++)
    if (n_saved + *n < DG_LAYOUT_MAX_EPOCHS && dg_choices_keep_epoch (options, epoch))
      epochs[(*n)++] = epoch;
  if (live && *n > 0)
    memmove (epochs, epochs + 1, --*n * sizeof *epochs);
  return epochs;
}

void
dg_planned_columns_append (DgFigure *figure, guint n_kept, const guint *epochs, gsize n)
{
  guint before = figure->n_columns, after = n_kept + n;
  DgCell **cells = g_new0 (DgCell *, (gsize) figure->n_rows * after);

  g_return_if_fail (n_kept <= before);

  for (guint row = 0; row < figure->n_rows; row++)
    for (guint column = 0; column < before; column++)
      if (column < n_kept)
        cells[row * after + column] = figure->cells[row * before + column];
      else
        g_clear_pointer (&figure->cells[row * before + column], dg_cell_unref);
  g_free (figure->cells);
  figure->cells = cells;

  for (guint column = n_kept; column < before; column++)
    g_free (figure->column_names[column]);
  figure->column_names = g_renew (char *, figure->column_names, after);
  for (guint i = 0; i < n; i++)
    figure->column_names[n_kept + i] = dg_layout_name_column (epochs[i]);
  figure->n_columns = after;
}
