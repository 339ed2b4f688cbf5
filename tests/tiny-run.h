/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/live-epoch.h"
#include "run/manifest.h"

/* A run of a few samples, written without training: clusters around one point for each class, with some
 * samples of each class put down beside another's point. The same seed gives the same files. */

#define TINY_N 60
#define TINY_N_CLASSES 4
#define TINY_N_DATASET 100

typedef struct
{
  char *folder;
  DgManifest *manifest;
  gsize n; /* samples; the dataset has TINY_N_DATASET − TINY_N more before them */
} TinyRun;

/* Layers P1 (2, 2, 2), R3 (6), R4 (5) and S5 (4, log-likelihoods), and the weights of C1 (2 filters of 1 × 3 × 3),
 * F3 (6 units of 2 × 2 × 2), F4 (5 of 6) and F5 (4 of 5), which have nothing to do with them; no epoch yet. */
TinyRun *tiny_run_new (void);
TinyRun *tiny_run_new_sized (gsize n); /* not so tiny */
void tiny_run_free (TinyRun *self); /* and its files */

/* Writes the outputs and weights of @epoch and notes it in run.json. */
void tiny_run_add_epoch (TinyRun *self, guint epoch);

/* The same with a NaN in the row @row of R3. */
void tiny_run_add_bad_epoch (TinyRun *self, guint epoch, gsize row);

/* What tiny_run_add_epoch() would write, in memory. */
DgLiveEpoch *tiny_run_make_live (TinyRun *self, guint epoch);

/* (transfer full) the values of a parameter, e.g. "C1.weight", at @epoch, saved or live. */
DgTensor *tiny_run_make_parameter (const char *name, guint epoch);

DgRun *tiny_run_open (TinyRun *self);

/* Removes a folder and all that is in it. */
void tiny_remove (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinyRun, tiny_run_free)
