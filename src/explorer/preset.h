/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/figure.h"
#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgFigureOptions:
 * @preset: "fig1", "fig2", "fig3", "fig4", or NULL
 * @subject: "outputs", "weights", or NULL: outputs. Presets, focus and sizes are of samples, units of weights
 * @epochs, @layers, @units, @focus, @sizes, @image, @group, @order, @palette: text as on the command line; NULL: the
 *   preset's, or the explorer's default
 *
 * A figure, described in words. Options given beside a preset override it.
 */
typedef struct
{
  const char *preset, *subject, *units, *epochs, *layers, *focus, *sizes, *image, *group, *order, *palette;
} DgFigureOptions;

/* Computes all cells (on all processors) and builds the figure. @progress (nullable) is called as cells get
 * done, on any thread, one call at a time. Errors as those of the parts: unknown names say which exist. */
typedef void (*DgPresetProgress) (guint done, guint total, gpointer data);
DgFigure *dg_preset_build (DgRun *run, const DgFigureOptions *options, DgPresetProgress progress,
                           gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
