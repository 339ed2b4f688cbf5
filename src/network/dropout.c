/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/dropout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "network/noise.h"

/* Dropout (Srivastava et al. 2014) as PyTorch's: in training each value is 0 with probability p and divided by
 * 1 - p otherwise; in evaluation nothing happens. */

static gboolean
dropout_set_up (DgModule *self, GError **error)
{
  self->output = self->input;
  self->memo_size = self->n_inputs * DG_LANES * sizeof (float);
  return TRUE;
}

static void
dropout_forward (const DgModule *self, const DgBlock *block)
{
  const DgPass *pass = block->pass;
  guint32 state[4 * DG_LANES] __attribute__ ((aligned (64)));

  if (!pass->training)
    {
      memcpy (block->y, block->x, self->n_inputs * DG_LANES * sizeof *block->y);
      return;
    }
  dg_noise_start (dg_noise_get_module_seed (pass->seed, self->number), pass->epoch, pass->index, pass->n,
                  state);
  self->kernels->random->drop (self->n_inputs, state, self->arguments[0], block->x, block->y, block->memo);
}

static void
dropout_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    self->kernels->vector->multiply (self->n_inputs, block->dy, block->memo, block->dx);
}

static void
dropout_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = x[i];
}

static void
dropout_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                            const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i];
}

void
dg_dropout_reference (guint64 module_seed, guint epoch, guint32 image, double share, gsize n_values,
                      double *factor)
{
  guint32 state[4];

  dg_noise_reference_start (module_seed, epoch, image, state);
  for (gsize i = 0; i < n_values; i++)
    factor[i] = dg_noise_reference_next (state) < share ? 0 : 1 / (1 - share);
}

const DgModuleClass dg_dropout_class = {
  .kind = "dropout",
  .n_arguments = 1,
  .arguments = { { N_("probability"), .fraction = TRUE, .maximum = 0.99 } },
  .set_up = dropout_set_up,
  .forward = dropout_forward,
  .backward = dropout_backward,
  .reference_forward = dropout_reference_forward,
  .reference_backward = dropout_reference_backward,
};
