/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/predictions.h"

#include "tendency/focus.h"

struct _DgPredictions
{
  DgRun *run;
  GHashTable *by_epoch; /* epoch → DgPrediction; without values where there are none */
};

static void
prediction_free (gpointer data)
{
  DgPrediction *prediction = data;

  g_clear_pointer (&prediction->log_likelihood, dg_tensor_unref);
  g_free (prediction->said);
  g_clear_error (&prediction->fault);
  g_free (prediction);
}

DgPredictions *
dg_predictions_new (DgRun *run)
{
  DgPredictions *self = g_new0 (DgPredictions, 1);

  self->run = g_object_ref (run);
  self->by_epoch = g_hash_table_new_full (NULL, NULL, NULL, prediction_free);
  return self;
}

void
dg_predictions_free (DgPredictions *self)
{
  g_hash_table_unref (self->by_epoch);
  g_object_unref (self->run);
  g_free (self);
}

static gboolean
is_gone (gpointer epoch, gpointer prediction, gpointer run)
{
  return !dg_run_has_epoch (run, GPOINTER_TO_UINT (epoch));
}

void
dg_predictions_prune (DgPredictions *self)
{
  g_hash_table_foreach_remove (self->by_epoch, is_gone, self->run);
}

const DgPrediction *
dg_predictions_get (DgPredictions *self, guint epoch)
{
  DgPrediction *prediction = g_hash_table_lookup (self->by_epoch, GUINT_TO_POINTER (epoch));

  if (prediction == NULL && dg_run_has_epoch (self->run, epoch))
    {
      prediction = g_new0 (DgPrediction, 1);
      if (!dg_run_has_log_likelihood (self->run))
        prediction->said = dg_run_load_predictions (self->run, epoch, &prediction->fault);
      else
        {
          prediction->log_likelihood = dg_run_load_log_likelihood (self->run, epoch, &prediction->fault);
          if (prediction->log_likelihood != NULL)
            prediction->said = dg_focus_predict (prediction->log_likelihood);
        }
      g_hash_table_insert (self->by_epoch, GUINT_TO_POINTER (epoch), prediction);
    }
  return prediction != NULL && prediction->said != NULL ? prediction : NULL;
}

void
dg_predictions_explain (DgPredictions *self, guint epoch, GError **error)
{
  const DgPrediction *prediction = g_hash_table_lookup (self->by_epoch, GUINT_TO_POINTER (epoch));

  if (prediction == NULL || prediction->fault == NULL || !dg_run_has_predictions (self->run))
    return;
  g_clear_error (error);
  g_propagate_error (error, g_error_copy (prediction->fault));
}

float
dg_prediction_get_confidence (const DgPrediction *self, guint32 sample)
{
  gsize n_classes;

  if (self->log_likelihood == NULL)
    return 0;
  n_classes = dg_tensor_get_row_length (self->log_likelihood);
  return self->log_likelihood->data[sample * n_classes + self->said[sample]];
}
