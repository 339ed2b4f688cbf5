/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/write-figure.h"

#include <glib/gi18n-lib.h>

#include "cli/common.h"
#include "figure/export.h"

#define MIN_CELL 16
#define MAX_CELL 8192

/* Pixels per point of a PNG: text keeps the proportions it has on paper */
#define PNG_SCALE 2.0

gboolean
dg_cli_write_figure (const DgFigure *figure, const char *path, int cell, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);
  double scale = g_str_has_suffix (name, ".png") ? PNG_SCALE : DG_EXPORT_PAPER_SCALE;
  g_autoptr (DgGeometry) geometry = dg_geometry_new_for_cell (figure, cell / PNG_SCALE, scale);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return dg_export_figure (figure, geometry, file, PNG_SCALE, NULL, error);
}

gboolean
dg_cli_check_figure_path (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return dg_export_check_ending (file, error);
}

gboolean
dg_cli_check_cell (const char *command, int cell)
{
  g_autofree char *message = NULL;

  if (cell >= MIN_CELL && cell <= MAX_CELL)
    return TRUE;
  message = g_strdup_printf (_("--cell takes %d to %d pixels"), MIN_CELL, MAX_CELL);
  dg_cli_misuse (command, message);
  return FALSE;
}
