/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/curve-scale.h"

#include <math.h>

#define LOG_FROM 30 /* epochs from which the axis is logarithmic */

static void
widen (double range[2], double value)
{
  if (!isfinite (value))
    return;
  range[0] = fmin (range[0], value);
  range[1] = fmax (range[1], value);
}

void
dg_curve_scale_set_epochs (DgCurveScale *self, guint first, guint last)
{
  self->first_epoch = first;
  self->last_epoch = last;
  self->logarithmic = first > 0 && last - first >= LOG_FROM;
}

void
dg_curve_scale_init (DgCurveScale *self, const DgEpochMetrics *metrics, gsize n, guint planned)
{
  *self = (DgCurveScale){
    .accuracy = { INFINITY, -INFINITY },
    .loss = { INFINITY, -INFINITY },
  };
  dg_curve_scale_set_epochs (self, metrics[0].epoch, MAX (metrics[n - 1].epoch, planned));
  for (gsize i = 0; i < n; i++)
    {
      widen (self->accuracy, metrics[i].test_accuracy);
      widen (self->loss, metrics[i].test_loss);
    }
}

double
dg_curve_scale_get_x (const DgCurveScale *self, guint epoch)
{
  double first = self->first_epoch, last = self->last_epoch, fraction = 0.5;

  if (last > first && self->logarithmic)
    fraction = log (epoch / first) / log (last / first);
  else if (last > first)
    fraction = (epoch - first) / (last - first);
  return self->x + fraction * self->width;
}

static double
get_y (const DgCurveScale *self, const double range[2], double value)
{
  double fraction = range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 0.5;

  return self->y + (1 - fraction) * self->height;
}

double
dg_curve_scale_get_accuracy_y (const DgCurveScale *self, double accuracy)
{
  return get_y (self, self->accuracy, accuracy);
}

double
dg_curve_scale_get_loss_y (const DgCurveScale *self, double loss)
{
  return get_y (self, self->loss, loss);
}

gboolean
dg_curve_scale_has_loss_alone (const DgCurveScale *self)
{
  return self->accuracy[0] > self->accuracy[1] && self->loss[0] <= self->loss[1];
}
