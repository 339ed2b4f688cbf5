/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/array-file.h"

G_BEGIN_DECLS

/**
 * DgImageArray:
 * @pixels: (nullable): (n, height, width, channels) values 0 … 255
 * @file: (nullable): where they are read when they are asked for, being many: of @entry
 * @channels: 1 or 3
 */
typedef struct
{
  GBytes *pixels;
  DgArrayFile *file;
  const DgArrayEntry *entry;
  guint height, width, channels;
} DgImageArray;

/**
 * dg_image_array_load:
 * @self: (out): empty where this fails
 * @entry: (n, h, w), (n, h, w, 1 or 3) or (n, 1 or 3, h, w) numbers of any type
 * @n: samples
 *
 * Bytes are taken as they are; where their channels come last and there are many, each image is read when it is asked
 * for. Other numbers from 0 to 1 are stretched to 255,
 * those up to 255 rounded; where there are others, as after standardisation, each channel is stretched from its
 * smallest value in all images to its largest.
 *
 * Errors: those of dg_array_file_load(); DG_ERROR_MISMATCH for another shape, DG_ERROR_VALUE with the row of a NaN or
 * infinity.
 */
gboolean dg_image_array_load (DgImageArray *self, const DgArrayFile *file, const DgArrayEntry *entry, gsize n,
                              GError **error);
void dg_image_array_clear (DgImageArray *self);

gboolean dg_image_array_is_empty (const DgImageArray *self);

/* (transfer full) the @n images from @first on: (n, height, width, channels). Errors: those of dg_array_file_read(). */
guint8 *dg_image_array_read (const DgImageArray *self, gsize first, gsize n, GError **error);

G_END_DECLS
