/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "cli/common.h"
#include "cli/reduce-output.h"
#include "cli/write-figure.h"
#include "explorer/list.h"
#include "explorer/reduction-figure.h"
#include "explorer/words.h"
#include "run/subset.h"

#define COMMAND "reduce"
#define DEFAULT_CELL 320
#define NOT_GIVEN G_MININT

/* Shares of the samples that are tried where nothing else is asked for. */
static const guint usual_shares[] = { 2, 10, 20 };

/* As typed: NULL and NOT_GIVEN where not given. */
typedef struct
{
  char *layer, *method, *sizes, *interval, *seed, *order, *palette, *output;
  int epoch, clusters, blocks, cell, accept;
  gboolean reset, json;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->layer);
  g_free (self->method);
  g_free (self->sizes);
  g_free (self->interval);
  g_free (self->seed);
  g_free (self->order);
  g_free (self->palette);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "layer", 'l', 0, G_OPTION_ARG_STRING, &self->layer, N_("Layer to look at (default: the last), or a channel as P1:0"),
      N_("LAYER") },
    { "epoch", 'e', 0, G_OPTION_ARG_INT, &self->epoch, N_("Saved epoch to look at (default: the last)"), N_("N") },
    { "method", 'm', 0, G_OPTION_ARG_STRING, &self->method, N_("interval (default) or mmrs"), N_("METHOD") },
    { "sizes", 's', 0, G_OPTION_ARG_STRING, &self->sizes,
      N_("How many to keep: 500,100,50 (default: half, a tenth, a twentieth)"), N_("LIST") },
    { "interval", 0, 0, G_OPTION_ARG_STRING, &self->interval, N_("The same as every so many samples: 2,10,20"),
      N_("LIST") },
    { "clusters", 0, 0, G_OPTION_ARG_INT, &self->clusters,
      N_("Distinguished samples of mmrs, more than there are clusters (default 20)"), N_("C") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_("Of the lots drawn by mmrs (default 1)"), N_("S") },
    { "blocks", 'b', 0, G_OPTION_ARG_INT, &self->blocks, N_("Blocks by which images are compared (default 10)"),
      N_("K") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &self->order, N_("havens-bezdek (default) or seriation"), N_("ORDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_("Figure to write, all samples beside fewer: PNG, SVG or PDF by its ending"), N_("FILE") },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &self->palette, N_("Colours of the images (default grey)"), N_("NAME") },
    { "cell", 'c', 0, G_OPTION_ARG_INT, &self->cell, N_("Side of each image in pixels (default 320)"), N_("PIXELS") },
    { "accept", 'a', 0, G_OPTION_ARG_INT, &self->accept, N_("Keep so many: figures and the window show these alone"),
      N_("M") },
    { "reset", 0, 0, G_OPTION_ARG_NONE, &self->reset, N_("Show all samples again"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json, N_("As JSON, for programs"), NULL },
    { NULL },
  };

  return dg_cli_parse (&argc, argv, entries, _("RUN"), _("Tries how many samples a picture needs."),
                       _("Takes fewer samples of a layer and says how much of its iVAT image is left: the adjusted\n"
                         "Rand index (ARI) of the blocks, 1 where they are the same, and the mean difference of the\n"
                         "values, as a share of the largest. interval: equal intervals of the order (Satoh);\n"
                         "mmrs: maximin and random sampling (Hathaway, Bezdek, Huband), which needs no order.\n"
                         "--accept notes the choice in the run's folder, in subset.json; no other file changes."),
                       1);
}

static gboolean
misuse (const char *message)
{
  dg_cli_misuse (COMMAND, message);
  return FALSE;
}

static gboolean
is_only_resetting (const Arguments *self)
{
  return self->layer == NULL && self->method == NULL && self->sizes == NULL && self->interval == NULL &&
         self->seed == NULL && self->order == NULL && self->palette == NULL && self->output == NULL &&
         self->epoch == NOT_GIVEN && self->clusters == NOT_GIVEN && self->blocks == NOT_GIVEN &&
         self->cell == NOT_GIVEN && self->accept == NOT_GIVEN && !self->json;
}

static gboolean
check_arguments (const Arguments *self)
{
  const int counts[] = { self->accept, self->clusters, self->blocks };
  gboolean by_lot = g_strcmp0 (self->method, "mmrs") == 0;

  if (self->reset && !is_only_resetting (self))
    return misuse (_("--reset goes alone"));
  if (self->sizes != NULL && self->interval != NULL)
    return misuse (_("--sizes and --interval say the same: give one of them"));
  if (by_lot && self->interval != NULL)
    return misuse (_("--interval is for the method interval; give --sizes for mmrs"));
  if (!by_lot && (self->clusters != NOT_GIVEN || self->seed != NULL))
    return misuse (_("--clusters and --seed are for --method mmrs"));
  if (self->output == NULL && (self->palette != NULL || self->cell != NOT_GIVEN))
    return misuse (_("--palette and --cell are for an --output FILE"));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] != NOT_GIVEN && counts[i] < 1)
      return misuse (_("--accept, --clusters and --blocks take numbers from 1 on"));
  if (self->epoch != NOT_GIVEN && self->epoch < 0)
    return misuse (_("--epoch takes numbers from 0 on"));
  return self->cell == NOT_GIVEN || dg_cli_check_cell (COMMAND, self->cell);
}

/* What the arguments mean. */
typedef struct
{
  char *layer;
  guint epoch;
  DgOrder order;
  DgReductionOptions options;
  const DgPalette *palette;
  GArray *sizes; /* (element-type guint) descending, each once */
} Choices;

static void
choices_clear (Choices *self)
{
  g_free (self->layer);
  g_clear_pointer (&self->sizes, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

static gboolean
choose_seed (Choices *choices, const char *text, GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &choices->options.seed, NULL))
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("“%s” is no seed: it is from 0 to 2⁶³ − 1"), text);
  return FALSE;
}

/* Whatever can be refused before the run is opened. */
static gboolean
choose_method (Choices *choices, const Arguments *arguments, GError **error)
{
  choices->options = DG_REDUCTION_OPTIONS_INIT;
  if (arguments->blocks != NOT_GIVEN)
    choices->options.n_blocks = arguments->blocks;
  if (arguments->clusters != NOT_GIVEN)
    choices->options.clusters = arguments->clusters;
  choices->palette =
    dg_palette_get (arguments->palette != NULL ? arguments->palette : dg_palette_list_names ()[0], error);
  return choices->palette != NULL && choose_seed (choices, arguments->seed, error)
         && dg_reduction_method_parse (arguments->method != NULL ? arguments->method : "interval",
                                       &choices->options.method, error)
         && dg_order_parse (arguments->order != NULL ? arguments->order : "havens-bezdek", &choices->order, error)
         && (arguments->output == NULL || dg_cli_check_figure_path (arguments->output, error));
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x < y) - (x > y);
}

static void
add_size (Choices *choices, guint size)
{
  for (guint i = 0; i < choices->sizes->len; i++)
    if (g_array_index (choices->sizes, guint, i) == size)
      return;
  g_array_append_val (choices->sizes, size);
  g_array_sort (choices->sizes, compare_sizes);
}

static gboolean
choose_sizes (Choices *choices, const Arguments *arguments, gsize n, GError **error)
{
  const char *list = arguments->sizes != NULL ? arguments->sizes : arguments->interval;
  g_autofree guint *numbers = NULL;
  gsize n_numbers = 0;

  choices->sizes = g_array_new (FALSE, FALSE, sizeof (guint));
  if (list != NULL && (numbers = dg_list_parse_sizes (list, &n_numbers, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < n_numbers; i++)
    add_size (choices, arguments->sizes != NULL ? numbers[i] : (n + numbers[i] - 1) / numbers[i]);
  if (arguments->accept != NOT_GIVEN)
    add_size (choices, arguments->accept);
  for (gsize i = 0; list == NULL && arguments->accept == NOT_GIVEN && i < G_N_ELEMENTS (usual_shares); i++)
    add_size (choices, MAX (n / usual_shares[i], 1));
  for (guint i = 0; i < choices->sizes->len; i++)
    {
      choices->options.count = g_array_index (choices->sizes, guint, i);
      if (!dg_reduction_options_check (&choices->options, n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
choose_place (Choices *choices, DgRun *run, const Arguments *arguments, GError **error)
{
  gsize n_epochs, n_layers;
  const guint *epochs = dg_run_get_epochs (run, &n_epochs);
  const DgRunLayer *layers = dg_run_get_layers (run, &n_layers);

  if (n_epochs == 0)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("the run “%s” has no saved epoch yet"), dg_run_get_name (run));
      return FALSE;
    }
  choices->epoch = arguments->epoch != NOT_GIVEN ? (guint) arguments->epoch : epochs[n_epochs - 1];
  choices->layer = g_strdup (arguments->layer != NULL ? arguments->layer : layers[n_layers - 1].name);
  return TRUE;
}

/* (element-type DgReductionTrial) one for each size */
static GPtrArray *
try_sizes (const Choices *choices, DgReductionBase *base, DgParallel *team, GError **error)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_reduction_trial_unref);

  for (guint i = 0; i < choices->sizes->len; i++)
    {
      DgReductionOptions options = choices->options;
      DgReductionTrial *trial;

      options.count = g_array_index (choices->sizes, guint, i);
      trial = dg_reduction_trial_new (base, &options, team, NULL, error);
      if (trial == NULL)
        return NULL;
      g_ptr_array_add (trials, trial);
    }
  return g_steal_pointer (&trials);
}

static gboolean
write_figure (const Arguments *arguments, const Choices *choices, DgRun *run, GPtrArray *trials, GError **error)
{
  g_autoptr (DgFigure) figure = NULL;

  if (arguments->output == NULL)
    return TRUE;
  figure = dg_reduction_figure_new (run, (DgReductionTrial *const *) trials->pdata, trials->len);
  figure->palette = choices->palette;
  return dg_cli_write_figure (figure, arguments->output,
                              arguments->cell != NOT_GIVEN ? arguments->cell : DEFAULT_CELL, error);
}

static gboolean
accept (const Arguments *arguments, DgRun *run, GPtrArray *trials, GError **error)
{
  for (guint i = 0; i < trials->len; i++)
    {
      const DgReductionTrial *trial = trials->pdata[i];

      if (trial->subset->n == (gsize) arguments->accept)
        return dg_run_accept_subset (run, trial->subset, error);
    }
  return TRUE;
}

static void
print_subset (const Arguments *arguments, DgRun *run)
{
  const DgSubset *subset = dg_run_get_subset (run);
  g_autofree char *words = subset != NULL ? dg_words_subset (subset) : NULL;

  if (words == NULL)
    return;
  if (arguments->accept != NOT_GIVEN)
    g_print (_("\n%s: figures and the window show these alone; --reset shows all again\n"), words);
  else
    g_print (_("\nshown now: %s\n"), words);
}

static gboolean
reduce (const Arguments *arguments, DgRun *run, Choices *choices, GError **error)
{
  g_autoptr (DgParallel) team = dg_parallel_new (0);
  g_autoptr (DgReductionBase) base = NULL;
  g_autoptr (GPtrArray) trials = NULL;
  DgReductionTrial *const *list;
  g_autofree char *text = NULL;

  if (!choose_place (choices, run, arguments, error)
      || !choose_sizes (choices, arguments, dg_run_get_n_samples (run), error))
    return FALSE;
  base = dg_reduction_base_new (run, choices->layer, choices->epoch, choices->order, team, NULL, error);
  trials = base != NULL ? try_sizes (choices, base, team, error) : NULL;
  if (trials == NULL || !write_figure (arguments, choices, run, trials, error)
      || !accept (arguments, run, trials, error))
    return FALSE;
  list = (DgReductionTrial *const *) trials->pdata;
  text = arguments->json ? dg_cli_format_reduction_json (run, base, list, trials->len, dg_run_get_subset (run))
                         : dg_cli_format_reduction (base, list, trials->len);
  g_print ("%s%s", text, arguments->json ? "\n" : "");
  if (!arguments->json)
    print_subset (arguments, run);
  return TRUE;
}

/* A choice that cannot be read, with which no run is opened, is taken back like any other. */
static gboolean
reset (GFile *folder, GError **error)
{
  g_autoptr (DgRun) run = NULL;
  g_autofree char *all = NULL;

  if (dg_run_is_at (folder) && !dg_subset_remove (g_file_peek_path (folder), error))
    return FALSE;
  run = dg_run_open (folder, NULL, error);
  if (run == NULL)
    return FALSE;
  all = dg_words_count (dg_run_get_n_samples (run));
  g_print (_("All %s samples are shown\n"), all);
  return TRUE;
}

static gboolean
run_command (const Arguments *arguments, const char *path, GError **error)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (DgRun) run = NULL;

  if (arguments->reset)
    return reset (folder, error);
  if (!choose_method (&choices, arguments, error))
    return FALSE;
  run = dg_run_open (folder, NULL, error);
  return run != NULL && reduce (arguments, run, &choices, error);
}

int
dg_cli_reduce (int argc, char **argv)
{
  g_auto (Arguments) arguments = { .epoch = NOT_GIVEN, .clusters = NOT_GIVEN, .blocks = NOT_GIVEN, .cell = NOT_GIVEN,
                                .accept = NOT_GIVEN };
  g_autoptr (GError) error = NULL;

  if (!parse_arguments (&arguments, argc, &argv) || !check_arguments (&arguments))
    return DG_CLI_USAGE;
  if (!run_command (&arguments, argv[1], &error))
    return dg_cli_fail (COMMAND, error->message);
  return DG_CLI_OK;
}
