/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "network/module.h"

/* (n) values uniform in ±1 on a 64-byte boundary; free with g_aligned_free(). */
float *random_floats (DgRng *rng, gsize n);
double *random_doubles (DgRng *rng, gsize n);

/* (length) sample @s of @block (length, DG_LANES). */
double *block_sample (const float *block, gsize length, guint s);

/* @actual is @expected but for rounding in sums of values up to @scale. */
void assert_close (double actual, double expected, double scale);

/* Central differences of the reference's forward against the reference's backward, by inputs and parameters.
 * */
void check_differences (const char *kind, const double *arguments, const DgShape *input);

/* Forward and backward of a block, for every instruction set this processor has, against the reference. */
void check_kernels (const char *kind, const double *arguments, const DgShape *input);
