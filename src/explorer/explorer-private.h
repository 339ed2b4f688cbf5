/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"
#include "explorer/grid.h"
#include "explorer/predictions.h"
#include "explorer/selection.h"

G_BEGIN_DECLS

struct _DgExplorer
{
  GObject parent_instance;

  DgRun *run;                 /* nullable */
  DgPredictions *predictions; /* of the run, nullable */
  DgGrid *grid;
  const DgPalette *palette;

  DgSelection *selection;
  guint reference_epoch; /* 0: the newest */
  GArray *rule_marks;    /* (element-type DgMark) that the rule chooses; nullable: to be computed anew */
  GArray *marks;         /* (element-type DgMark) those of the chosen classes; replaced, never changed */

  gint row, column; /* the current cell, or -1, -1 */
  gboolean enlarged;
};

/* Announces it where it is seen. */
void dg_explorer_set_image (DgExplorer *self, const DgCellImage *image);

/* For another run: a grouping that it has nothing for makes way for its default. */
void dg_explorer_choose_group_rule (DgExplorer *self);

/* Computes the ticks anew. Where the rule cannot be applied there are none, and a message is returned
 * (transfer full), unless there is just no epoch yet to apply it to. */
char *dg_explorer_compute_marks (DgExplorer *self);

/* Emits marks-changed and, where there is a message of dg_explorer_compute_marks(), failed. */
void dg_explorer_announce_marks (DgExplorer *self, const char *failure);

G_END_DECLS
