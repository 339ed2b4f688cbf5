/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "figure/geometry.h"

G_BEGIN_DECLS

/* Steps to the point that ticks and images keep to on paper. */
#define DG_EXPORT_PAPER_SCALE 4

/**
 * dg_export_figure:
 * @file: the ending chooses the format: .png, .svg, .pdf
 * @geometry: for SVG and PDF best made with the scale DG_EXPORT_PAPER_SCALE: lines keep to its fine grid
 * @scale: PNG only: pixels per point, best the geometry's own
 *
 * Renders in memory, checks the surface's status, then replaces the file atomically: never a half-written
 * file. SVG embeds the images and keeps ticks and text as vectors, with a <title> naming the samples of
 * each tick.
 * Errors: DG_ERROR_NAME for another ending (says which exist), G_IO_ERROR_*.
 */
gboolean dg_export_figure (const DgFigure *figure, const DgGeometry *geometry, GFile *file, double scale,
                           GCancellable *cancellable, GError **error);

/* Whether dg_export_figure() knows the ending of @file's name. */
gboolean dg_export_check_ending (GFile *file, GError **error);

G_END_DECLS
