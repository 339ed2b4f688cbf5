/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/commands.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/common.h"
#include "cli/progress.h"
#include "cli/train-arguments.h"
#include "explorer/words.h"
#include "run/recorder.h"

#define COMMAND "train"

typedef struct
{
  DgRecorder *recorder;
  const char *folder;
  GMainLoop *loop;
  gsize n_printed; /* rows of metrics */
  int signal;      /* that asked to stop, or 0 */
} Session;

/* Squared errors of pixels are much smaller numbers than log-likelihoods. */
static char *
describe_epoch (const DgEpochMetrics *row, guint epochs)
{
  if (isnan (row->test_accuracy))
    return g_strdup_printf (_("epoch %u of %u: training loss %.5f; test loss %.5f; %.2f s"), row->epoch, epochs,
                            row->train_loss, row->test_loss, row->seconds);
  return g_strdup_printf (
    _("epoch %u of %u: training loss %.4f, accuracy %.2f %%; test loss %.4f, accuracy %.2f %%; %.2f s"), row->epoch,
    epochs, row->train_loss, 100 * row->train_accuracy, row->test_loss, 100 * row->test_accuracy, row->seconds);
}

static void
print_metrics (Session *self, DgRun *run)
{
  guint epochs = dg_recorder_get_progress (self->recorder).epochs;
  gsize n;
  const DgEpochMetrics *metrics = dg_run_get_metrics (run, &n);

  for (; self->n_printed < n; self->n_printed++)
    {
      g_autofree char *line = describe_epoch (&metrics[self->n_printed], epochs);

      dg_cli_progress_clear ();
      g_print ("%s\n", line);
    }
}

static void
metrics_changed_cb (DgRun *run, gpointer data)
{
  print_metrics (data, run);
}

static void
run_made_cb (DgRecorder *recorder, GParamSpec *pspec, gpointer data)
{
  Session *self = data;
  DgRun *run = dg_recorder_get_run (recorder);

  if (run == NULL)
    return;
  dg_run_get_metrics (run, &self->n_printed); /* those of a resumed run were printed when they came */
  g_signal_connect (run, "metrics-changed", G_CALLBACK (metrics_changed_cb), self);
}

/* " · test accuracy 98.55 %", or the loss where there is none, of the last finished epoch, if there is one. */
static char *
describe_last (DgRecorder *recorder)
{
  DgRun *run = dg_recorder_get_run (recorder);
  gsize n = 0;
  const DgEpochMetrics *metrics = run != NULL ? dg_run_get_metrics (run, &n) : NULL;

  if (n == 0)
    return g_strdup ("");
  if (isnan (metrics[n - 1].test_accuracy))
    return g_strdup_printf (_(" · test loss %.5f"), metrics[n - 1].test_loss);
  return g_strdup_printf (_(" · test accuracy %.2f %%"), 100 * metrics[n - 1].test_accuracy);
}

static char *
describe_time_left (double seconds)
{
  g_autofree char *duration = dg_cli_format_duration (seconds);

  return seconds >= 0 ? g_strdup_printf (_(" · %s left"), duration) : g_strdup ("");
}

static void
progress_cb (DgRecorder *recorder, gpointer data)
{
  DgRecorderProgress progress = dg_recorder_get_progress (recorder);
  const DgTrainerProgress *trainer = &progress.trainer;
  double fraction = trainer->n_batches > 0 ? (double) trainer->batch / (double) trainer->n_batches : 0;
  g_autofree char *last = describe_last (recorder);
  g_autofree char *rate = dg_words_count ((gsize) MAX (trainer->images_per_second, 0));
  g_autofree char *left = describe_time_left (progress.seconds_left);
  g_autofree char *text = NULL;

  if (trainer->epoch == 0 || progress.epochs == 0)
    return;
  text = g_strdup_printf (_("epoch %u of %u%s · %s images/s%s"), trainer->epoch, progress.epochs, last, rate,
                          left);
  dg_cli_progress_show ((trainer->epoch - 1 + fraction) / progress.epochs, text);
}

static void
warned_cb (DgRecorder *recorder, const char *message, gpointer data)
{
  dg_cli_progress_clear ();
  g_printerr ("diagonal %s: %s\n", COMMAND, message);
}

static void
ended_cb (DgRecorder *recorder, gpointer data)
{
  Session *self = data;

  g_main_loop_quit (self->loop);
}

static gboolean
interrupted (Session *self, int signal)
{
  self->signal = signal;
  dg_recorder_stop (self->recorder);
  return G_SOURCE_CONTINUE;
}

static gboolean
interrupt_cb (gpointer data)
{
  return interrupted (data, SIGINT);
}

static gboolean
terminate_cb (gpointer data)
{
  return interrupted (data, SIGTERM);
}

static int
report (Session *self)
{
  const GError *error = dg_recorder_get_error (self->recorder);
  g_autofree char *quoted = g_shell_quote (self->folder);

  dg_cli_progress_clear ();
  switch (dg_recorder_get_state (self->recorder))
    {
    case DG_RECORDER_FINISHED:
      g_print (_("The run is in %s"), self->folder);
      g_print ("\n");
      return DG_CLI_OK;
    case DG_RECORDER_STOPPED:
      g_printerr (_("Stopped. To go on from the last finished epoch: diagonal train --run %s --resume"),
                  quoted);
      g_printerr ("\n");
      return self->signal != 0 ? 128 + self->signal : DG_CLI_FAILED;
    default:
      return dg_cli_fail (COMMAND, error != NULL ? error->message : _("training has failed"));
    }
}

static int
record (DgRecorder *recorder, const char *folder)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Session self = { recorder, folder, loop, 0, 0 };
  guint interrupt = g_unix_signal_add (SIGINT, interrupt_cb, &self);
  guint terminate = g_unix_signal_add (SIGTERM, terminate_cb, &self);
  DgRun *run;

  g_signal_connect (recorder, "notify::run", G_CALLBACK (run_made_cb), &self);
  g_signal_connect (recorder, "progress", G_CALLBACK (progress_cb), &self);
  g_signal_connect (recorder, "warned", G_CALLBACK (warned_cb), &self);
  g_signal_connect (recorder, "ended", G_CALLBACK (ended_cb), &self);
  dg_recorder_start (recorder);
  g_main_loop_run (loop);

  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_signal_handlers_disconnect_by_data (recorder, &self);
  run = dg_recorder_get_run (recorder);
  if (run != NULL)
    {
      print_metrics (&self, run);
      g_signal_handlers_disconnect_by_data (run, &self);
    }
  return report (&self);
}

int
dg_cli_train (int argc, char **argv)
{
  g_auto (DgTrainArguments) arguments;
  int status = dg_train_arguments_parse (argc, argv, &arguments);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (DgRecorder) recorder = NULL;

  if (status != DG_CLI_OK)
    return status;
  folder = g_file_new_for_path (arguments.run);
  if (arguments.options != NULL)
    recorder = dg_recorder_new (folder, arguments.options);
  else
    recorder = dg_recorder_new_resume (folder, arguments.epochs);
  return record (recorder, arguments.run);
}
