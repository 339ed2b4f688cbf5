/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "run/run.h"

G_BEGIN_DECLS

/**
 * dg_thumbnail_new:
 * @size: device pixels that the larger side should come near to
 *
 * One image of the analysis set as it is shown to people: grey images as dark ink on white paper, colour
 * images as they are. Small images are enlarged by a whole factor, so that their pixels stay squares; large
 * ones are averaged down by a whole factor.
 *
 * Returns: (transfer full) (nullable): NULL where the run has no images
 */
GdkTexture *dg_thumbnail_new (DgRun *run, gsize sample, guint size);

/* The same for pixels at hand: (height, width, channels) values 0 … 255, ink bright. */
GdkTexture *dg_thumbnail_new_for_pixels (const guint8 *pixels, guint height, guint width, guint channels,
                                         guint size);

G_END_DECLS
