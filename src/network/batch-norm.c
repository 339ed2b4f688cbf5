/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/batch-norm.h"

#include <math.h>
#include <string.h>

/* Batch normalisation (Ioffe & Szegedy 2015) as PyTorch's BatchNorm1d and BatchNorm2d: for each channel, or
 * each value where there are no channels,
 *   y = (x - μ) / √(σ² + ε) · weight + bias
 * In training μ and σ² are the mean and the variance (divided by n) of the mini-batch; running_mean and
 * running_var follow them (the variance divided by n - 1) and take their place in evaluation. */

#define EPSILON 1e-5

/* How far the running statistics go towards those of a mini-batch. */
#define RATE 0.1

enum
{
  WEIGHT,
  BIAS,
  RUNNING_MEAN,
  RUNNING_VAR,
};

/* The two rows of the statistics: in the mini-batch's the mean and 1/√(σ² + ε), in a block's the mean and the
 * sum of the squared differences from it. */
enum
{
  MEAN,
  SPREAD,
};

static gsize
count_channels (const DgModule *self)
{
  return self->input.extent[0];
}

/* Values of a sample in a channel. */
static gsize
count_values (const DgModule *self)
{
  return self->n_inputs / self->input.extent[0];
}

static gboolean
batch_norm_set_up (DgModule *self, GError **error)
{
  gsize n = count_channels (self);

  self->output = self->input;
  self->statistics_size = 2 * n;
  self->scratch_size = 3 * n;
  dg_module_add_constant (self, "weight", n, 1, TRUE);
  dg_module_add_constant (self, "bias", n, 0, TRUE);
  dg_module_add_constant (self, "running_mean", n, 0, FALSE);
  dg_module_add_constant (self, "running_var", n, 1, FALSE);
  return TRUE;
}

static const float *
get_parameter (const DgModule *self, const float *parameters, guint i)
{
  return parameters + self->parameters[i].offset;
}

DgNorm
dg_batch_norm_get_norm (const DgModule *self, const DgBlock *block, float *scale)
{
  const float *weight = get_parameter (self, block->parameters, WEIGHT);
  const float *variance = get_parameter (self, block->parameters, RUNNING_VAR);
  gsize n = count_channels (self);
  DgNorm norm = { .scale = scale, .shift = get_parameter (self, block->parameters, BIAS) };

  if (block->pass->training)
    {
      norm.mean = block->statistics + MEAN * n;
      norm.inverse = block->statistics + SPREAD * n;
    }
  else
    norm.mean = get_parameter (self, block->parameters, RUNNING_MEAN);
  for (gsize c = 0; c < n; c++)
    scale[c] = block->pass->training ? weight[c] * norm.inverse[c] : weight[c] / sqrt (variance[c] + EPSILON);
  return norm;
}

void
dg_batch_norm_get_means (const DgModule *self, const DgBlock *block, float *weight, float *bias)
{
  double n_values = (double) block->pass->n_batch * count_values (self);

  for (gsize c = 0; c < count_channels (self); c++)
    {
      weight[c] = get_parameter (self, block->total, WEIGHT)[c] / n_values;
      bias[c] = get_parameter (self, block->total, BIAS)[c] / n_values;
    }
}

static void
batch_norm_forward (const DgModule *self, const DgBlock *block)
{
  DgNorm norm = dg_batch_norm_get_norm (self, block, block->scratch);

  self->kernels->batch_norm->scale (count_channels (self), count_values (self), norm.mean, norm.scale, norm.shift,
                                    block->x, block->y);
}

static void
batch_norm_measure (const DgModule *self, const DgBlock *block, float *partial)
{
  gsize n = count_channels (self);

  self->kernels->batch_norm->measure (n, count_values (self), block->pass->n, block->x, partial + MEAN * n,
                                      partial + SPREAD * n);
}

/* Of @n values. */
typedef struct
{
  double n, mean, squares;
} Moments;

/* Chan, Golub & LeVeque 1983. */
static Moments
add_moments (Moments a, Moments b)
{
  double n = a.n + b.n, difference = b.mean - a.mean;

  return (Moments) { n, a.mean + difference * b.n / n,
                     a.squares + b.squares + difference * difference * a.n * b.n / n };
}

/* In the order of the blocks. */
static Moments
combine_channel (const DgModule *self, gsize c, gsize n_samples, const float *partials)
{
  gsize n = count_channels (self);
  Moments all = { 0 };

  for (gsize first = 0; first < n_samples; first += DG_LANES, partials += self->statistics_size)
    {
      Moments block = { MIN (n_samples - first, DG_LANES) * count_values (self), partials[MEAN * n + c],
                        partials[SPREAD * n + c] };

      all = first == 0 ? block : add_moments (all, block);
    }
  return all;
}

/* One value alone has a mean, but no variance to be remembered. */
static void
batch_norm_combine (const DgModule *self, gsize n_samples, const float *partials, float *statistics,
                    float *parameters)
{
  float *running_mean = parameters + self->parameters[RUNNING_MEAN].offset;
  float *running_var = parameters + self->parameters[RUNNING_VAR].offset;
  gsize n = count_channels (self);

  for (gsize c = 0; c < n; c++)
    {
      Moments all = combine_channel (self, c, n_samples, partials);

      statistics[MEAN * n + c] = all.mean;
      statistics[SPREAD * n + c] = 1 / sqrt (all.squares / all.n + EPSILON);
      running_mean[c] += RATE * (all.mean - running_mean[c]);
      if (all.n > 1)
        running_var[c] += RATE * (all.squares / (all.n - 1) - running_var[c]);
    }
}

static void
batch_norm_measure_backward (const DgModule *self, const DgBlock *block)
{
  gsize n = count_channels (self);

  self->kernels->batch_norm->gradient (n, count_values (self), block->statistics + MEAN * n,
                                       block->statistics + SPREAD * n, block->x, block->dy,
                                       block->gradient + self->parameters[WEIGHT].offset,
                                       block->gradient + self->parameters[BIAS].offset);
}

static void
batch_norm_backward (const DgModule *self, const DgBlock *block)
{
  gsize n = count_channels (self);
  DgNorm norm = dg_batch_norm_get_norm (self, block, block->scratch);
  float *weight = block->scratch + n, *bias = block->scratch + 2 * n;

  if (block->dx == NULL)
    return;
  dg_batch_norm_get_means (self, block, weight, bias);
  self->kernels->batch_norm->backward (n, count_values (self), block->pass->n, norm.mean, norm.inverse, norm.scale,
                                       weight, bias, block->x, block->dy, block->dx);
}

static void
batch_norm_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  gsize length = count_values (self);

  for (gsize c = 0; c < count_channels (self); c++)
    for (gsize i = c * length; i < (c + 1) * length; i++)
      y[i] = (x[i] - parameters[self->parameters[RUNNING_MEAN].offset + c])
               / sqrt (parameters[self->parameters[RUNNING_VAR].offset + c] + EPSILON)
               * parameters[self->parameters[WEIGHT].offset + c]
             + parameters[self->parameters[BIAS].offset + c];
}

/* Mean and variance of channel @c of x (n, n_inputs). */
static void
find_moments (const DgModule *self, gsize c, gsize n, const double *x, double *mean, double *variance)
{
  gsize length = count_values (self);

  *mean = *variance = 0;
  for (gsize s = 0; s < n; s++)
    for (gsize i = c * length; i < (c + 1) * length; i++)
      *mean += x[s * self->n_inputs + i] / (n * length);
  for (gsize s = 0; s < n; s++)
    for (gsize i = c * length; i < (c + 1) * length; i++)
      *variance += (x[s * self->n_inputs + i] - *mean) * (x[s * self->n_inputs + i] - *mean) / (n * length);
}

static void
batch_norm_reference_forward_batch (const DgModule *self, double *parameters, gsize n, const double *x,
                                    double *y)
{
  gsize length = count_values (self);
  double n_values = n * length;

  for (gsize c = 0; c < count_channels (self); c++)
    {
      double weight = parameters[self->parameters[WEIGHT].offset + c];
      double bias = parameters[self->parameters[BIAS].offset + c];
      double *running_mean = &parameters[self->parameters[RUNNING_MEAN].offset + c];
      double *running_var = &parameters[self->parameters[RUNNING_VAR].offset + c];
      double mean, variance;

      find_moments (self, c, n, x, &mean, &variance);
      for (gsize s = 0; s < n; s++)
        for (gsize i = s * self->n_inputs + c * length; i < s * self->n_inputs + (c + 1) * length; i++)
          y[i] = (x[i] - mean) / sqrt (variance + EPSILON) * weight + bias;
      *running_mean = (1 - RATE) * *running_mean + RATE * mean;
      if (n_values > 1)
        *running_var = (1 - RATE) * *running_var + RATE * variance * n_values / (n_values - 1);
    }
}

static void
batch_norm_reference_backward_batch (const DgModule *self, const double *parameters, gsize n, const double *x,
                                     const double *dy, double *dx, double *gradient)
{
  gsize length = count_values (self);
  double n_values = n * length;

  for (gsize c = 0; c < count_channels (self); c++)
    {
      double weight = parameters[self->parameters[WEIGHT].offset + c];
      double mean, variance, deviation, sum = 0, product = 0;

      find_moments (self, c, n, x, &mean, &variance);
      deviation = sqrt (variance + EPSILON);
      for (gsize s = 0; s < n; s++)
        for (gsize i = s * self->n_inputs + c * length; i < s * self->n_inputs + (c + 1) * length; i++)
          {
            sum += dy[i];
            product += dy[i] * (x[i] - mean) / deviation;
          }
      for (gsize s = 0; s < n; s++)
        for (gsize i = s * self->n_inputs + c * length; i < s * self->n_inputs + (c + 1) * length; i++)
          dx[i] = weight / deviation
                  * (dy[i] - sum / n_values - (x[i] - mean) / deviation * product / n_values);
      gradient[self->parameters[WEIGHT].offset + c] += product;
      gradient[self->parameters[BIAS].offset + c] += sum;
    }
}

static const DgBatchClass batch = {
  .measure = batch_norm_measure,
  .combine = batch_norm_combine,
  .measure_backward = batch_norm_measure_backward,
  .reference_forward = batch_norm_reference_forward_batch,
  .reference_backward = batch_norm_reference_backward_batch,
};

const DgModuleClass dg_batch_norm_class = {
  .kind = "batchnorm",
  .set_up = batch_norm_set_up,
  .forward = batch_norm_forward,
  .backward = batch_norm_backward,
  .batch = &batch,
  .reference_forward = batch_norm_reference_forward,
};
