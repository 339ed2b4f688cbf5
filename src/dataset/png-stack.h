/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/png-image.h"

G_BEGIN_DECLS

/**
 * DgPngStack:
 * @images: (n) of one size, in the order of their files
 * @channels: 3 where any of them has a colour, else 1
 *
 * The images of many PNG files.
 */
typedef struct
{
  gsize n;
  guint width, height, channels;
  DgPngImage *images;
} DgPngStack;

/**
 * dg_png_stack_read:
 * @self: (out caller-allocates): to be cleared
 * @files: (element-type GFile): at least one
 *
 * Reads @files on all processors.
 *
 * Errors: those of dg_png_image_read() of the first file that has one; DG_ERROR_MISMATCH for an image that is not
 * of the first one's size.
 */
gboolean dg_png_stack_read (DgPngStack *self, GPtrArray *files, GCancellable *cancellable, GError **error);
void dg_png_stack_clear (DgPngStack *self);

/* Copies image @i to @pixels: (height, width, channels) */
void dg_png_stack_copy (const DgPngStack *self, gsize i, guint8 *pixels);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgPngStack, dg_png_stack_clear)

G_END_DECLS
