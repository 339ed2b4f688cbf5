/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/reduction-trial.h"
#include "figure/palette.h"

G_BEGIN_DECLS

#define DG_TYPE_REDUCTION_VIEW (dg_reduction_view_get_type ())
/* All samples beside fewer, drawn as any figure is. */
G_DECLARE_FINAL_TYPE (DgReductionView, dg_reduction_view, DG, REDUCTION_VIEW, GtkWidget)

/* @trial: (nullable): nothing is drawn */
void dg_reduction_view_set_trial (DgReductionView *self, DgRun *run, DgReductionTrial *trial,
                                  const DgPalette *palette);

G_END_DECLS
