/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"
#include "explorer/grid.h"
#include "explorer/predictions.h"
#include "explorer/reconstructions.h"
#include "explorer/selection.h"

G_BEGIN_DECLS

struct _DgExplorer
{
  GObject parent_instance;

  DgRun *run;                 /* nullable */
  DgPredictions *predictions; /* of the run, nullable */
  DgReconstructions *reconstructions; /* of the run, nullable: it has none */
  DgGrid *grid;
  const DgPalette *palette;

  DgSelection *selection;
  GArray *units;            /* (element-type DgUnitId) chosen */
  DgGroupRule other_groups; /* of dissimilarity plots of the subject that is not shown */
  gint reference_epoch;  /* or DG_EPOCH_NEWEST */
  GArray *rule_marks;    /* (element-type DgMark) that the rule chooses; nullable: to be computed anew */
  GArray *marks;         /* (element-type DgMark) those of the chosen classes; replaced, never changed */

  gint row, column; /* the current cell, or -1, -1 */
  gboolean enlarged;
};

/* Forgets those of the run before. */
void dg_explorer_follow_reconstructions (DgExplorer *self);

/* (n) at @epoch, or NULL while they are not known. Borrowed until the run or its epochs change. */
const double *dg_explorer_get_reconstruction_errors (DgExplorer *self, gint epoch);

/* Announces it where it is seen. */
void dg_explorer_set_image (DgExplorer *self, const DgCellImage *image);

/* A grouping of @image that the run has nothing for makes way for the default of the subject. */
void dg_explorer_choose_group_rule (DgExplorer *self, DgCellImage *image);

/* Computes the ticks anew. Where the rule cannot be applied there are none, and a message is returned
 * (transfer full), unless there is just no epoch yet to apply it to. */
char *dg_explorer_compute_marks (DgExplorer *self);

/* For another run: where it has no weights, its outputs are looked at, in groups that it has. */
void dg_explorer_settle_image (DgExplorer *self);

/* Marks, selection and words of a figure of what is shown: for outputs, and for weights. @image: in words */
void dg_explorer_mark_samples (DgExplorer *self, DgFigure *figure, const char *image);
void dg_explorer_mark_units (DgExplorer *self, DgFigure *figure, const char *image);

/* (transfer full) (element-type guint32) ascending, each once: positions in @cell of samples or units, @rows
 * (element-type guint32); of those samples that are lit; of those units of @module that are. */
GArray *dg_explorer_find_positions (DgCell *cell, const GArray *rows);
GArray *dg_explorer_list_lit_samples (DgExplorer *self, DgCell *cell);
GArray *dg_explorer_list_lit_units (DgExplorer *self, DgCell *cell, const char *module);

/* Whether there are chosen classes and samples, and none from now on. */
gboolean dg_explorer_has_samples (DgExplorer *self);
void dg_explorer_clear_samples (DgExplorer *self);

/* Emits marks-changed and, where there is a message of dg_explorer_compute_marks(), failed. */
void dg_explorer_announce_marks (DgExplorer *self, const char *failure);

G_END_DECLS
