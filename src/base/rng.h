/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgRng:
 *
 * xoshiro256** (Blackman & Vigna 2021) with its state in the open, so that a checkpoint can keep it. Streams of one
 * seed are independent: the state is drawn by SplitMix64 from the seed and the stream's number. The same seed and
 * stream give the same numbers on every machine.
 */
typedef struct
{
  guint64 state[4];
} DgRng;

void dg_rng_init (DgRng *self, guint64 seed, guint64 stream);

guint64 dg_rng_next (DgRng *self);

/* Uniform in [0, 1) with 53 bits. */
double dg_rng_uniform (DgRng *self);

/* Uniform in 0 … @bound - 1 without bias (Lemire 2019); @bound at least 1. */
guint32 dg_rng_below (DgRng *self, guint32 bound);

/* Standard normal (Box & Muller 1958, the cosine branch alone); its last bit is the mathematical library's. */
double dg_rng_normal (DgRng *self);

/* Fisher–Yates shuffle of @n items, at most G_MAXUINT32. */
void dg_rng_shuffle (DgRng *self, guint32 *items, gsize n);

G_END_DECLS
