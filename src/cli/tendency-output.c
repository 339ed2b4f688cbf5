/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/tendency-output.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "base/error.h"
#include "explorer/words.h"
#include "run/atomic-file.h"
#include "run/file-error.h"
#include "run/npy-writer.h"

static GString *
make_table (const DgVat *vat)
{
  GString *table = g_string_new ("position,index,parent,weight\n");

  for (gsize k = 0; k < vat->n; k++)
    {
      char weight[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (weight, sizeof weight, "%.9g", vat->weight[k]);
      if (vat->parent[k] == DG_VAT_NO_PARENT)
        g_string_append_printf (table, "%" G_GSIZE_FORMAT ",%u,-1,%s\n", k, vat->order[k], weight);
      else
        g_string_append_printf (table, "%" G_GSIZE_FORMAT ",%u,%u,%s\n", k, vat->order[k], vat->parent[k],
                                weight);
    }
  return table;
}

gboolean
dg_cli_write_order (const DgVat *vat, const char *path, GError **error)
{
  g_autoptr (GString) table = make_table (vat);

  if (path != NULL && !g_str_equal (path, "-"))
    return dg_atomic_file_set_contents (path, table->str, table->len, error);
  if (fwrite (table->str, 1, table->len, stdout) == table->len && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), _("standard output: %s"),
               g_strerror (errno));
  return FALSE;
}

gboolean
dg_cli_check_ivat_path (const char *path, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (name, ".npy"))
    return TRUE;
  dg_set_file_error (error, DG_ERROR_NAME, path, _("the name of an array of iVAT values must end in .npy"));
  return FALSE;
}

static void
fill_row_cb (gsize row, float *values, gpointer data)
{
  dg_ivat_get_row (data, row, values);
}

gboolean
dg_cli_write_ivat (DgIvat *ivat, const char *path, GError **error)
{
  gsize n = dg_ivat_get_vat (ivat)->n;

  return dg_npy_write_rows (path, n, n, fill_row_cb, ivat, error);
}

static const char *
name_metric (DgMetric metric)
{
  return metric == DG_METRIC_EUCLIDEAN ? _("Euclidean")
         : metric == DG_METRIC_COSINE  ? _("cosine")
                                       : _("precomputed");
}

DgFigure *
dg_cli_make_tendency_figure (DgIvat *ivat, DgDissimilarity *dissimilarity, DgOrder order,
                             const DgImageKind *kinds, guint n_kinds, const char *name)
{
  const char *metric = name_metric (dg_dissimilarity_get_metric (dissimilarity));
  g_autofree char *count = dg_words_count (dg_ivat_get_vat (ivat)->n);
  DgFigure *figure = dg_figure_new (1, n_kinds);

  figure->title = g_filename_display_basename (name);
  figure->colour_key = TRUE;
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (DgCell) cell = dg_cell_new (kinds[i], ivat, dissimilarity, NULL);
      g_autofree char *words = dg_words_image (kinds[i], order);

      dg_figure_set_cell (figure, 0, i, cell);
      if (n_kinds == 1)
        figure->footer = g_strdup_printf (_("%s rows · %s · %s"), count, words, metric);
      else
        figure->column_names[i] = g_steal_pointer (&words);
    }
  if (figure->footer == NULL)
    figure->footer = g_strdup_printf (_("%s rows · %s · own scale per image"), count, metric);
  return figure;
}
