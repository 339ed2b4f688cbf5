/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"

G_BEGIN_DECLS

/**
 * DgChanges:
 * @DG_CHANGED_RUN: another run, or none: everything is new
 * @DG_CHANGED_LAYOUT: shown epochs or layers, image kind, order, palette
 * @DG_CHANGED_MARKS: focus, selection or reference epoch
 * @DG_CHANGED_EPOCHS: an epoch was saved, or the live one is another or gone
 * @DG_CHANGED_METRICS: one more epoch has ended
 * @DG_CHANGED_SUBSET: other samples of the same run
 * @DG_CHANGED_RECONSTRUCTIONS: what the network made of the images at one more epoch is known
 */
typedef enum
{
  DG_CHANGED_RUN = 1 << 0,
  DG_CHANGED_LAYOUT = 1 << 1,
  DG_CHANGED_MARKS = 1 << 2,
  DG_CHANGED_EPOCHS = 1 << 3,
  DG_CHANGED_METRICS = 1 << 4,
  DG_CHANGED_SUBSET = 1 << 5,
  DG_CHANGED_RECONSTRUCTIONS = 1 << 6,
} DgChanges;

typedef void (*DgFollowerFunc) (gpointer owner, DgChanges changes);

/* What every panel needs: holds the explorer, and follows its signals and those of whichever run it shows. */
typedef struct _DgFollower DgFollower;

/* Calls @func with @owner, which must outlive the follower, after each change. */
DgFollower *dg_follower_new (gpointer owner, DgFollowerFunc func);
void dg_follower_free (DgFollower *self);

/* Returns FALSE where @explorer (nullable) is the one already followed; else calls the function with all
 * changes. */
gboolean dg_follower_set_explorer (DgFollower *self, DgExplorer *explorer);
DgExplorer *dg_follower_get_explorer (DgFollower *self); /* (nullable) */
DgRun *dg_follower_get_run (DgFollower *self);           /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFollower, dg_follower_free)

G_END_DECLS
