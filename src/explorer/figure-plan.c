/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/figure-plan.h"

#include "explorer/cell-job.h"
#include "explorer/layout.h"

static void
column_free (gpointer data)
{
  DgPlanColumn *column = data;

  g_free (column->samples);
  g_free (column->name);
  g_free (column);
}

DgFigurePlan *
dg_figure_plan_new (DgRun *run)
{
  DgFigurePlan *self = g_new0 (DgFigurePlan, 1);

  self->run = g_object_ref (run);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  return self;
}

void
dg_figure_plan_free (DgFigurePlan *self)
{
  g_object_unref (self->run);
  g_strfreev (self->layers);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

void
dg_figure_plan_add_column (DgFigurePlan *self, guint epoch, const DgCellImage *image,
                           const guint32 *samples, gsize n_samples, char *name)
{
  DgPlanColumn *column = g_new0 (DgPlanColumn, 1);

  column->epoch = epoch;
  column->image = *image;
  column->samples = samples != NULL ? g_memdup2 (samples, n_samples * sizeof *samples) : NULL;
  column->n_samples = n_samples;
  column->name = name;
  g_ptr_array_add (self->columns, column);
}

/**
 * Work:
 * @cells: (n_cells) by rows, one thread each
 * @team: (nullable): for the inside of a cell, where cells are computed one after another
 *
 * What the threads share; @mutex guards @done, @error and calls of @progress.
 */
typedef struct
{
  const DgFigurePlan *plan;
  guint n_cells;
  DgCell **cells;
  DgParallel *team;
  GCancellable *cancellable;
  GMutex mutex;
  guint done;
  GError *error;
  DgFigurePlanProgress progress;
  gpointer data;
} Work;

static gboolean
has_failed (Work *work)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->mutex);

  return work->error != NULL;
}

static void
compute_cell (Work *work, gsize i)
{
  const DgFigurePlan *plan = work->plan;
  const DgPlanColumn *column = plan->columns->pdata[i % plan->columns->len];
  DgCellKey key = dg_cell_key_make (column->epoch, plan->layers[i / plan->columns->len], &column->image);
  g_autoptr (GError) error = NULL;

  work->cells[i] = dg_cell_compute (plan->run, &key, column->samples, column->n_samples, NULL, work->team,
                                    NULL, work->cancellable, &error);

  g_mutex_lock (&work->mutex);
  work->done++;
  if (work->cells[i] == NULL && work->error == NULL)
    work->error = g_steal_pointer (&error);
  else if (work->error == NULL && work->progress != NULL)
    work->progress (work->done, work->n_cells, work->data);
  g_mutex_unlock (&work->mutex);
}

static void
compute_cells_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  Work *work = data;

  for (gsize i = begin; i < end && !has_failed (work); i++)
    compute_cell (work, i);
}

/* Few cells are computed one after another by all threads together, many side by side. */
static void
compute_cells (Work *work)
{
  g_autoptr (DgParallel) team = dg_parallel_new (0);

  if (work->n_cells < dg_parallel_get_n_workers (team))
    {
      work->team = team;
      compute_cells_cb (0, work->n_cells, 0, work);
    }
  else
    dg_parallel_for (team, work->n_cells, 1, compute_cells_cb, work);
}

static DgFigure *
make_figure (const DgFigurePlan *self, DgCell **cells)
{
  guint n_rows = g_strv_length (self->layers), n_columns = self->columns->len;
  DgFigure *figure = dg_figure_new (n_rows, n_columns);

  for (guint column = 0; column < n_columns; column++)
    figure->subject = ((const DgPlanColumn *) self->columns->pdata[column])->image.subject;
  for (guint row = 0; row < n_rows; row++)
    dg_layout_name_row (self->run, figure->subject, self->layers[row], &figure->row_names[row],
                        &figure->row_notes[row]);
  for (guint column = 0; column < n_columns; column++)
    {
      const DgPlanColumn *planned = self->columns->pdata[column];

      figure->column_names[column] = g_strdup (planned->name);
      figure->silhouettes |= planned->image.kind == DG_IMAGE_DISSPLOT;
    }
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      dg_figure_set_cell (figure, row, column, cells[row * n_columns + column]);
  return figure;
}

DgFigure *
dg_figure_plan_build (const DgFigurePlan *self, DgFigurePlanProgress progress, gpointer data,
                      GCancellable *cancellable, GError **error)
{
  Work work = { .plan = self, .cancellable = cancellable, .progress = progress, .data = data };
  DgFigure *figure = NULL;

  work.n_cells = g_strv_length (self->layers) * self->columns->len;
  work.cells = g_new0 (DgCell *, work.n_cells + 1);
  g_mutex_init (&work.mutex);
  compute_cells (&work);
  g_mutex_clear (&work.mutex);

  if (work.error != NULL)
    g_propagate_error (error, work.error);
  else
    figure = make_figure (self, work.cells);
  for (guint i = 0; i < work.n_cells; i++)
    g_clear_pointer (&work.cells[i], dg_cell_unref);
  g_free (work.cells);
  return figure;
}
