/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/noise.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"

/* Modules count down from here, the orders of images being drawn from the last stream; epochs and images count
 * up from 0. */
#define FIRST_MODULE_STREAM (G_MAXUINT64 - 1)

guint64
dg_noise_get_module_seed (guint64 seed, guint module)
{
  DgRng rng;

  dg_rng_init (&rng, seed, FIRST_MODULE_STREAM - module);
  return dg_rng_next (&rng);
}

/* The state of an image's own xoshiro128+: half of the stream (epoch, image) of the seed. */
void
dg_noise_reference_start (guint64 seed, guint epoch, guint32 image, guint32 state[4])
{
  DgRng rng;

  dg_rng_init (&rng, seed, (guint64) epoch << 32 | image);
  state[0] = rng.state[0] >> 32;
  state[1] = (guint32) rng.state[0];
  state[2] = rng.state[1] >> 32;
  state[3] = (guint32) rng.state[1] | 1; /* never all zero */
}

void
dg_noise_start (guint64 seed, guint epoch, const guint32 *index, gsize n, guint32 *state)
{
  memset (state, 0, 4 * DG_LANES * sizeof *state);
  for (gsize s = 0; s < n; s++)
    {
      guint32 own[4];

      dg_noise_reference_start (seed, epoch, index[s], own);
      for (guint i = 0; i < 4; i++)
        state[i * DG_LANES + s] = own[i];
    }
}

void
dg_noise_add (const DgKernels *kernels, guint64 seed, guint epoch, const guint32 *index, gsize n, float sigma,
              gsize n_values, float *x)
{
  guint32 state[4 * DG_LANES] __attribute__ ((aligned (64)));

  dg_noise_start (seed, epoch, index, n, state);
  kernels->random->add_noise (n_values, state, sigma, x);
}

double
dg_noise_reference_next (guint32 s[4])
{
  guint32 result = s[0] + s[3];
  guint32 t = s[1] << 9;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >> 21);
  return (result >> 8) * 0x1p-24;
}

void
dg_noise_reference (guint64 seed, guint epoch, guint32 image, gsize n_values, double *noise)
{
  guint32 state[4];

  dg_noise_reference_start (seed, epoch, image, state);
  for (gsize i = 0; i < n_values; i += 2)
    {
      double radius = sqrt (-2 * log (dg_noise_reference_next (state) + 0x1p-24));
      double angle = 2 * G_PI * dg_noise_reference_next (state);

      noise[i] = radius * cos (angle);
      if (i + 1 < n_values)
        noise[i + 1] = radius * sin (angle);
    }
}

/* y = x + σ·noise in training, x in evaluation. */

static gboolean
noise_set_up (DgModule *self, GError **error)
{
  self->output = self->input;
  return TRUE;
}

static void
noise_forward (const DgModule *self, const DgBlock *block)
{
  const DgPass *pass = block->pass;

  memcpy (block->y, block->x, self->n_inputs * DG_LANES * sizeof *block->y);
  if (pass->training)
    dg_noise_add (self->kernels, dg_noise_get_module_seed (pass->seed, self->number), pass->epoch, pass->index,
                  pass->n, self->arguments[0], self->n_inputs, block->y);
}

static void
noise_backward (const DgModule *self, const DgBlock *block)
{
  if (block->dx != NULL)
    memcpy (block->dx, block->dy, self->n_inputs * DG_LANES * sizeof *block->dx);
}

static void
noise_reference_forward (const DgModule *self, const double *parameters, const double *x, double *y)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    y[i] = x[i];
}

static void
noise_reference_backward (const DgModule *self, const double *parameters, const double *x, const double *y,
                          const double *dy, double *dx, double *gradient)
{
  for (gsize i = 0; i < self->n_inputs; i++)
    dx[i] = dy[i];
}

const DgModuleClass dg_noise_class = {
  .kind = "noise",
  .n_arguments = 1,
  .arguments = { { N_("standard deviation"), .fraction = TRUE, .maximum = 1000 } },
  .set_up = noise_set_up,
  .forward = noise_forward,
  .backward = noise_backward,
  .reference_forward = noise_reference_forward,
  .reference_backward = noise_reference_backward,
};
