/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/tendency-output.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "base/error.h"
#include "explorer/cell-groups.h"
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

static DgCell *
make_cell (const DgCellImage *image, DgIvat *ivat, DgDissimilarity *dissimilarity, GError **error)
{
  const DgVat *vat = dg_ivat_get_vat (ivat);
  g_autoptr (DgParallel) parallel = dg_parallel_new (0);
  g_autoptr (DgPartition) groups = NULL;

  if (image->kind != DG_IMAGE_DISSPLOT)
    return dg_cell_new (image->kind, ivat, dissimilarity, NULL, parallel, NULL, error);
  groups = dg_group_rule_apply (&image->group, NULL, NULL, vat->n, vat, NULL, error);
  if (groups == NULL)
    return NULL;
  return dg_cell_groups_new_cell (NULL, image, groups, NULL, dissimilarity, ivat, parallel, NULL, error);
}

static char *
make_footer (const DgFigure *figure, DgIvat *ivat, const char *image, const char *metric)
{
  g_autofree char *count = dg_words_count (dg_ivat_get_vat (ivat)->n);
  g_autofree char *words = image != NULL ? g_strdup_printf (_("%s rows · %s · %s"), count, image, metric)
                                         : g_strdup_printf (_("%s rows · %s · own scale per image"), count, metric);

  return figure->silhouettes ? g_strdup_printf ("%s\n%s", words, dg_words_silhouettes ()) : g_steal_pointer (&words);
}

DgFigure *
dg_cli_make_tendency_figure (DgIvat *ivat, DgDissimilarity *dissimilarity, const DgCellImage *images,
                             guint n_images, const char *name, GError **error)
{
  const char *metric = name_metric (dg_dissimilarity_get_metric (dissimilarity));
  g_autoptr (DgFigure) figure = dg_figure_new (1, n_images);
  g_autofree char *alone = n_images == 1 ? dg_words_image (&images[0]) : NULL;

  figure->title = g_filename_display_basename (name);
  figure->colour_key = TRUE;
  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (DgCell) cell = make_cell (&images[i], ivat, dissimilarity, error);

      if (cell == NULL)
        return NULL;
      dg_figure_set_cell (figure, 0, i, cell);
      figure->silhouettes |= images[i].kind == DG_IMAGE_DISSPLOT;
      if (n_images > 1)
        figure->column_names[i] = dg_words_image (&images[i]);
    }
  figure->footer = make_footer (figure, ivat, alone, metric);
  return g_steal_pointer (&figure);
}
