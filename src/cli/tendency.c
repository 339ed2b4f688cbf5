/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/common.h"
#include "cli/write-figure.h"
#include "explorer/words.h"
#include "run/atomic-file.h"
#include "run/matrix.h"

#define COMMAND "tendency"

/* Side of the image in pixels */
#define IMAGE_SIDE 800

typedef struct
{
  char *key, *metric, *order, *output, *image;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->key);
  g_free (self->metric);
  g_free (self->order);
  g_free (self->output);
  g_free (self->image);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_STRING, &self->key, N_("Array of an .npz or .safetensors file"),
      N_("NAME") },
    { "metric", 'm', 0, G_OPTION_ARG_STRING, &self->metric, N_("euclidean (default), cosine or precomputed"),
      N_("METRIC") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &self->order, N_("havens-bezdek (default) or seriation"),
      N_("ORDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_("Table to write (default -, standard output)"), N_("ORDER.csv") },
    { "image", 'i', 0, G_OPTION_ARG_FILENAME, &self->image, N_("iVAT image to write: PNG, SVG or PDF"),
      N_("FILE.png") },
    { NULL },
  };

  return dg_cli_parse (
    &argc, argv, entries, _("FILE"), _("Orders the rows of a matrix by cluster tendency (VAT)."),
    _("FILE ends in .npy, .npz, .safetensors or .csv. The table has a row for each position: the "
       "row of the matrix, the row it hangs on in the minimum spanning tree (-1 at the first) and "
       "the length of that edge. The iVAT value of two positions is the largest length after the "
       "first up to the second."),
    1);
}

static DgVat *
compute (const Arguments *self, const char *path, DgMetric *metric, DgOrder *order, GError **error)
{
  g_autoptr (DgTensor) values = NULL;
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgParallel) parallel = NULL;

  if (!dg_metric_parse (self->metric != NULL ? self->metric : "euclidean", metric, error) ||
      !dg_order_parse (self->order != NULL ? self->order : "havens-bezdek", order, error))
    return NULL;
  values = dg_matrix_load (path, self->key, error);
  if (values == NULL)
    return NULL;
  dissimilarity = dg_dissimilarity_new (values, *metric, error);
  if (dissimilarity == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  parallel = dg_parallel_new (0);
  return dg_vat_new (dissimilarity, *order, parallel, NULL, error);
}

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

static gboolean
write_table (const DgVat *vat, const char *path, GError **error)
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

static const char *
name_metric (DgMetric metric)
{
  return metric == DG_METRIC_EUCLIDEAN ? _("Euclidean")
         : metric == DG_METRIC_COSINE  ? _("cosine")
                                       : _("precomputed");
}

static gboolean
write_image (DgVat *vat, const char *path, DgMetric metric, DgOrder order, const char *image, GError **error)
{
  g_autoptr (DgIvat) ivat = dg_ivat_new (vat);
  g_autoptr (DgCell) cell = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL);
  g_autoptr (DgFigure) figure = dg_figure_new (1, 1);
  g_autofree char *count = dg_words_count (vat->n);
  g_autofree char *words = dg_words_image (DG_IMAGE_IVAT, order);

  figure->title = g_path_get_basename (path);
  figure->footer = g_strdup_printf (_("%s rows · %s · %s"), count, words, name_metric (metric));
  figure->colour_key = TRUE;
  dg_figure_set_cell (figure, 0, 0, cell);
  return dg_cli_write_figure (figure, image, IMAGE_SIDE, error);
}

int
dg_cli_tendency (int argc, char **argv)
{
  g_auto (Arguments) arguments = { NULL };
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (GError) error = NULL;
  DgMetric metric;
  DgOrder order;

  if (!parse_arguments (&arguments, argc, &argv))
    return DG_CLI_USAGE;
  vat = compute (&arguments, argv[1], &metric, &order, &error);
  if (vat == NULL || !write_table (vat, arguments.output, &error) ||
      (arguments.image != NULL && !write_image (vat, argv[1], metric, order, arguments.image, &error)))
    return dg_cli_fail (COMMAND, error->message);
  return DG_CLI_OK;
}
