/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/common.h"
#include "cli/text-width.h"
#include "explorer/unit-words.h"
#include "explorer/words.h"
#include "run/epoch-list.h"
#include "run/json-builder.h"
#include "run/run.h"

#define COMMAND "info"

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_layers (JsonBuilder *builder, DgRun *run)
{
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (run, &n);

  begin_array (builder, "layers");
  for (gsize i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      dg_json_add_string (builder, "name", layers[i].name);
      dg_json_add_sizes (builder, "shape", layers[i].shape, layers[i].n_dims);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The modules whose weights the run holds, with the shape of what one unit weighs. */
static void
add_weights (JsonBuilder *builder, DgRun *run)
{
  gsize n;
  const DgUnits *modules = dg_run_get_units (run, &n);

  begin_array (builder, "weights");
  for (gsize i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      dg_json_add_string (builder, "name", modules[i].module);
      dg_json_add_string (builder, "kind", modules[i].are_filters ? "filters" : "units");
      dg_json_add_int (builder, "units", (gint64) modules[i].n_units);
      dg_json_add_sizes (builder, "shape", modules[i].shape, modules[i].n_dims);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_classes (JsonBuilder *builder, DgRun *run)
{
  begin_array (builder, "classes");
  for (guint i = 0; i < dg_run_get_n_classes (run); i++)
    json_builder_add_string_value (builder, dg_run_get_class_name (run, i));
  json_builder_end_array (builder);
}

/* The images' size is null where there are none. */
static void
add_answers (JsonBuilder *builder, DgRun *run)
{
  guint height, width, channels;

  json_builder_set_member_name (builder, "labels");
  json_builder_add_boolean_value (builder, dg_run_get_labels (run) != NULL);
  json_builder_set_member_name (builder, "predictions");
  json_builder_add_boolean_value (builder, dg_run_has_predictions (run));
  json_builder_set_member_name (builder, "log_likelihoods");
  json_builder_add_boolean_value (builder, dg_run_has_log_likelihood (run));
  json_builder_set_member_name (builder, "image_size");
  if (!dg_run_get_image_size (run, &height, &width, &channels))
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, height);
  json_builder_add_int_value (builder, width);
  json_builder_add_int_value (builder, channels);
  json_builder_end_array (builder);
}

static void
add_metrics (JsonBuilder *builder, DgRun *run)
{
  gsize n;
  const DgEpochMetrics *metrics = dg_run_get_metrics (run, &n);

  begin_array (builder, "metrics");
  for (gsize i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      dg_json_add_int (builder, "epoch", metrics[i].epoch);
      dg_json_add_double (builder, "train_loss", metrics[i].train_loss);
      dg_json_add_double (builder, "train_accuracy", metrics[i].train_accuracy);
      dg_json_add_double (builder, "test_loss", metrics[i].test_loss);
      dg_json_add_double (builder, "test_accuracy", metrics[i].test_accuracy);
      dg_json_add_double (builder, "seconds", metrics[i].seconds);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What the run was made with; null for activations from elsewhere. */
static void
add_options (JsonBuilder *builder, const DgRunOptions *options)
{
  json_builder_set_member_name (builder, "options");
  if (options == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  dg_json_add_string (builder, "data", options->data);
  dg_json_add_string (builder, "network", options->network);
  dg_json_add_int (builder, "epochs", options->epochs);
  dg_json_add_uints (builder, "save", options->save, options->n_save);
  dg_json_add_int (builder, "analysis", (gint64) options->analysis);
  dg_json_add_int (builder, "seed", (gint64) options->training.seed);
  dg_json_add_int (builder, "batch", options->training.batch_size);
  dg_json_add_string (builder, "optimizer", dg_optimizer_kind_get_name (options->training.optimizer));
  dg_json_add_float (builder, "learning_rate", options->training.learning_rate);
  if (options->training.optimizer == DG_OPTIMIZER_ADAM)
    {
      dg_json_add_float (builder, "beta1", options->training.beta1);
      dg_json_add_float (builder, "beta2", options->training.beta2);
      dg_json_add_float (builder, "epsilon", options->training.epsilon);
    }
  else
    dg_json_add_float (builder, "momentum", options->training.momentum);
  dg_json_add_float (builder, "noise", options->training.noise);
  json_builder_end_object (builder);
}

/* What is kept of the analysis set; null where that is all. */
static void
add_subset (JsonBuilder *builder, const DgSubset *subset)
{
  json_builder_set_member_name (builder, "subset");
  if (subset == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  dg_json_add_string (builder, "method", dg_reduction_method_to_string (subset->origin.method));
  dg_json_add_string (builder, "layer", subset->origin.layer);
  dg_json_add_int (builder, "epoch", subset->origin.epoch);
  dg_json_add_int (builder, "samples", (gint64) subset->n);
  json_builder_end_object (builder);
}

static char *
make_json (DgRun *run)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  /* JSON is UTF-8, which names of files need not be */
  g_autofree char *folder = g_filename_display_name (g_file_peek_path (dg_run_get_folder (run)));
  gsize n_epochs;
  const guint *epochs = dg_run_get_epochs (run, &n_epochs);

  json_builder_begin_object (builder);
  dg_json_add_string (builder, "name", dg_run_get_name (run));
  dg_json_add_string (builder, "folder", folder);
  dg_json_add_string (builder, "dataset", dg_run_get_dataset_name (run));
  dg_json_add_int (builder, "samples", (gint64) dg_run_get_n_samples (run));
  dg_json_add_int (builder, "samples_of", (gint64) dg_run_get_n_dataset (run));
  add_subset (builder, dg_run_get_subset (run));
  add_classes (builder, run);
  add_answers (builder, run);
  add_layers (builder, run);
  add_weights (builder, run);
  dg_json_add_uints (builder, "epochs", epochs, n_epochs);
  add_metrics (builder, run);
  add_options (builder, dg_run_get_options (run));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

/* A label in a column of its own, then the value. */
static void
print_line (const char *label, const char *value)
{
  int padding = MAX (14 - (int) dg_cli_text_width (label), 1);

  g_print ("%s%*s%s\n", label, padding, "", value);
}

static void
print_layers (DgRun *run)
{
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *shape = dg_words_shape (layers[i].shape, layers[i].n_dims);
      g_autofree char *line = g_strdup_printf ("%s  %s", layers[i].name, shape);

      print_line (i == 0 ? _("layers") : "", line);
    }
}

/* "Adam, learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-08" */
static char *
describe_optimizer (const DgTrainerOptions *options)
{
  if (options->optimizer == DG_OPTIMIZER_ADAM)
    return g_strdup_printf (_("Adam, learning rate %g, β₁ %g, β₂ %g, ε %g"), options->learning_rate, options->beta1,
                            options->beta2, options->epsilon);
  return g_strdup_printf (_("SGD, learning rate %g, momentum %g"), options->learning_rate, options->momentum);
}

static void
print_weights (DgRun *run)
{
  gsize n;
  const DgUnits *modules = dg_run_get_units (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *count = dg_unit_words_count (&modules[i]);
      g_autofree char *shape = dg_unit_words_shape (&modules[i]);
      /* Translators: a module, how many units it has, what one of them weighs */
      g_autofree char *line = g_strdup_printf (_("%s  %s of %s"), modules[i].module, count, shape);

      print_line (i == 0 ? _("weights") : "", line);
    }
}

static void
print_answers (DgRun *run)
{
  guint height, width, channels, n_classes = dg_run_get_n_classes (run);
  g_autofree char *classes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u class", "%u classes", n_classes), n_classes);

  print_line (_("labels"), dg_run_get_labels (run) != NULL ? classes : _("none"));
  print_line (_("predictions"), dg_run_has_log_likelihood (run) ? _("log-likelihoods")
                                : dg_run_has_predictions (run)  ? _("classes alone")
                                                                : _("none"));
  if (dg_run_get_image_size (run, &height, &width, &channels))
    {
      g_autofree char *size = g_strdup_printf (channels == 1 ? _("%u × %u, grey") : _("%u × %u, in colour"), height, width);

      print_line (_("images"), size);
    }
  else
    print_line (_("images"), _("none"));
}

static void
print_options (const DgRunOptions *options)
{
  g_autofree char *seed = NULL;
  g_autofree char *optimizer = NULL;
  g_autofree char *text = NULL;

  if (options == NULL)
    return;
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, options->training.seed);
  optimizer = describe_optimizer (&options->training);
  text = g_strdup_printf (ngettext ("seed %s, batch %u, %s, noise %g, %u epoch",
                                    "seed %s, batch %u, %s, noise %g, %u epochs", options->epochs),
                          seed, options->training.batch_size, optimizer, options->training.noise, options->epochs);
  print_line (_("training"), text);
}

static char *
describe_epoch (DgRun *run, const DgEpochMetrics *row)
{
  const char *saved = dg_run_has_epoch (run, row->epoch) ? _("   saved") : "";

  if (isnan (row->test_accuracy))
    return g_strdup_printf (_("%4u  training %.5f   test %.5f   %.2f s%s"), row->epoch, row->train_loss,
                            row->test_loss, row->seconds, saved);
  return g_strdup_printf (_("%4u  training %.2f %%, loss %.4f   test %.2f %%, loss %.4f   %.2f s%s"), row->epoch,
                          100 * row->train_accuracy, row->train_loss, 100 * row->test_accuracy, row->test_loss,
                          row->seconds, saved);
}

static void
print_metrics (DgRun *run)
{
  gsize n;
  const DgEpochMetrics *metrics = dg_run_get_metrics (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *line = describe_epoch (run, &metrics[i]);
      const char *label = isnan (metrics[i].test_accuracy) ? _("squared error") : _("accuracy");

      print_line (i == 0 ? label : "", line);
    }
}

static void
print_text (DgRun *run)
{
  g_autofree char *folder = g_file_get_path (dg_run_get_folder (run));
  g_autofree char *samples = dg_words_samples (run);
  gsize n_epochs;
  const guint *epochs = dg_run_get_epochs (run, &n_epochs);
  g_autofree char *list = dg_epoch_list_to_string (epochs, n_epochs);

  print_line (_("run"), folder);
  if (dg_run_get_dataset_name (run) != NULL)
    print_line (_("dataset"), dg_words_dataset (run));
  print_line (_("analysis set"), samples);
  print_options (dg_run_get_options (run));
  print_line (_("saved epochs"), n_epochs > 0 ? list : _("none yet"));
  print_answers (run);
  print_layers (run);
  print_weights (run);
  print_metrics (run);
}

int
dg_cli_info (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_("As JSON, for programs"), NULL },
    { NULL },
  };
  g_autoptr (GFile) folder = NULL;
  g_autoptr (DgRun) run = NULL;
  g_autoptr (GError) error = NULL;

  if (!dg_cli_parse (&argc, &argv, entries, _("RUN"), _("Says what a run holds."), NULL, 1))
    return DG_CLI_USAGE;
  folder = g_file_new_for_path (argv[1]);
  run = dg_run_open (folder, NULL, &error);
  if (run == NULL)
    return dg_cli_fail (COMMAND, error->message);
  if (json)
    {
      g_autofree char *text = make_json (run);

      g_print ("%s\n", text);
    }
  else
    print_text (run);
  return DG_CLI_OK;
}
