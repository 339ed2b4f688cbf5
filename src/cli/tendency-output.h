/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
 * @kinds: (n_kinds) images, side by side
 * @name: of the matrix
 *
 * Returns: (transfer full) the images under its name, over a line that says what they are
 */
DgFigure *dg_cli_make_tendency_figure (DgIvat *ivat, DgDissimilarity *dissimilarity, DgOrder order,
                                       const DgImageKind *kinds, guint n_kinds, const char *name);

G_END_DECLS
