/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "cli/common.h"
#include "cli/progress.h"
#include "cli/write-figure.h"
#include "explorer/preset.h"

#define COMMAND "figure"
#define DEFAULT_CELL 320

typedef struct
{
  char *output, *preset, *subject, *epochs, *layers, *units, *focus, *sizes, *image, *group, *order, *palette;
  int cell;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->output);
  g_free (self->preset);
  g_free (self->subject);
  g_free (self->epochs);
  g_free (self->layers);
  g_free (self->units);
  g_free (self->focus);
  g_free (self->sizes);
  g_free (self->image);
  g_free (self->group);
  g_free (self->order);
  g_free (self->palette);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_("File to write: PNG, SVG or PDF by its ending"), N_("FILE") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &self->preset,
      N_("A figure of the paper: fig1, fig2, fig3 or fig4"), N_("NAME") },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &self->subject,
      N_("What the rows of the images are: outputs (of samples, default) or weights (of units)"), N_("SUBJECT") },
    { "epochs", 'e', 0, G_OPTION_ARG_STRING, &self->epochs, N_("Columns: 1,2,10, 1-20 or all"),
      N_("LIST") },
    { "layers", 'l', 0, G_OPTION_ARG_STRING, &self->layers, N_("Rows: R3,S5, one channel as P1:0, or all; of weights C1,F3"),
      N_("LIST") },
    { "units", 'u', 0, G_OPTION_ARG_STRING, &self->units,
      N_("Units of weights that have lines: C1:0,3,F3:7"), N_("LIST") },
    { "image", 'i', 0, G_OPTION_ARG_STRING, &self->image, N_("ivat (default), vat, dissimilarity or dissplot"),
      N_("KIND") },
    { "group", 'g', 0, G_OPTION_ARG_STRING, &self->group,
      N_("Groups of a dissplot: label, prediction, blocks:K or height:H"), N_("RULE") },
    { "focus", 'f', 0, G_OPTION_ARG_STRING, &self->focus,
      N_("Which samples have ticks in the colour of their class"), N_("RULE") },
    { "sizes", 0, 0, G_OPTION_ARG_STRING, &self->sizes,
      N_("Columns of samples instead of epochs: 1000,500,100,50"), N_("LIST") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &self->order, N_("havens-bezdek (default) or seriation"),
      N_("ORDER") },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &self->palette, N_("Colours of the images (default grey)"),
      N_("NAME") },
    { "cell", 'c', 0, G_OPTION_ARG_INT, &self->cell, N_("Side of each image in pixels (default 320)"),
      N_("PIXELS") },
    { NULL },
  };

  return dg_cli_parse (&argc, argv, entries, _("RUN"), _("Draws a run as a figure."),
                       _("Presets; options given beside one override it:\n"
                         "  fig1  dissimilarity and iVAT of the last layer and epoch\n"
                         "  fig2  layers by epoch, with the surest samples of each class\n"
                         "  fig3  layers by epoch, with right and wrong samples of the classes 1 and 2\n"
                         "  fig4  layers at the last epoch, with all samples and with fewer\n"
                         "Rules: top:10 (largest log-likelihoods of each class), right-wrong:1,2, wrong,\n"
                         "  class:3, samples:17,42, least-confident:20, worst-reconstructed:20, none"),
                       1);
}

static gboolean
check_arguments (const Arguments *self)
{
  if (self->output == NULL)
    {
      dg_cli_misuse (COMMAND, _("--output FILE is missing"));
      return FALSE;
    }
  return dg_cli_check_cell (COMMAND, self->cell);
}

static void
progress_cb (guint done, guint total, gpointer data)
{
  g_autofree char *text = g_strdup_printf (_("image %u of %u"), done, total);

  dg_cli_progress_show (total > 0 ? (double) done / total : 1, text);
}

static gboolean
draw (const Arguments *self, const char *path, GError **error)
{
  const DgFigureOptions options = { .preset = self->preset, .subject = self->subject, .epochs = self->epochs,
                                    .layers = self->layers, .units = self->units,     .focus = self->focus,
                                    .sizes = self->sizes,   .image = self->image,     .group = self->group,
                                    .order = self->order,   .palette = self->palette };
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRun) run = dg_run_open (folder, NULL, error);
  g_autoptr (DgFigure) figure = NULL;

  if (run == NULL)
    return FALSE;
  figure = dg_preset_build (run, &options, progress_cb, NULL, NULL, error);
  dg_cli_progress_clear ();
  if (figure == NULL)
    return FALSE;
  return dg_cli_write_figure (figure, self->output, self->cell, error);
}

int
dg_cli_figure (int argc, char **argv)
{
  g_auto (Arguments) arguments = { .cell = DEFAULT_CELL };
  g_autoptr (GError) error = NULL;

  if (!parse_arguments (&arguments, argc, &argv) || !check_arguments (&arguments))
    return DG_CLI_USAGE;
  if (!dg_cli_check_figure_path (arguments.output, &error) || !draw (&arguments, argv[1], &error))
    return dg_cli_fail (COMMAND, error->message);
  return DG_CLI_OK;
}
