/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Samples in a block. The sample is the innermost dimension of every array a kernel works on, so that one
 * vector instruction does the same for several samples, whatever the shape. Mini-batches are cut into such
 * blocks, which also makes the result independent of the number of threads. */
#define DG_LANES 16

/* Sizes of a convolution of what is padded already: out = (in - k) / stride + 1, rounded down. */
typedef struct
{
  gsize n_in, in_height, in_width;
  gsize n_out, out_height, out_width;
  gsize k;
  gsize stride;
} DgConvSizes;

/**
 * DgConvKernels:
 * @forward: y (n_out, out_height, out_width, DG_LANES) from x (n_in, in_height, in_width, DG_LANES)
 * @forward_pooled: the same with a stride of 1, then ReLU and 2 × 2 maximum: y (n_out, out_height / 2, out_width / 2, DG_LANES);
 *   @choice: (shape of y) which of a window's four was taken, 4 where ReLU stopped it; NULL where not needed
 * @backward: dx from dy
 * @gradient: @weight (n_out, n_in, k, k), the sum over the block
 */
typedef struct
{
  void (*forward) (const DgConvSizes *sizes, const float *weight, const float *bias, const float *x,
                   float *y);
  void (*forward_pooled) (const DgConvSizes *sizes, const float *weight, const float *bias, const float *x,
                          float *y, gint32 *choice);
  void (*backward) (const DgConvSizes *sizes, const float *weight, const float *dy, float *dx);
  void (*gradient) (const DgConvSizes *sizes, const float *x, const float *dy, float *weight);
} DgConvKernels;

/* Sizes of a convolution with 3 × 3 weights and a stride of 1, of what is to be surrounded by @padding ≤ 2 rows and columns
 * of zeros: out = in + 2 padding - 2. */
typedef struct
{
  gsize n_in, in_height, in_width;
  gsize n_out, out_height, out_width;
  gsize padding;
} DgWinogradSizes;

/**
 * DgWinogradKernels:
 * @get_scratch_size: floats that each of the others needs
 * @forward: y (n_out, out_height, out_width, DG_LANES) from x (n_in, in_height, in_width, DG_LANES)
 * @backward: dx from dy
 * @gradient: @weight (n_out, n_in, 3, 3), the sum over the block
 *
 * With fewer products than DgConvKernels need, worthwhile where there are several channels on either side.
 */
typedef struct
{
  gsize (*get_scratch_size) (const DgWinogradSizes *sizes);
  void (*forward) (const DgWinogradSizes *sizes, const float *weight, const float *bias, const float *x, float *y,
                   float *scratch);
  void (*backward) (const DgWinogradSizes *sizes, const float *weight, const float *dy, float *dx, float *scratch);
  void (*gradient) (const DgWinogradSizes *sizes, const float *x, const float *dy, float *weight, float *scratch);
} DgWinogradKernels;

/**
 * DgLinearKernels:
 * @forward: y (n_out, DG_LANES) = W x + b from x (n_in, DG_LANES)
 * @backward: dx = Wᵀ dy
 */
typedef struct
{
  void (*forward) (gsize n_in, gsize n_out, const float *weight, const float *bias, const float *x, float *y);
  void (*backward) (gsize n_in, gsize n_out, const float *weight, const float *dy, float *dx);
} DgLinearKernels;

/**
 * DgActivationKernels:
 * @sigmoid, @tanh: y (n, DG_LANES) of x, a NaN staying one
 * @sigmoid_backward, @tanh_backward: dx (n, DG_LANES) from y and dy
 */
typedef struct
{
  void (*sigmoid) (gsize n, const float *x, float *y);
  void (*sigmoid_backward) (gsize n, const float *y, const float *dy, float *dx);
  void (*tanh) (gsize n, const float *x, float *y);
  void (*tanh_backward) (gsize n, const float *y, const float *dy, float *dx);
} DgActivationKernels;

/* Of channels that are given another height and width. */
typedef struct
{
  gsize n_channels, height, width, out_height, out_width;
} DgResizeSizes;

/**
 * DgPoolKernels:
 * @forward: y (n_channels, height / k, width / k, DG_LANES), the largest of each k × k window of
 *   x (n_channels, height, width, DG_LANES)
 * @backward: dx, where each dy goes to the first of its window that is y
 * @average, @average_backward: likewise the mean, which each of a window has its share of
 * @spread: backward of what forward_pooled adds to forward: @dx (n_channels, height, width, DG_LANES) is
 *   @dy (n_channels, height / 2, width / 2, DG_LANES) at its choice, 0 elsewhere; @sum (n_channels) of
 *   its values
 * @resize: y (n_channels, out_height, out_width, DG_LANES) from x (n_channels, height, width, DG_LANES): value (r, q) of a
 *   channel is that at (⌊r height / out_height⌋, ⌊q width / out_width⌋)
 * @resize_backward: dx from dy
 */
typedef struct
{
  void (*forward) (gsize n_channels, gsize height, gsize width, gsize k, const float *x, float *y);
  void (*backward) (gsize n_channels, gsize height, gsize width, gsize k, const float *x, const float *y,
                    const float *dy, float *dx);
  void (*average) (gsize n_channels, gsize height, gsize width, gsize k, const float *x, float *y);
  void (*average_backward) (gsize n_channels, gsize height, gsize width, gsize k, const float *dy, float *dx);
  void (*spread) (gsize n_channels, gsize height, gsize width, const gint32 *choice, const float *dy,
                  float *dx, float *sum);
  void (*resize) (const DgResizeSizes *sizes, const float *x, float *y);
  void (*resize_backward) (const DgResizeSizes *sizes, const float *dy, float *dx);
} DgPoolKernels;

/**
 * DgAdamStep:
 * @rate: the learning rate, divided by 1 - beta1ᵗ at step t
 * @beta1, @beta2: how much of the mean gradient, and of the mean square, is kept
 * @share1, @share2: 1 - beta1, 1 - beta2
 * @factor: of the root of the mean square: 1 / √(1 - beta2ᵗ)
 *
 * first = beta1 · first + share1 · gradient, second = beta2 · second + share2 · gradient²,
 * parameter -= rate · first / (factor · √second + epsilon).
 */
typedef struct
{
  float rate;
  float beta1, beta2;
  float share1, share2;
  float factor;
  float epsilon;
} DgAdamStep;

/**
 * DgVectorKernels:
 * @load_pixels: x (n, DG_LANES) = @scale · pixel + @offset from n bytes at each of @pixels (DG_LANES)
 * @store_rows: @rows (n_samples, n) from @x (n, DG_LANES)
 * @relu: y (n, DG_LANES) = max (x, 0), a NaN staying one
 * @relu_backward: dx (n, DG_LANES), dy where y is above 0
 * @sum_rows: @sum (n) of each row of @x (n, length, DG_LANES)
 * @multiply: y (n, DG_LANES), products of a and b
 * @squared_error: @sum (DG_LANES) of the squares of y - target, @delta (n, DG_LANES) being the target, in whose place
 *   @scale · (y - target) is put; 0 in the lanes from @n_samples on
 * @step: SGD with momentum as PyTorch's: velocity = momentum · velocity + gradient,
 *   parameter -= rate · velocity
 * @adam: Adam as PyTorch's, with the corrected numbers of the step
 */
typedef struct
{
  void (*load_pixels) (gsize n, const guint8 *const *pixels, float scale, float offset, float *x);
  void (*store_rows) (gsize n, gsize n_samples, const float *x, float *rows);
  void (*relu) (gsize n, const float *x, float *y);
  void (*relu_backward) (gsize n, const float *y, const float *dy, float *dx);
  void (*sum_rows) (gsize n, gsize length, const float *x, float *sum);
  void (*multiply) (gsize n, const float *a, const float *b, float *y);
  void (*squared_error) (gsize n, gsize n_samples, float scale, const float *y, float *delta, double *sum);
  void (*step) (gsize n, float rate, float momentum, const float *gradient, float *velocity,
                float *parameter);
  void (*adam) (gsize n, const DgAdamStep *step, const float *gradient, float *first, float *second,
                float *parameter);
} DgVectorKernels;

/**
 * DgRandomKernels:
 * @add_noise: adds @sigma times standard normal numbers to x (n, DG_LANES)
 * @drop: y (n, DG_LANES) of x, each value 0 with probability @share, else divided by 1 - @share;
 *   @factor (n, DG_LANES): what it was multiplied by
 *
 * The numbers of a sample come from its own xoshiro128+ state in @state (4, DG_LANES), which moves on.
 */
typedef struct
{
  void (*add_noise) (gsize n, guint32 *state, float sigma, float *x);
  void (*drop) (gsize n, guint32 *state, float share, const float *x, float *y, float *factor);
} DgRandomKernels;

/* What a batch normalisation takes x by, each (n_channels): (x - mean) · scale + shift; @inverse: of the deviation, in training. */
typedef struct
{
  const float *mean, *inverse, *scale, *shift;
} DgNorm;

/* Of a batch normalisation, a ReLU and a maximum of windows of @side × @side values, 1 or 2. */
typedef struct
{
  gsize n_channels, height, width;
  gsize side;
} DgNormSizes;

/**
 * DgBatchNormKernels:
 * @measure: @mean and @squares (n_channels): the mean of x (n_channels, length, DG_LANES) over the first @n
 *   lanes, and the sum of the squared differences from it
 * @scale: y = (x - @mean) · @scale + @shift, each (n_channels)
 * @gradient: @weight and @bias (n_channels): the sums over all lanes of dy · (x - @mean) · @inverse, and of dy
 * @backward: dx = @scale · (dy - @bias - (x - @mean) · @inverse · @weight), 0 in the lanes from @n on
 * @activate: y (n_channels, height / side, width / side, DG_LANES): the largest of each window of max (x normalised, 0)
 * @activate_gradient: as @gradient, from the derivative by that y
 * @activate_backward: as @backward, likewise
 */
typedef struct
{
  void (*measure) (gsize n_channels, gsize length, gsize n, const float *x, float *mean, float *squares);
  void (*scale) (gsize n_channels, gsize length, const float *mean, const float *scale, const float *shift,
                 const float *x, float *y);
  void (*gradient) (gsize n_channels, gsize length, const float *mean, const float *inverse, const float *x,
                    const float *dy, float *weight, float *bias);
  void (*backward) (gsize n_channels, gsize length, gsize n, const float *mean, const float *inverse,
                    const float *scale, const float *weight, const float *bias, const float *x,
                    const float *dy, float *dx);
  void (*activate) (const DgNormSizes *sizes, const DgNorm *norm, const float *x, float *y);
  void (*activate_gradient) (const DgNormSizes *sizes, const DgNorm *norm, const float *x, const float *dy,
                             float *weight, float *bias);
  void (*activate_backward) (const DgNormSizes *sizes, const DgNorm *norm, gsize n, const float *weight,
                             const float *bias, const float *x, const float *dy, float *dx);
} DgBatchNormKernels;

/* The same kernels compiled for one instruction set. */
typedef struct
{
  const char *target; /* "baseline", "avx2", "avx512" */
  const DgConvKernels *conv;
  const DgWinogradKernels *winograd;
  const DgLinearKernels *linear;
  const DgActivationKernels *activation;
  const DgBatchNormKernels *batch_norm;
  const DgPoolKernels *pool;
  const DgRandomKernels *random;
  const DgVectorKernels *vector;
} DgKernels;

/* Those this processor runs, the plainest first, NULL after the last. Results of two differ in rounding. */
const DgKernels *dg_kernels_get (guint i);

/* The last, and fastest, of them. */
const DgKernels *dg_kernels_get_best (void);

G_END_DECLS
