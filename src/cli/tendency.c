/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "cli/common.h"
#include "cli/tendency-output.h"
#include "cli/write-figure.h"
#include "explorer/list.h"
#include "run/file-error.h"
#include "run/matrix.h"
#include "tendency/precomputed.h"

#define COMMAND "tendency"

/* Side of an image in pixels */
#define DEFAULT_CELL 800
#define NOT_GIVEN G_MININT

#define DEFAULT_GROUP "blocks:10"

typedef struct
{
  char *key, *metric, *order, *start, *output, *ivat, *image, *kind, *group, *palette;
  int cell;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->key);
  g_free (self->metric);
  g_free (self->order);
  g_free (self->start);
  g_free (self->output);
  g_free (self->ivat);
  g_free (self->image);
  g_free (self->kind);
  g_free (self->group);
  g_free (self->palette);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* What the arguments mean. */
typedef struct
{
  DgMetric metric;
  DgOrder order;
  gint64 start; /* a row, or -1 */
  DgCellImage *images;
  guint n_images;
  const DgPalette *palette;
} Choices;

static void
choices_clear (Choices *self)
{
  g_free (self->images);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

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
    { "start", 0, 0, G_OPTION_ARG_STRING, &self->start, N_("Row to begin the havens-bezdek order with"),
      N_("ROW") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_("Table to write (default -, standard output)"), N_("ORDER.csv") },
    { "ivat", 0, 0, G_OPTION_ARG_FILENAME, &self->ivat,
      N_("Array to write: iVAT values of all pairs of rows, in the order of FILE"), N_("FILE.npy") },
    { "image", 'i', 0, G_OPTION_ARG_FILENAME, &self->image, N_("Image to write: PNG, SVG or PDF"),
      N_("FILE.png") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &self->kind,
      N_("Kind of the image: ivat (default), vat, dissimilarity or dissplot; side by side: vat,ivat"),
      N_("LIST") },
    { "group", 'g', 0, G_OPTION_ARG_STRING, &self->group,
      N_("Groups of a dissplot: blocks:K (default blocks:10) or height:H"), N_("RULE") },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &self->palette, N_("Colours of the image (default grey)"),
      N_("NAME") },
    { "cell", 'c', 0, G_OPTION_ARG_INT, &self->cell, N_("Side of the image in pixels (default 800)"),
      N_("PIXELS") },
    { NULL },
  };

  return dg_cli_parse (
    &argc, argv, entries, _("FILE"), _("Orders the rows of a matrix by cluster tendency (VAT)."),
    _("FILE ends in .npy, .npz, .safetensors or .csv, or is -, text on standard input. The table has a\n"
      "row for each position: the row of the matrix, the row it hangs on in the minimum spanning tree\n"
      "(-1 at the first) and the length of that edge. The iVAT value of two positions is the largest\n"
      "length after the first up to the second.\n"
      "\n"
      "A precomputed matrix is square, or the list of its pairs as SciPy's pdist or R's dist give it."),
    1);
}

static gboolean
misuse (const char *message)
{
  dg_cli_misuse (COMMAND, message);
  return FALSE;
}

static gboolean
check_arguments (const Arguments *self)
{
  if (self->image == NULL && (self->kind != NULL || self->group != NULL || self->palette != NULL ||
                              self->cell != NOT_GIVEN))
    return misuse (_("--kind, --group, --palette and --cell are for an --image FILE"));
  if (self->start != NULL && g_strcmp0 (self->order, "seriation") == 0)
    return misuse (_("--start is for the order havens-bezdek; that of seriation has a start of its own"));
  return self->cell == NOT_GIVEN || dg_cli_check_cell (COMMAND, self->cell);
}

/* A grouping alone asks for a dissimilarity plot; beside other images it would change nothing. */
static gboolean
choose_images (Choices *choices, const char *list, const char *group, GError **error)
{
  const char *usual = group != NULL ? "dissplot" : "ivat";
  g_auto (GStrv) names = dg_list_parse_names (list != NULL ? list : usual, error);
  DgCellImage image = { .order = choices->order };
  gboolean grouped = FALSE;

  if (names == NULL || !dg_group_rule_parse (group != NULL ? group : DEFAULT_GROUP, &image.group, error))
    return FALSE;
  if (!dg_group_rule_is_of_blocks (&image.group))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("rows have no classes: “%s” is no grouping of them, but blocks:K and height:H are"), group);
      return FALSE;
    }
  choices->images = g_new (DgCellImage, g_strv_length (names));
  for (char **name = names; *name != NULL; name++)
    {
      if (!dg_image_kind_parse (*name, &image.kind, error))
        return FALSE;
      choices->images[choices->n_images++] = image;
      grouped |= image.kind == DG_IMAGE_DISSPLOT;
    }
  if (group == NULL || grouped)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("samples are grouped in the image “dissplot”, not in “%s”"), list);
  return FALSE;
}

static gboolean
choose_start (Choices *choices, const char *text, GError **error)
{
  guint64 row;

  choices->start = -1;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &row, NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("“%s” is not the number of a row"), text);
      return FALSE;
    }
  choices->start = row;
  return TRUE;
}

/* Whatever can be refused before anything is read or computed. */
static gboolean
choose (Choices *choices, const Arguments *arguments, GError **error)
{
  choices->palette =
    dg_palette_get (arguments->palette != NULL ? arguments->palette : dg_palette_list_names ()[0], error);
  return choices->palette != NULL &&
         dg_metric_parse (arguments->metric != NULL ? arguments->metric : "euclidean", &choices->metric,
                          error) &&
         dg_order_parse (arguments->order != NULL ? arguments->order : "havens-bezdek", &choices->order,
                         error) &&
         choose_start (choices, arguments->start, error) &&
         choose_images (choices, arguments->kind, arguments->group, error) &&
         (arguments->ivat == NULL || dg_cli_check_ivat_path (arguments->ivat, error)) &&
         (arguments->image == NULL || dg_cli_check_figure_path (arguments->image, error));
}

static DgDissimilarity *
load (const Arguments *arguments, const Choices *choices, const char *path, GError **error)
{
  g_autoptr (DgTensor) values = dg_matrix_load (path, arguments->key, error);
  DgDissimilarity *dissimilarity;

  if (values == NULL)
    return NULL;
  /* Nobody has such a matrix as the coordinates of samples by chance. */
  if (arguments->metric == NULL && dg_precomputed_is_matrix (values))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, dg_matrix_get_place (path),
                         _("is square and symmetric with zeros on its diagonal: say --metric precomputed "
                           "if it holds dissimilarities, --metric euclidean if it does not"));
      return NULL;
    }
  dissimilarity = dg_dissimilarity_new (values, choices->metric, error);
  if (dissimilarity == NULL)
    g_prefix_error (error, "%s: ", dg_matrix_get_place (path));
  return dissimilarity;
}

static DgVat *
compute (DgDissimilarity *dissimilarity, const Choices *choices, const char *path, GError **error)
{
  g_autoptr (DgParallel) parallel = dg_parallel_new (0);
  DgVat *vat;

  if (choices->start < 0)
    return dg_vat_new (dissimilarity, choices->order, parallel, NULL, error);
  vat = dg_vat_new_from_start (dissimilarity, choices->start, parallel, NULL, error);
  if (vat == NULL)
    g_prefix_error (error, "%s: ", dg_matrix_get_place (path));
  return vat;
}

static gboolean
write_image (const Arguments *arguments, const Choices *choices, DgDissimilarity *dissimilarity,
             DgIvat *ivat, const char *path, GError **error)
{
  g_autoptr (DgFigure) figure =
    dg_cli_make_tendency_figure (ivat, dissimilarity, choices->images, choices->n_images,
                                 dg_matrix_get_place (path), error);

  if (figure == NULL)
    return FALSE;
  figure->palette = choices->palette;
  return dg_cli_write_figure (figure, arguments->image,
                              arguments->cell != NOT_GIVEN ? arguments->cell : DEFAULT_CELL, error);
}

static gboolean
run (const Arguments *arguments, const char *path, GError **error)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  g_autoptr (DgVat) vat = NULL;

  if (!choose (&choices, arguments, error))
    return FALSE;
  dissimilarity = load (arguments, &choices, path, error);
  vat = dissimilarity != NULL ? compute (dissimilarity, &choices, path, error) : NULL;
  if (vat == NULL || !dg_cli_write_order (vat, arguments->output, error))
    return FALSE;
  ivat = dg_ivat_new (vat);
  return (arguments->ivat == NULL || dg_cli_write_ivat (ivat, arguments->ivat, error)) &&
         (arguments->image == NULL ||
          write_image (arguments, &choices, dissimilarity, ivat, path, error));
}

int
dg_cli_tendency (int argc, char **argv)
{
  g_auto (Arguments) arguments = { .cell = NOT_GIVEN };
  g_autoptr (GError) error = NULL;

  if (!parse_arguments (&arguments, argc, &argv) || !check_arguments (&arguments))
    return DG_CLI_USAGE;
  if (!run (&arguments, argv[1], &error))
    return dg_cli_fail (COMMAND, error->message);
  return DG_CLI_OK;
}
