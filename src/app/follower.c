/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/follower.h"

struct _DgFollower
{
  /* owned */
  DgExplorer *explorer;
  GSignalGroup *explorer_signals;
  GSignalGroup *run_signals;

  /* borrowed */
  gpointer owner;
  DgFollowerFunc func;

  gsize n_epochs; /* of the run, as the owner was last told */
  guint newest;   /* of them; 0: none */
};

/* The explorer hears of a new epoch first, and its signals must not find an owner who does not know the epoch
 * yet. */
static void
notify (DgFollower *self, DgChanges changes)
{
  DgRun *run = dg_follower_get_run (self);
  gsize n = 0;
  const guint *epochs = run ? dg_run_get_epochs (run, &n) : NULL;
  guint newest = n > 0 ? epochs[n - 1] : 0;

  if (n != self->n_epochs || newest != self->newest)
    changes |= DG_CHANGED_EPOCHS;
  self->n_epochs = n;
  self->newest = newest;
  self->func (self->owner, changes);
}

static void
layout_changed_cb (DgFollower *self)
{
  DgRun *run = dg_follower_get_run (self);
  DgChanges changes = DG_CHANGED_LAYOUT;
  g_autoptr (GObject) followed = g_signal_group_dup_target (self->run_signals);

  if (followed != (GObject *) run)
    {
      g_signal_group_set_target (self->run_signals, run);
      changes |= DG_CHANGED_RUN;
    }
  notify (self, changes);
}

static void
marks_changed_cb (DgFollower *self)
{
  notify (self, DG_CHANGED_MARKS);
}

static void
reconstructed_cb (DgFollower *self)
{
  notify (self, DG_CHANGED_RECONSTRUCTIONS);
}

static void
epochs_changed_cb (DgFollower *self)
{
  notify (self, DG_CHANGED_EPOCHS);
}

static void
metrics_changed_cb (DgFollower *self)
{
  notify (self, DG_CHANGED_METRICS);
}

static void
subset_changed_cb (DgFollower *self)
{
  notify (self, DG_CHANGED_SUBSET);
}

DgFollower *
dg_follower_new (gpointer owner, DgFollowerFunc func)
{
  DgFollower *self = g_new0 (DgFollower, 1);

  self->owner = owner;
  self->func = func;
  self->explorer_signals = g_signal_group_new (DG_TYPE_EXPLORER);
  g_signal_group_connect_swapped (self->explorer_signals, "layout-changed", G_CALLBACK (layout_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->explorer_signals, "marks-changed", G_CALLBACK (marks_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->explorer_signals, "reconstructed", G_CALLBACK (reconstructed_cb), self);
  self->run_signals = g_signal_group_new (DG_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epoch-added", G_CALLBACK (epochs_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "epoch-removed", G_CALLBACK (epochs_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "metrics-changed", G_CALLBACK (metrics_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "subset-changed", G_CALLBACK (subset_changed_cb), self);
  return self;
}

void
dg_follower_free (DgFollower *self)
{
  g_signal_group_set_target (self->explorer_signals, NULL);
  g_signal_group_set_target (self->run_signals, NULL);
  g_clear_object (&self->explorer_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->explorer);
  g_free (self);
}

gboolean
dg_follower_set_explorer (DgFollower *self, DgExplorer *explorer)
{
  if (!g_set_object (&self->explorer, explorer))
    return FALSE;
  g_signal_group_set_target (self->explorer_signals, explorer);
  g_signal_group_set_target (self->run_signals, dg_follower_get_run (self));
  notify (self, DG_CHANGED_RUN | DG_CHANGED_LAYOUT | DG_CHANGED_MARKS);
  return TRUE;
}

DgExplorer *
dg_follower_get_explorer (DgFollower *self)
{
  return self->explorer;
}

DgRun *
dg_follower_get_run (DgFollower *self)
{
  return self->explorer ? dg_explorer_get_run (self->explorer) : NULL;
}
