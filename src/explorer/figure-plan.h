/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-image.h"
#include "figure/figure.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgPlanColumn:
 * @samples: (nullable): (n_samples) rows of the analysis set, ascending; NULL: all
 * @name: what stands above the column
 */
typedef struct
{
  guint epoch;
  DgCellImage image;
  guint32 *samples;
  gsize n_samples;
  char *name;
} DgPlanColumn;

/**
 * DgFigurePlan:
 * @layers: rows
 * @columns: (element-type DgPlanColumn): all of one subject
 *
 * The cells of a figure that is not there yet.
 */
typedef struct
{
  DgRun *run;
  char **layers;
  GPtrArray *columns;
} DgFigurePlan;

DgFigurePlan *dg_figure_plan_new (DgRun *run);
void dg_figure_plan_free (DgFigurePlan *self);

/* Takes @name; @samples (nullable) is copied. */
void dg_figure_plan_add_column (DgFigurePlan *self, guint epoch, const DgCellImage *image,
                                const guint32 *samples, gsize n_samples, char *name);

typedef void (*DgFigurePlanProgress) (guint done, guint total, gpointer data);

/* Computes the cells on all processors: a figure with them and the names of rows and columns. @progress
 * (nullable) is called on any thread, one call at a time. Errors of dg_cell_compute(). */
DgFigure *dg_figure_plan_build (const DgFigurePlan *self, DgFigurePlanProgress progress, gpointer data,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFigurePlan, dg_figure_plan_free)

G_END_DECLS
