/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* What the network of each epoch made of the images of a run; read on threads of their own when first asked for, kept.
 * All calls belong to the main context. */
typedef struct _DgReconstructions DgReconstructions;

/**
 * DgReconstruction:
 * @images: (n, channels, height, width) pixels going from 0 to 1
 * @errors: (n) mean squared differences from the images
 */
typedef struct
{
  DgTensor *images;
  double *errors;
} DgReconstruction;

/* Those of @epoch can be had from now on, or @fault says why not. */
typedef void (*DgReconstructionsFunc) (guint epoch, const GError *fault, gpointer data);

/* @run: one that has reconstructions */
DgReconstructions *dg_reconstructions_new (DgRun *run, DgReconstructionsFunc ready, gpointer data);

/* @ready is not called any more. */
void dg_reconstructions_free (DgReconstructions *self);

/* Whether it was tried to read those of @epoch, in vain. */
gboolean dg_reconstructions_is_unreadable (DgReconstructions *self, guint epoch);

/* Forgets the epochs that the run has no longer. */
void dg_reconstructions_prune (DgReconstructions *self);

/* Borrowed until dg_reconstructions_prune() forgets the epoch; NULL where it is not there yet, and is being read
 * now, or cannot be read, or the run has no such epoch. */
const DgReconstruction *dg_reconstructions_get (DgReconstructions *self, guint epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgReconstructions, dg_reconstructions_free)

G_END_DECLS
