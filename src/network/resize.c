/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/resize.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

/* Channels of another height and width, each value that of the place it falls on:
 *   y[c][r][q] = x[c][⌊r h / H⌋][⌊q w / W⌋]
 * from h × w to H × W. */

#define MAX_EXTENT 10000

static gboolean
check_input (const DgModule *self, GError **error)
{
  if (self->input.n_dims == 3)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("Module “%s” changes the size of images but what comes before it has no rows and columns"),
               self->name);
  return FALSE;
}

static gboolean
upsample_set_up (DgModule *self, GError **error)
{
  gsize factor = self->arguments[0];

  self->output = self->input;
  self->output.extent[1] *= factor;
  self->output.extent[2] *= factor;
  return check_input (self, error);
}

static gboolean
resize_set_up (DgModule *self, GError **error)
{
  self->output = (DgShape) { 3, { self->input.extent[0], self->arguments[0], self->arguments[1] } };
  return check_input (self, error);
}

/* The value of x that value @q of row @r of channel @c of y is. */
static gsize
find_source (const DgModule *self, gsize c, gsize r, gsize q)
{
  const gsize *in = self->input.extent, *out = self->output.extent;

  return (c * in[1] + r * in[1] / out[1]) * in[2] + q * in[2] / out[2];
}

static DgResizeSizes
get_sizes (const DgModule *self)
{
  const gsize *in = self->input.extent, *out = self->output.extent;

  return (DgResizeSizes) { in[0], in[1], in[2], out[1], out[2] };
}

static void
resize_forward (const DgModule *self, const DgBlock *block)
{
  DgResizeSizes sizes = get_sizes (self);

  self->kernels->pool->resize (&sizes, block->x, block->y);
}

static void
resize_backward (const DgModule *self, const DgBlock *block)
{
  DgResizeSizes sizes = get_sizes (self);

  if (block->dx != NULL)
    self->kernels->pool->resize_backward (&sizes, block->dy, block->dx);
}

static void
resize_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize r = 0; r < self->output.extent[1]; r++)
      for (gsize q = 0; q < self->output.extent[2]; q++)
        *y++ = x[find_source (self, c, r, q)];
}

static void
resize_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                           const double *dy, double *dx, double *gradient)
{
  memset (dx, 0, self->n_inputs * sizeof *dx);
  for (gsize c = 0; c < self->output.extent[0]; c++)
    for (gsize r = 0; r < self->output.extent[1]; r++)
      for (gsize q = 0; q < self->output.extent[2]; q++)
        dx[find_source (self, c, r, q)] += *dy++;
}

const DgModuleClass dg_upsample_class = {
  .kind = "upsample",
  .n_arguments = 1,
  .arguments = { { N_("factor"), .minimum = 1, .maximum = MAX_EXTENT } },
  .set_up = upsample_set_up,
  .forward = resize_forward,
  .backward = resize_backward,
  .reference_forward = resize_reference_forward,
  .reference_backward = resize_reference_backward,
};

const DgModuleClass dg_resize_class = {
  .kind = "resize",
  .n_arguments = 2,
  .arguments = {
    { N_("height"), .minimum = 1, .maximum = MAX_EXTENT },
    { N_("width"), .minimum = 1, .maximum = MAX_EXTENT },
  },
  .set_up = resize_set_up,
  .forward = resize_forward,
  .backward = resize_backward,
  .reference_forward = resize_reference_forward,
  .reference_backward = resize_reference_backward,
};
