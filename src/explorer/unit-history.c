/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/unit-history.h"

#include <math.h>

static void
moment_clear (gpointer data)
{
  DgUnitMoment *moment = data;

  g_free (moment->weights);
  g_free (moment->fault);
}

/* @before: (nullable): (n) subtracted */
static double
compute_norm (const float *weights, const float *before, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double value = before != NULL ? (double) weights[i] - before[i] : weights[i];

      sum += value * value;
    }
  return sqrt (sum);
}

static void
load_moment (DgUnitHistory *self, guint epoch)
{
  gsize fan_in = dg_units_get_fan_in (self->units);
  const DgUnitMoment *before =
    self->moments->len > 0 ? &g_array_index (self->moments, DgUnitMoment, self->moments->len - 1) : NULL;
  DgUnitMoment moment = { .epoch = epoch, .bias = NAN, .norm = NAN, .change = NAN };
  g_autoptr (DgTensor) biases = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) weights = dg_run_load_weights (self->run, epoch, self->units->module, &biases, &error);

  if (weights != NULL)
    {
      moment.weights = g_memdup2 (weights->data + self->unit * fan_in, fan_in * sizeof *moment.weights);
      moment.norm = compute_norm (moment.weights, NULL, fan_in);
      for (gsize i = 0; i < fan_in; i++)
        self->largest = MAX (self->largest, fabs (moment.weights[i]));
      if (before != NULL && before->weights != NULL)
        moment.change = compute_norm (moment.weights, before->weights, fan_in);
    }
  else
    moment.fault = g_strdup (error->message);
  if (biases != NULL)
    moment.bias = biases->data[self->unit];
  g_array_append_val (self->moments, moment);
}

DgUnitHistory *
dg_unit_history_load (DgRun *run, const char *module, guint32 unit, const guint *epochs, gsize n,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (DgUnitHistory) self = g_new0 (DgUnitHistory, 1);

  self->run = g_object_ref (run);
  self->units = dg_run_find_units (run, module, NULL);
  self->unit = unit;
  self->moments = g_array_new (FALSE, FALSE, sizeof (DgUnitMoment));
  g_array_set_clear_func (self->moments, moment_clear);
  g_return_val_if_fail (self->units != NULL && unit < self->units->n_units, NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      load_moment (self, epochs[i]);
    }
  return g_steal_pointer (&self);
}

void
dg_unit_history_free (DgUnitHistory *self)
{
  g_array_unref (self->moments);
  g_object_unref (self->run);
  g_free (self);
}

const DgUnitMoment *
dg_unit_history_find (const DgUnitHistory *self, guint epoch)
{
  for (guint i = 0; i < self->moments->len; i++)
    if (g_array_index (self->moments, DgUnitMoment, i).epoch == epoch)
      return &g_array_index (self->moments, DgUnitMoment, i);
  return NULL;
}
