/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/reshape.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

/* The same values in the same order, under another shape. */

static gboolean
flatten_set_up (DgModule *self, GError **error)
{
  self->output = (DgShape) { 1, { self->n_inputs } };
  return TRUE;
}

static gboolean
reshape_set_up (DgModule *self, GError **error)
{
  gsize channels = self->arguments[0], height = self->arguments[1], width = self->arguments[2];

  if (self->n_inputs != channels * height * width)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("Module “%s” makes %zu × %zu × %zu values of %zu, which are not as many"), self->name,
                   channels, height, width, self->n_inputs);
      return FALSE;
    }
  self->output = (DgShape) { 3, { channels, height, width } };
  return TRUE;
}

static void
reshape_forward (const DgModule *self, const DgBlock *block)
{
  memcpy (block->y, block->x, self->n_inputs * DG_LANES * sizeof *block->y);
}

static void
reshape_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    memcpy (block->dx, block->dy, self->n_inputs * DG_LANES * sizeof *block->dx);
}

static void
reshape_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = x[i];
}

static void
reshape_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i];
}

const DgModuleClass dg_flatten_class = {
  .kind = "flatten",
  .set_up = flatten_set_up,
  .forward = reshape_forward,
  .backward = reshape_backward,
  .reference_forward = reshape_reference_forward,
  .reference_backward = reshape_reference_backward,
};

const DgModuleClass dg_reshape_class = {
  .kind = "reshape",
  .n_arguments = 3,
  .arguments = {
    { N_("number of channels"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE },
    { N_("height"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE },
    { N_("width"), .minimum = 1, .maximum = DG_MODULE_MAX_SIZE },
  },
  .set_up = reshape_set_up,
  .forward = reshape_forward,
  .backward = reshape_backward,
  .reference_forward = reshape_reference_forward,
  .reference_backward = reshape_reference_backward,
};
