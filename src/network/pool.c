/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/pool.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

/* One value of each k × k window, windows side by side; rows and columns left over at the edge are not seen. */

static gboolean
pool_set_up (DgModule *self, GError **error)
{
  gsize k = self->arguments[0];

  if (self->input.n_dims != 3 || self->input.extent[1] < k || self->input.extent[2] < k)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH, _("Module “%s” pools %zu × %zu values but gets fewer"),
                   self->name, k, k);
      return FALSE;
    }
  self->output = self->input;
  self->output.extent[1] /= k;
  self->output.extent[2] /= k;
  return TRUE;
}

/* The largest: of equals the first in reading order, and a NaN before anything, as in PyTorch. */

static void
maxpool_forward (const DgModule *self, const DgBlock *block)
{
  self->kernels->pool->forward (self->input.extent[0], self->input.extent[1], self->input.extent[2],
                                self->arguments[0], block->x, block->y);
}

static void
maxpool_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->pool->backward (self->input.extent[0], self->input.extent[1], self->input.extent[2],
                                   self->arguments[0], block->x, block->y, block->dy, block->dx);
}

/* Where window (@row, @column) of channel @c starts in x. */
static gsize
window_start (const DgModule *self, gsize c, gsize row, gsize column)
{
  gsize k = self->arguments[0];

  return (c * self->input.extent[1] + row * k) * self->input.extent[2] + column * k;
}

/* The place in x of the largest value of a window. */
static gsize
find_largest (const DgModule *self, const double *x, gsize start)
{
  gsize k = self->arguments[0];
  gsize best = start;

  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      {
        gsize at = start + i * self->input.extent[2] + j;

        if (x[at] > x[best] || isnan (x[at]))
          best = at;
      }
  return best;
}

static void
maxpool_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize row = 0; row < self->output.extent[1]; row++)
      for (gsize column = 0; column < self->output.extent[2]; column++)
        *y++ = x[find_largest (self, x, window_start (self, c, row, column))];
}

static void
maxpool_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  memset (dx, 0, self->n_inputs * sizeof *dx);
  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize row = 0; row < self->output.extent[1]; row++)
      for (gsize column = 0; column < self->output.extent[2]; column++)
        dx[find_largest (self, x, window_start (self, c, row, column))] += *dy++;
}

const DgModuleClass dg_maxpool_class = {
  .kind = "maxpool",
  .n_arguments = 1,
  .arguments = { { N_("window size"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE } },
  .set_up = pool_set_up,
  .forward = maxpool_forward,
  .backward = maxpool_backward,
  .reference_forward = maxpool_reference_forward,
  .reference_backward = maxpool_reference_backward,
};

/* The mean. */

static void
avgpool_forward (const DgModule *self, const DgBlock *block)
{
  self->kernels->pool->average (self->input.extent[0], self->input.extent[1], self->input.extent[2],
                                self->arguments[0], block->x, block->y);
}

static void
avgpool_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->pool->average_backward (self->input.extent[0], self->input.extent[1], self->input.extent[2],
                                           self->arguments[0], block->dy, block->dx);
}

static void
avgpool_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  gsize k = self->arguments[0];

  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize row = 0; row < self->output.extent[1]; row++)
      for (gsize column = 0; column < self->output.extent[2]; column++)
        {
          const double *window = x + window_start (self, c, row, column);
          double sum = 0;

          for (gsize i = 0; i < k; i++)
            for (gsize j = 0; j < k; j++)
              sum += window[i * self->input.extent[2] + j];
          *y++ = sum / (k * k);
        }
}

static void
avgpool_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  gsize k = self->arguments[0];

  memset (dx, 0, self->n_inputs * sizeof *dx);
  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize row = 0; row < self->output.extent[1]; row++)
      for (gsize column = 0; column < self->output.extent[2]; column++, dy++)
        for (gsize i = 0; i < k; i++)
          for (gsize j = 0; j < k; j++)
            dx[window_start (self, c, row, column) + i * self->input.extent[2] + j] += *dy / (k * k);
}

const DgModuleClass dg_avgpool_class = {
  .kind = "avgpool",
  .n_arguments = 1,
  .arguments = { { N_("window size"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE } },
  .set_up = pool_set_up,
  .forward = avgpool_forward,
  .backward = avgpool_backward,
  .reference_forward = avgpool_reference_forward,
  .reference_backward = avgpool_reference_backward,
};
