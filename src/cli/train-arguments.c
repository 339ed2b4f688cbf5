/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/train-arguments.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/parallel.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "explorer/list.h"
#include "run/epoch-list.h"

#define COMMAND "train"
#define MAX_EPOCHS 100000
#define NOT_GIVEN G_MININT64

/* As typed: NULL and NOT_GIVEN where not given. */
typedef struct
{
  char *run, *data, *network, *save, *layers, *optimizer, *learning_rate, *momentum, *beta1, *beta2, *epsilon, *noise;
  gint64 epochs, analysis, seed, batch, threads;
  gboolean resume;
} Arguments;

static void
arguments_init (Arguments *self)
{
  *self = (Arguments){ NULL };
  self->epochs = self->analysis = self->seed = self->batch = self->threads = NOT_GIVEN;
}

static void
arguments_clear (Arguments *self)
{
  g_free (self->run);
  g_free (self->data);
  g_free (self->network);
  g_free (self->save);
  g_free (self->layers);
  g_free (self->optimizer);
  g_free (self->learning_rate);
  g_free (self->momentum);
  g_free (self->beta1);
  g_free (self->beta2);
  g_free (self->epsilon);
  g_free (self->noise);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "run", 'r', 0, G_OPTION_ARG_FILENAME, &self->run, N_("Folder to write; it must not hold a run yet"),
      N_("RUN") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data,
      N_("Folder of images, or “digits” for the built-in drawn digits (default)"), N_("DIR|digits") },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &self->network,
      N_("Network: lenet5 (default), mlp, vgg, autoencoder, conv-autoencoder, or a file that describes one"),
      N_("NAME|FILE") },
    { "epochs", 'e', 0, G_OPTION_ARG_INT64, &self->epochs, N_("Epochs to train in all (default 20)"),
      N_("N") },
    { "save", 's', 0, G_OPTION_ARG_STRING, &self->save,
      N_("Epochs to keep: 1,2,10, 1-20 or all (default 1, 2, 10, 100 and the last)"), N_("LIST") },
    { "analysis", 'n', 0, G_OPTION_ARG_INT64, &self->analysis,
      N_("Test images in the analysis set (default 1000)"), N_("N") },
    { "layers", 'l', 0, G_OPTION_ARG_STRING, &self->layers,
      N_("Modules whose outputs are kept, or all (default: the last of each block)"), N_("LIST") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed,
      N_("Seed of weights, shuffling, noise and analysis set (default 1)"), N_("S") },
    { "batch", 'b', 0, G_OPTION_ARG_INT64, &self->batch, N_("Images in a mini-batch (default 64)"), N_("B") },
    { "optimizer", 'o', 0, G_OPTION_ARG_STRING, &self->optimizer,
      N_("sgd (default), or adam (default for networks that reconstruct their images)"), N_("sgd|adam") },
    { "learning-rate", 0, 0, G_OPTION_ARG_STRING, &self->learning_rate,
      N_("Learning rate (default 0.01 of sgd, 0.001 of adam)"), N_("R") },
    { "momentum", 0, 0, G_OPTION_ARG_STRING, &self->momentum, N_("Momentum of sgd (default 0.9)"), N_("M") },
    { "beta1", 0, 0, G_OPTION_ARG_STRING, &self->beta1, N_("Decay of adam's mean gradient (default 0.9)"), N_("B") },
    { "beta2", 0, 0, G_OPTION_ARG_STRING, &self->beta2, N_("Decay of adam's mean square (default 0.999)"), N_("B") },
    { "epsilon", 0, 0, G_OPTION_ARG_STRING, &self->epsilon, N_("Added to adam's divisor (default 1e-8)"), N_("E") },
    { "noise", 0, 0, G_OPTION_ARG_STRING, &self->noise,
      N_("Standard deviation of the noise added to training images whose pixels go from 0 to 1 (default 0.3)"),
      N_("SIGMA") },
    { "threads", 't', 0, G_OPTION_ARG_INT64, &self->threads, N_("Threads (default: one for each processor)"),
      N_("T") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &self->resume,
      N_("Go on from the last finished epoch of the run; --epochs may extend it"), NULL },
    { NULL },
  };

  return dg_cli_parse (
    &argc, &argv, entries, NULL, _("Trains a network and keeps what its layers put out."),
    _("An interrupted run is complete up to its last finished epoch; --resume goes on from there."),
    0);
}

static gboolean
check_whole (const char *name, gint64 value, gint64 minimum, gint64 maximum)
{
  g_autofree char *message = NULL;

  if (value == NOT_GIVEN || (value >= minimum && value <= maximum))
    return TRUE;
  message = g_strdup_printf (_("%s cannot be %ld"), name, (long) value);
  dg_cli_misuse (COMMAND, message);
  return FALSE;
}

/* @text: (nullable): a number from @minimum on and below @maximum */
static gboolean
check_fraction (const char *name, const char *text, double minimum, double maximum)
{
  g_autofree char *message = NULL;
  char *end;
  double value;

  if (text == NULL)
    return TRUE;
  value = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && value >= minimum && value < maximum)
    return TRUE;
  message = g_strdup_printf (_("%s cannot be “%s”"), name, text);
  dg_cli_misuse (COMMAND, message);
  return FALSE;
}

static gboolean
is_only_resuming (const Arguments *self)
{
  return self->data == NULL && self->network == NULL && self->save == NULL && self->layers == NULL &&
         self->optimizer == NULL && self->learning_rate == NULL && self->momentum == NULL && self->beta1 == NULL &&
         self->beta2 == NULL && self->epsilon == NULL && self->noise == NULL &&
         self->analysis == NOT_GIVEN && self->seed == NOT_GIVEN && self->batch == NOT_GIVEN &&
         self->threads == NOT_GIVEN;
}

/* Says on stderr what is missing or out of range. */
static gboolean
check_arguments (const Arguments *self)
{
  if (self->run == NULL)
    {
      dg_cli_misuse (COMMAND, _("--run RUN is missing"));
      return FALSE;
    }
  if (self->resume && !is_only_resuming (self))
    {
      dg_cli_misuse (COMMAND, _("--resume goes on with a run as it was made: only --epochs is taken with it"));
      return FALSE;
    }
  return check_whole ("--epochs", self->epochs, 1, MAX_EPOCHS) &&
         check_whole ("--analysis", self->analysis, 1, G_MAXINT) &&
         check_whole ("--seed", self->seed, 0, G_MAXINT64) &&
         check_whole ("--batch", self->batch, 1, 1 << 20) &&
         check_whole ("--threads", self->threads, 0, DG_PARALLEL_MAX_THREADS) &&
         check_fraction ("--learning-rate", self->learning_rate, G_MINFLOAT, G_MAXFLOAT) &&
         check_fraction ("--momentum", self->momentum, 0, 1) &&
         check_fraction ("--beta1", self->beta1, 0, 1) && check_fraction ("--beta2", self->beta2, 0, 1) &&
         check_fraction ("--epsilon", self->epsilon, G_MINFLOAT, G_MAXFLOAT) &&
         check_fraction ("--noise", self->noise, 0, G_MAXFLOAT);
}

/* The text of a description, if @network is a file; else the name of a built-in one. */
static char *
read_network (const char *network, GError **error)
{
  char *text;

  if (!g_file_test (network, G_FILE_TEST_IS_REGULAR))
    return g_strdup (network);
  return g_file_get_contents (network, &text, NULL, error) ? text : NULL;
}

static guint *
read_save (const char *save, guint n_epochs, gsize *n, GError **error)
{
  g_autofree guint *all = g_new (guint, n_epochs);

  for (guint i = 0; i < n_epochs; i++)
    all[i] = i + 1;
  return dg_epoch_list_parse (save, all, n_epochs, n, error);
}

static void
set_float (const char *text, float *value)
{
  if (text != NULL)
    *value = (float) g_ascii_strtod (text, NULL);
}

/* Numbers of the other optimiser are refused: they would change nothing. */
static gboolean
check_optimizer_options (const Arguments *self, DgOptimizerKind kind, GError **error)
{
  const struct
  {
    const char *name, *text;
    DgOptimizerKind kind;
  } options[] = {
    { "--momentum", self->momentum, DG_OPTIMIZER_SGD },
    { "--beta1", self->beta1, DG_OPTIMIZER_ADAM },
    { "--beta2", self->beta2, DG_OPTIMIZER_ADAM },
    { "--epsilon", self->epsilon, DG_OPTIMIZER_ADAM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].text != NULL && options[i].kind != kind)
      {
        g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("%s is an option of %s, but the network is trained by %s"),
                     options[i].name, dg_optimizer_kind_get_name (options[i].kind), dg_optimizer_kind_get_name (kind));
        return FALSE;
      }
  return TRUE;
}

/* What the network is trained by where nothing else is said, with what is said. */
static gboolean
set_optimizer (const Arguments *self, DgRunOptions *options, GError **error)
{
  DgTrainerOptions *training = &options->training;

  if (!dg_run_options_set_optimizer (options, self->optimizer, error))
    return FALSE;
  set_float (self->learning_rate, &training->learning_rate);
  set_float (self->momentum, &training->momentum);
  set_float (self->beta1, &training->beta1);
  set_float (self->beta2, &training->beta2);
  set_float (self->epsilon, &training->epsilon);
  return check_optimizer_options (self, training->optimizer, error);
}

static DgRunOptions *
make_options (const Arguments *self, GError **error)
{
  g_autoptr (DgRunOptions) options = dg_run_options_new ();

  if (self->data != NULL)
    {
      g_free (options->data);
      options->data = g_strdup (self->data);
    }
  if (self->network != NULL)
    {
      char *network = read_network (self->network, error);

      if (network == NULL)
        return NULL;
      g_free (options->network);
      options->network = network;
    }
  if (!set_optimizer (self, options, error))
    return NULL;
  if (self->epochs != NOT_GIVEN)
    options->epochs = (guint) self->epochs;
  if (self->save != NULL)
    {
      options->save = read_save (self->save, options->epochs, &options->n_save, error);
      if (options->save == NULL)
        return NULL;
    }
  if (self->layers != NULL)
    {
      options->layers = dg_list_parse_names (self->layers, error);
      if (options->layers == NULL)
        return NULL;
    }
  if (self->analysis != NOT_GIVEN)
    options->analysis = (gsize) self->analysis;
  if (self->seed != NOT_GIVEN)
    options->training.seed = (guint64) self->seed;
  if (self->batch != NOT_GIVEN)
    options->training.batch_size = (guint) self->batch;
  if (self->threads != NOT_GIVEN)
    options->threads = (guint) self->threads;
  set_float (self->noise, &options->training.noise);
  return g_steal_pointer (&options);
}

int
dg_train_arguments_parse (int argc, char **argv, DgTrainArguments *self)
{
  g_auto (Arguments) arguments;
  g_autoptr (GError) error = NULL;

  *self = (DgTrainArguments){ NULL };
  arguments_init (&arguments);
  if (!parse_arguments (&arguments, argc, argv) || !check_arguments (&arguments))
    return DG_CLI_USAGE;
  self->run = g_strdup (arguments.run);
  self->epochs = arguments.epochs != NOT_GIVEN ? (guint) arguments.epochs : 0;
  if (arguments.resume)
    return DG_CLI_OK;
  self->options = make_options (&arguments, &error);
  return self->options != NULL ? DG_CLI_OK : dg_cli_fail (COMMAND, error->message);
}

void
dg_train_arguments_clear (DgTrainArguments *self)
{
  g_clear_pointer (&self->run, g_free);
  g_clear_pointer (&self->options, dg_run_options_free);
}
