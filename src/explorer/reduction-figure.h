/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/reduction-trial.h"
#include "figure/figure.h"

G_BEGIN_DECLS

/**
 * dg_reduction_figure_new:
 * @trials: (n_trials) of one base, at least one
 *
 * All samples beside fewer: the iVAT image of the base, then that of each trial, with ticks in class colours where
 * @run has classes. The footer says how samples were taken and how far the images agree.
 */
DgFigure *dg_reduction_figure_new (DgRun *run, DgReductionTrial *const *trials, guint n_trials);

G_END_DECLS
