/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/selection.h"

#include "explorer/choice.h"
#include "explorer/subset-focus.h"

DgSelection *
dg_selection_new (void)
{
  DgSelection *self = g_new0 (DgSelection, 1);

  self->rule = g_new0 (DgFocusRule, 1);
  self->rule->kind = DG_FOCUS_CLASS;
  self->classes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->samples = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
dg_selection_free (DgSelection *self)
{
  dg_focus_rule_free (self->rule);
  g_array_unref (self->classes);
  g_array_unref (self->samples);
  g_free (self);
}

gboolean
dg_selection_set_rule (DgSelection *self, const DgFocusRule *rule)
{
  if (dg_focus_rule_equal (self->rule, rule))
    return FALSE;
  dg_focus_rule_free (self->rule);
  self->rule = dg_focus_rule_copy (rule);
  return TRUE;
}

static gint
compare_items (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

void
dg_selection_choose_class (DgSelection *self, guint32 class_index, gboolean extend)
{
  dg_choice_take (self->classes, &class_index, g_int_equal, extend);
  g_array_sort (self->classes, compare_items);
}

void
dg_selection_choose_sample (DgSelection *self, guint32 sample, gboolean extend)
{
  dg_choice_take (self->samples, &sample, g_int_equal, extend);
}

void
dg_selection_keep_samples (DgSelection *self, const DgSubset *subset)
{
  for (guint i = self->samples->len; i-- > 0;)
    if (!dg_subset_has (subset, g_array_index (self->samples, guint32, i)))
      g_array_remove_index (self->samples, i);
}

gboolean
dg_selection_clear (DgSelection *self)
{
  gboolean changed = self->classes->len > 0 || self->samples->len > 0;

  g_array_set_size (self->classes, 0);
  g_array_set_size (self->samples, 0);
  return changed;
}

gboolean
dg_selection_has_class (const DgSelection *self, guint32 class_index)
{
  return dg_choice_find (self->classes, &class_index, g_int_equal, NULL);
}

static void
set_items (DgFocusRule *rule, const guint32 *items, gsize n_items)
{
  g_free (rule->items);
  rule->items = g_memdup2 (items, n_items * sizeof *items);
  rule->n_items = n_items;
}

DgFocusRule *
dg_selection_get_effective_rule (const DgSelection *self, guint n_classes)
{
  DgFocusRule *rule = dg_focus_rule_copy (self->rule);

  if (dg_selection_rule_follows_classes (self) && self->classes->len > 0)
    set_items (rule, (const guint32 *) (const void *) self->classes->data, self->classes->len);
  if (rule->kind == DG_FOCUS_CLASS && rule->n_items == 0 && n_classes == 0)
    rule->kind = DG_FOCUS_NONE; /* nothing tells the samples apart */
  return rule;
}

gboolean
dg_selection_rule_follows_classes (const DgSelection *self)
{
  return self->rule->kind == DG_FOCUS_RIGHT_WRONG;
}

gboolean
dg_selection_can_apply (DgRun *run, DgFocusKind kind)
{
  switch (kind)
    {
    case DG_FOCUS_CLASS:
      return dg_run_get_n_classes (run) > 0;
    case DG_FOCUS_TOP:
    case DG_FOCUS_LEAST_CONFIDENT:
      return dg_run_has_log_likelihood (run);
    case DG_FOCUS_RIGHT_WRONG:
    case DG_FOCUS_WRONG:
      return dg_run_get_labels (run) != NULL && dg_run_has_predictions (run);
    case DG_FOCUS_WORST_RECONSTRUCTED:
      return dg_run_has_reconstruction (run);
    case DG_FOCUS_SAMPLES:
    case DG_FOCUS_NONE:
    default:
      return TRUE;
    }
}

GArray *
dg_selection_apply_rule (const DgSelection *self, DgRun *run, const DgPrediction *prediction, const double *errors,
                         GError **error)
{
  g_autoptr (DgFocusRule) rule = dg_selection_get_effective_rule (self, dg_run_get_n_classes (run));
  const DgFocusSubject subject = {
    .n = dg_run_get_n_samples (run),
    .labels = dg_run_get_labels (run),
    .log_likelihood = prediction != NULL ? prediction->log_likelihood : NULL,
    .predictions = prediction != NULL ? prediction->said : NULL,
    .reconstruction_error = errors,
  };

  return dg_subset_focus_apply (dg_run_get_subset (run), rule, &subject, error);
}

GArray *
dg_selection_restrict (const DgSelection *self, GArray *marks)
{
  GArray *kept;

  if (self->classes->len == 0)
    return g_array_ref (marks);
  kept = g_array_new (FALSE, FALSE, sizeof (DgMark));
  for (guint i = 0; i < marks->len; i++)
    {
      DgMark mark = g_array_index (marks, DgMark, i);

      if (mark.class_index >= 0 && dg_selection_has_class (self, (guint32) mark.class_index))
        g_array_append_val (kept, mark);
    }
  return kept;
}
