/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The explorer's side that is about samples: focus, selection, ticks and what the network said. */

#include "explorer/explorer-private.h"
#include "explorer/misclassified.h"
#include "explorer/words.h"

static guint
get_n_classes (DgExplorer *self)
{
  return self->run != NULL ? dg_run_get_n_classes (self->run) : 0;
}

static const DgPrediction *
get_prediction (DgExplorer *self, guint epoch)
{
  return self->predictions != NULL ? dg_predictions_get (self->predictions, epoch) : NULL;
}

static GArray *
apply_rule (DgExplorer *self, GError **error)
{
  gint epoch = dg_explorer_get_reference_epoch (self);
  const DgPrediction *prediction = get_prediction (self, epoch);
  const double *errors = dg_explorer_get_reconstruction_errors (self, epoch);
  GArray *marks;

  if (self->selection->rule->kind == DG_FOCUS_WORST_RECONSTRUCTED && self->reconstructions != NULL && errors == NULL)
    return g_array_new (FALSE, FALSE, sizeof (DgMark)); /* until they are read */
  marks = dg_selection_apply_rule (self->selection, self->run, prediction, errors, error);
  if (marks == NULL)
    dg_predictions_explain (self->predictions, epoch, error);
  return marks;
}

/* After classes were chosen: what the rule chooses stays, unless it looks at them. Returns as
 * dg_explorer_compute_marks(). */
static char *
choose_marks (DgExplorer *self)
{
  g_autoptr (GError) error = NULL;

  if (dg_selection_rule_follows_classes (self->selection))
    g_clear_pointer (&self->rule_marks, g_array_unref);
  if (self->rule_marks == NULL && self->run != NULL)
    self->rule_marks = apply_rule (self, &error);
  g_array_unref (self->marks);
  self->marks = self->rule_marks != NULL ? dg_selection_restrict (self->selection, self->rule_marks)
                                         : g_array_new (FALSE, FALSE, sizeof (DgMark));
  return error != NULL && dg_explorer_get_reference_epoch (self) != DG_EPOCH_NEWEST ? g_strdup (error->message) : NULL;
}

char *
dg_explorer_compute_marks (DgExplorer *self)
{
  g_clear_pointer (&self->rule_marks, g_array_unref);
  return choose_marks (self);
}

void
dg_explorer_announce_marks (DgExplorer *self, const char *failure)
{
  g_signal_emit_by_name (self, "marks-changed");
  if (failure != NULL)
    g_signal_emit_by_name (self, "failed", failure);
}

static void
update_chosen_marks (DgExplorer *self)
{
  g_autofree char *failure = choose_marks (self);

  dg_explorer_announce_marks (self, failure);
}

static void
update_marks (DgExplorer *self)
{
  g_autofree char *failure = dg_explorer_compute_marks (self);

  dg_explorer_announce_marks (self, failure);
}

const DgFocusRule *
dg_explorer_get_focus_rule (DgExplorer *self)
{
  return self->selection->rule;
}

void
dg_explorer_set_focus_rule (DgExplorer *self, const DgFocusRule *rule)
{
  if (dg_selection_set_rule (self->selection, rule))
    update_marks (self);
}

gboolean
dg_explorer_is_class_chosen (DgExplorer *self, guint class_index)
{
  return dg_selection_has_class (self->selection, class_index);
}

void
dg_explorer_choose_class (DgExplorer *self, guint class_index, gboolean extend)
{
  if (class_index >= get_n_classes (self))
    return;
  dg_selection_choose_class (self->selection, class_index, extend);
  update_chosen_marks (self);
}

gboolean
dg_explorer_has_sample (DgExplorer *self, guint32 sample)
{
  return self->run != NULL && sample < dg_run_get_n_samples (self->run)
         && dg_subset_has (dg_grid_get_subset (self->grid), sample);
}

const guint32 *
dg_explorer_get_samples (DgExplorer *self, gsize *n)
{
  *n = self->selection->samples->len;
  return (const guint32 *) (const void *) self->selection->samples->data;
}

void
dg_explorer_select_sample (DgExplorer *self, guint32 sample, gboolean extend)
{
  if (!dg_explorer_has_sample (self, sample))
    return;
  dg_selection_choose_sample (self->selection, sample, extend);
  dg_explorer_announce_marks (self, NULL);
}

gboolean
dg_explorer_has_samples (DgExplorer *self)
{
  return self->selection->classes->len > 0 || self->selection->samples->len > 0;
}

void
dg_explorer_clear_samples (DgExplorer *self)
{
  if (dg_selection_clear (self->selection))
    update_chosen_marks (self);
}

const GArray *
dg_explorer_get_marks (DgExplorer *self)
{
  return self->marks;
}

GArray *
dg_explorer_list_lit_samples (DgExplorer *self, DgCell *cell)
{
  g_autoptr (GArray) lit = g_array_new (FALSE, FALSE, sizeof (guint32));
  const GArray *samples = self->selection->samples;

  for (guint i = 0; self->selection->classes->len > 0 && i < self->marks->len; i++)
    g_array_append_val (lit, g_array_index (self->marks, DgMark, i).sample);
  g_array_append_vals (lit, samples->data, samples->len);
  return dg_explorer_find_positions (cell, lit);
}

void
dg_explorer_mark_samples (DgExplorer *self, DgFigure *figure, const char *image)
{
  const GArray *samples = self->selection->samples;

  figure->footer = dg_words_join (self->run, image, figure->silhouettes, self->selection, self->marks,
                                  dg_explorer_get_reference_epoch (self));
  figure->class_names = dg_words_list_classes (self->run, &figure->n_classes);
  g_array_unref (figure->marks);
  figure->marks = g_array_ref (self->marks);
  figure->lit = self->selection->classes->len > 0;
  dg_figure_select (figure, -1, (const guint32 *) (const void *) samples->data, samples->len);
}

gint
dg_explorer_get_reference_epoch (DgExplorer *self)
{
  gsize n;
  const guint *saved;

  if (self->reference_epoch != DG_EPOCH_NEWEST || self->run == NULL)
    return self->reference_epoch;
  saved = dg_run_get_epochs (self->run, &n);
  return n > 0 ? (gint) saved[n - 1] : DG_EPOCH_NEWEST;
}

void
dg_explorer_set_reference_epoch (DgExplorer *self, gint epoch)
{
  if (self->reference_epoch == epoch)
    return;
  self->reference_epoch = epoch;
  update_marks (self);
}

GArray *
dg_explorer_get_misclassified (DgExplorer *self)
{
  const DgPrediction *prediction = get_prediction (self, dg_explorer_get_reference_epoch (self));
  const guint8 *labels = self->run != NULL ? dg_run_get_labels (self->run) : NULL;

  if (prediction == NULL || labels == NULL)
    return g_array_new (FALSE, FALSE, sizeof (DgMisclassified));
  return dg_misclassified_list (prediction, labels, dg_run_get_n_samples (self->run),
                                dg_grid_get_subset (self->grid), self->selection->classes);
}

gint
dg_explorer_get_said (DgExplorer *self, guint epoch, guint32 sample)
{
  const DgPrediction *prediction = get_prediction (self, epoch);

  if (prediction == NULL || sample >= dg_run_get_n_samples (self->run))
    return -1;
  return prediction->said[sample];
}

const float *
dg_explorer_get_log_likelihood (DgExplorer *self, guint epoch, guint32 sample)
{
  const DgPrediction *prediction = get_prediction (self, epoch);

  if (prediction == NULL || prediction->log_likelihood == NULL || sample >= dg_run_get_n_samples (self->run))
    return NULL;
  return prediction->log_likelihood->data + sample * dg_tensor_get_row_length (prediction->log_likelihood);
}
