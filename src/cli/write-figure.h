/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/figure.h"

G_BEGIN_DECLS

/* Writes @figure with images of @cell pixels in a PNG, of half as many points on paper, to @path, whose
 * ending is the format. Errors of dg_export_figure(). */
gboolean dg_cli_write_figure (const DgFigure *figure, const char *path, int cell, GError **error);

/* Before there is a figure: DG_ERROR_NAME where @path is of no known ending. */
gboolean dg_cli_check_figure_path (const char *path, GError **error);

/* Whether --cell can be that many pixels; FALSE after saying on stderr that it cannot. */
gboolean dg_cli_check_cell (const char *command, int cell);

G_END_DECLS
