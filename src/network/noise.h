/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/**
 * dg_noise_start:
 * @index: (n) at most DG_LANES images
 * @state: (4, DG_LANES) of the random kernels
 *
 * The random numbers of a block's samples. What an image gets depends on seed, epoch and its index alone, not
 * on the other images of the block or their order.
 */
void dg_noise_start (guint64 seed, guint epoch, const guint32 *index, gsize n, guint32 *state);

/* The seed of a module's own numbers. */
guint64 dg_noise_get_module_seed (guint64 seed, guint module);

/* The definition: the next 24-bit number in [0, 1) of an image, whose state is begun by
 * dg_noise_reference_start(). */
void dg_noise_reference_start (guint64 seed, guint epoch, guint32 image, guint32 state[4]);
double dg_noise_reference_next (guint32 state[4]);

/* Adds Gaussian noise of standard deviation @sigma to @x (n_values, DG_LANES), from the numbers above. */
void dg_noise_add (const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n,
                   float sigma, gsize n_values, float *x);

/* The definition, in double precision: the (n_values) standard normal numbers of one image. */
void dg_noise_reference (guint64 seed, guint epoch, guint32 image, gsize n_values, double *noise);

/* Adds such noise in training. */
extern const DgModuleClass dg_noise_class;

G_END_DECLS
