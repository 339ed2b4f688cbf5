/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/progress-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "explorer/words.h"

#define SEPARATOR " · "

/* The epoch that ended last; NULL before the first. */
static const DgEpochMetrics *
get_last (DgRun *run)
{
  gsize n = 0;
  const DgEpochMetrics *metrics = run != NULL ? dg_run_get_metrics (run, &n) : NULL;

  return n > 0 ? &metrics[n - 1] : NULL;
}

/* Or the loss, where the network does not tell classes. */
static void
append_accuracy (GString *text, DgRun *run)
{
  const DgEpochMetrics *last = get_last (run);

  if (last != NULL && isfinite (last->test_accuracy))
    g_string_append_printf (text, _(" · %.2f %% test"), last->test_accuracy * 100);
  else if (last != NULL && isfinite (last->test_loss))
    g_string_append_printf (text, _(" · test loss %.4f"), last->test_loss);
}

/* Numbers that count up keep the width of the last one, a figure space for each digit: the line does not tremble. */
static char *
pad_number (gsize number, gsize largest)
{
  g_autofree char *widest = dg_words_count (largest);
  g_autofree char *digits = dg_words_count (number);
  GString *text = g_string_new (NULL);

  for (const char *at = widest; strlen (at) > strlen (digits); at = g_utf8_next_char (at))
    g_string_append_unichar (text, g_ascii_isdigit (*at) ? 0x2007 : g_utf8_get_char (at));
  g_string_append (text, digits);
  return g_string_free (text, FALSE);
}

static char *
describe_training (const DgRecorderProgress *progress, DgRun *run, gboolean paused)
{
  const DgTrainerProgress *trainer = &progress->trainer;
  GString *text = g_string_new (paused ? _("Paused") : NULL);
  g_autofree char *batch = pad_number (trainer->batch, trainer->n_batches);
  g_autofree char *n_batches = dg_words_count (trainer->n_batches);

  g_string_append (text, paused ? SEPARATOR : "");
  g_string_append_printf (text, _("epoch %u of %u"), MAX (trainer->epoch, 1), progress->epochs);
  if (trainer->n_batches > 0)
    g_string_append_printf (text, _(" · batch %s of %s"), batch, n_batches);
  append_accuracy (text, run);
  if (trainer->images_per_second >= 1 && !paused)
    {
      /* Three digits: the others change ten times a second and mean nothing. */
      double step = pow (10, MAX (0, floor (log10 (trainer->images_per_second)) - 2));
      g_autofree char *rate = dg_words_count (round (trainer->images_per_second / step) * step);

      g_string_append_printf (text, _(" · %s images/s"), rate);
    }
  if (progress->seconds_left >= 0 && !paused)
    {
      g_autofree char *left = dg_progress_words_duration (progress->seconds_left);

      g_string_append_printf (text, _(" · %s left"), left);
    }
  return g_string_free (text, FALSE);
}

/* @ended: it was trained here; one that is opened may be trained elsewhere at this time. */
static char *
describe_run (DgRun *run, gboolean ended)
{
  const DgEpochMetrics *last = get_last (run);
  const DgRunOptions *options = dg_run_get_options (run);
  const char *dataset = dg_words_dataset (run);
  GString *text = g_string_new (dataset != NULL ? dataset : NULL);
  gsize n_saved;
  guint n_epochs;

  dg_run_get_epochs (run, &n_saved);
  n_epochs = last != NULL ? last->epoch : n_saved;
  g_string_append (text, dataset != NULL ? SEPARATOR : "");
  if (options != NULL && n_epochs < options->epochs)
    g_string_append_printf (text, ended ? _("stopped after epoch %u of %u") : _("epoch %u of %u"), n_epochs,
                            options->epochs);
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", n_epochs), n_epochs);
  append_accuracy (text, run);
  return g_string_free (text, FALSE);
}

char *
dg_progress_words (DgRecorderState state, const DgRecorderProgress *progress, DgRun *run)
{
  switch (state)
    {
    case DG_RECORDER_PREPARING:
      return g_strdup (_("Opening the images…"));
    case DG_RECORDER_TRAINING:
      return describe_training (progress, run, FALSE);
    case DG_RECORDER_PAUSED:
      return describe_training (progress, run, TRUE);
    case DG_RECORDER_STOPPING:
      return g_strdup (_("Stopping…"));
    case DG_RECORDER_IDLE:
    case DG_RECORDER_STOPPED:
    case DG_RECORDER_FINISHED:
    case DG_RECORDER_FAILED:
    default:
      return run != NULL ? describe_run (run, state != DG_RECORDER_IDLE) : g_strdup ("");
    }
}

char *
dg_progress_words_duration (double seconds)
{
  guint64 whole = ceil (seconds), minutes = (whole + 30) / 60;

  if (whole < 120)
    return g_strdup_printf (_("%u s"), (guint) whole);
  if (minutes < 120)
    return g_strdup_printf (_("%u min"), (guint) minutes);
  return g_strdup_printf (_("%u h %02u min"), (guint) (minutes / 60), (guint) (minutes % 60));
}

double
dg_progress_get_fraction (const DgRecorderProgress *progress)
{
  const DgTrainerProgress *trainer = &progress->trainer;
  double within = trainer->n_batches > 0 ? (double) trainer->batch / trainer->n_batches : 0;

  if (progress->epochs == 0 || trainer->epoch == 0)
    return 0;
  return CLAMP ((trainer->epoch - 1 + within) / progress->epochs, 0, 1);
}
