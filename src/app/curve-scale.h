/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/trainer.h"

G_BEGIN_DECLS

/**
 * DgCurveScale:
 * @first_epoch, @last_epoch: ends of the horizontal axis; the last is at least the number of epochs planned,
 *   so that the axis stands still while a network is trained
 * @logarithmic: whether epochs are spaced by their logarithms
 * @accuracy, @loss: (2) smallest and largest value, ends of the two vertical axes
 * @x, @y, @width, @height: the area that is drawn into
 *
 * Maps epochs, accuracies and losses to points; drawing and picking both read it. A plain value.
 */
typedef struct
{
  guint first_epoch, last_epoch;
  gboolean logarithmic;
  double accuracy[2], loss[2];
  double x, y, width, height;
} DgCurveScale;

/* The axes for @metrics (n), n at least 1, of a run planned for @planned epochs, 0 unknown. Long runs are
 * spaced logarithmically: learning happens early. Values that are not finite are left out. */
void dg_curve_scale_init (DgCurveScale *self, const DgEpochMetrics *metrics, gsize n, guint planned);

/* The horizontal axis alone, from @first to @last. */
void dg_curve_scale_set_epochs (DgCurveScale *self, guint first, guint last);

double dg_curve_scale_get_x (const DgCurveScale *self, guint epoch);
double dg_curve_scale_get_accuracy_y (const DgCurveScale *self, double accuracy);
/* Whether losses are known and no accuracies: those of a network that does not tell classes. */
gboolean dg_curve_scale_has_loss_alone (const DgCurveScale *self);

double dg_curve_scale_get_loss_y (const DgCurveScale *self, double loss);

G_END_DECLS
