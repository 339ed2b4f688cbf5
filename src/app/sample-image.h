/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run/run.h"

G_BEGIN_DECLS

#define DG_TYPE_SAMPLE_IMAGE (dg_sample_image_get_type ())
/* One image of the analysis set, or another of its kind, at whole device pixels, centred in a square, maybe with a line of text below. A single
 * light widget, that makes nothing before it is seen: lists of thousands are made of it. */
G_DECLARE_FINAL_TYPE (DgSampleImage, dg_sample_image, DG, SAMPLE_IMAGE, GtkWidget)

/* DgSampleImage:size: side of the square, in points */

/* Shows @sample of @run; nothing where @run is NULL, not even a square where it has no images. */
void dg_sample_image_set_sample (DgSampleImage *self, DgRun *run, gsize sample);

gsize dg_sample_image_get_sample (DgSampleImage *self);

/* Shows an image at hand: (height, width, channels) values 0 … 255, which are copied. */
void dg_sample_image_set_pixels (DgSampleImage *self, const guint8 *pixels, guint height, guint width, guint channels);

/* @caption: (nullable) */
void dg_sample_image_set_caption (DgSampleImage *self, const char *caption);
const char *dg_sample_image_get_caption (DgSampleImage *self);

G_END_DECLS
