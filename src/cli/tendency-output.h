/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-image.h"
#include "figure/figure.h"

G_BEGIN_DECLS

/* What `diagonal tendency` writes. Errors name the file. */

/* The table of positions, to standard output where @path is NULL or "-". */
gboolean dg_cli_write_order (const DgVat *vat, const char *path, GError **error);

/* DG_ERROR_NAME where dg_cli_write_ivat() would not write a file of that name. */
gboolean dg_cli_check_ivat_path (const char *path, GError **error);

/* The (n, n) iVAT values as .npy, rows and columns as the samples are numbered. */
gboolean dg_cli_write_ivat (DgIvat *ivat, const char *path, GError **error);

/**
 * dg_cli_make_tendency_figure:
 * @images: (n_images) side by side; dissimilarity plots of blocks alone
 * @name: of the matrix
 *
 * Errors: DG_ERROR_VALUE where samples are to be grouped by classes, which are not there.
 *
 * Returns: (transfer full) the images under its name, over a line that says what they are
 */
DgFigure *dg_cli_make_tendency_figure (DgIvat *ivat, DgDissimilarity *dissimilarity, const DgCellImage *images,
                                       guint n_images, const char *name, GError **error);

G_END_DECLS
