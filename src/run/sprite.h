/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/image-array.h"

G_BEGIN_DECLS

/**
 * dg_sprite_load:
 * @self: (out): empty where this fails
 * @path: a PNG file, in which images of @width × @height stand row by row, as many in each row as there is room for
 * @n: samples
 *
 * Errors: those of dg_png_image_read(); DG_ERROR_MISMATCH, naming the file, where there is no room for @n images.
 */
gboolean dg_sprite_load (DgImageArray *self, const char *path, guint width, guint height, gsize n, GError **error);

G_END_DECLS
