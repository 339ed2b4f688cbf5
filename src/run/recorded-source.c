/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/recorded-source.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/analysis.h"
#include "run/file-error.h"
#include "run/manifest.h"
#include "run/metrics.h"
#include "run/snapshot.h"

typedef struct
{
  DgRunSource base;
  DgManifest *manifest; /* as it was opened, but for the epochs to train */
  DgAnalysis *analysis;
  GError *no_units; /* nullable */
} Recorded;

gboolean
dg_recorded_source_is_at (const char *path)
{
  g_autofree char *manifest = dg_manifest_get_path (path);

  return g_file_test (manifest, G_FILE_TEST_EXISTS);
}

static void
recorded_free (DgRunSource *base)
{
  Recorded *self = (Recorded *) base;

  g_free (base->path);
  g_clear_pointer (&base->metrics, g_array_unref);
  g_clear_pointer (&base->units, g_array_unref);
  g_clear_error (&self->no_units);
  g_clear_pointer (&self->manifest, dg_manifest_free);
  g_clear_pointer (&self->analysis, dg_analysis_free);
  g_free (self);
}

static gboolean
is_same_run (const DgManifest *a, const DgManifest *b)
{
  if (strcmp (a->dataset_sha256, b->dataset_sha256) != 0 || a->layers->len != b->layers->len ||
      a->options->training.seed != b->options->training.seed ||
      strcmp (a->options->network, b->options->network) != 0)
    return FALSE;
  for (guint i = 0; i < a->layers->len; i++)
    if (strcmp (g_array_index (a->layers, DgRunLayer, i).name,
                g_array_index (b->layers, DgRunLayer, i).name) != 0)
      return FALSE;
  return TRUE;
}

/* NaN, which stands for what a run does not have, is equal to itself. */
static gboolean
is_equal (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
metrics_are_equal (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DgEpochMetrics *x = &g_array_index (a, DgEpochMetrics, i);
      const DgEpochMetrics *y = &g_array_index (b, DgEpochMetrics, i);

      if (x->epoch != y->epoch || x->train_loss != y->train_loss || x->test_loss != y->test_loss ||
          !is_equal (x->train_accuracy, y->train_accuracy) || !is_equal (x->test_accuracy, y->test_accuracy) ||
          x->seconds != y->seconds)
        return FALSE;
    }
  return TRUE;
}

static gboolean
update_metrics (DgRunSource *base, GError **error)
{
  GArray *metrics = dg_metrics_load (base->path, error);

  if (metrics == NULL)
    return FALSE;
  if (metrics_are_equal (base->metrics, metrics))
    g_array_unref (metrics);
  else
    {
      g_array_unref (base->metrics);
      base->metrics = metrics;
    }
  return TRUE;
}

static gboolean
recorded_scan (DgRunSource *base, GArray *known, GArray *found, GCancellable *cancellable, GError **error)
{
  Recorded *self = (Recorded *) base;
  g_autoptr (DgManifest) manifest = dg_manifest_load (base->path, error);

  if (manifest == NULL)
    return FALSE;
  if (!is_same_run (self->manifest, manifest))
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, base->path,
                         _("another run has taken the place of the opened one"));
      return FALSE;
    }
  if (!update_metrics (base, error))
    return FALSE;
  self->manifest->options->epochs = manifest->options->epochs;
  for (guint i = 0; i < manifest->saved->len; i++)
    {
      DgRunEpoch epoch = { .epoch = g_array_index (manifest->saved, guint, i) };

      if (dg_run_epochs_find (known, epoch.epoch) != NULL)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !dg_snapshot_check (base->path, epoch.epoch, self->manifest, base->n, error))
        return FALSE;
      g_array_append_val (found, epoch);
    }
  return TRUE;
}

static DgArrayFile *
recorded_open (DgRunSource *base, const DgRunEpoch *epoch, GError **error)
{
  Recorded *self = (Recorded *) base;
  g_autoptr (DgSafetensors) outputs =
    dg_snapshot_open_outputs (base->path, epoch->epoch, self->manifest, base->n, error);

  return outputs != NULL ? dg_array_file_new_for_safetensors (outputs, error) : NULL;
}

static DgArrayFile *
recorded_open_weights (DgRunSource *base, const DgRunEpoch *epoch, GError **error)
{
  g_autofree char *path = dg_snapshot_get_path (base->path, "weights", epoch->epoch);

  return dg_array_file_open (path, error);
}

static const DgRunSourceClass recorded_class = { recorded_scan, recorded_open, recorded_open_weights, recorded_free };

/* A run whose network this program does not know is still good for its outputs. */
static void
list_units (Recorded *self)
{
  const DgImageArray *images = &self->analysis->images;
  const DgNetworkSizes sizes = { images->channels, images->height, images->width, self->base.n_classes };

  self->base.units = dg_units_list (self->manifest->options->network, &sizes, &self->no_units);
  if (self->no_units != NULL)
    self->base.no_weights = self->no_units->message;
}

static void
describe (Recorded *self)
{
  DgRunSource *base = &self->base;

  base->n = self->analysis->n;
  base->layers = self->manifest->layers;
  base->labels = self->analysis->labels;
  base->index = self->analysis->index;
  base->images = &self->analysis->images;
  base->class_names = self->manifest->class_names;
  base->n_classes = g_strv_length (self->manifest->class_names);
  base->log_likelihood = self->manifest->log_likelihood;
  base->reconstruction = self->manifest->reconstruction;
  base->dataset_name = self->manifest->dataset_name;
  base->n_dataset = self->manifest->n_dataset;
  base->options = self->manifest->options;
  list_units (self);
}

DgRunSource *
dg_recorded_source_new (const char *path, GError **error)
{
  Recorded *self = g_new0 (Recorded, 1);
  g_autoptr (DgRunSource) base = &self->base;

  base->class = &recorded_class;
  base->path = g_strdup (path);
  base->metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  self->manifest = dg_manifest_load (path, error);
  if (self->manifest == NULL)
    return NULL;
  self->analysis = dg_analysis_load (path, g_strv_length (self->manifest->class_names),
                                     self->manifest->n_dataset, error);
  if (self->analysis == NULL)
    return NULL;
  describe (self);
  return g_steal_pointer (&base);
}
