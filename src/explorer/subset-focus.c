/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/subset-focus.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

/* Whether what a rule chooses depends on which other samples there are. */
static gboolean
compares_samples (const DgFocusRule *rule)
{
  return rule->kind == DG_FOCUS_TOP || rule->kind == DG_FOCUS_LEAST_CONFIDENT
         || rule->kind == DG_FOCUS_WORST_RECONSTRUCTED;
}

/* (transfer full) (nullable): (subset->n) */
static guint8 *
pick_classes (const DgSubset *subset, const guint8 *classes)
{
  guint8 *own = classes != NULL ? g_new (guint8, subset->n) : NULL;

  for (gsize i = 0; own != NULL && i < subset->n; i++)
    own[i] = classes[subset->samples[i]];
  return own;
}

/* (transfer full) (nullable): (subset->n) */
static double *
pick_numbers (const DgSubset *subset, const double *numbers)
{
  double *own = numbers != NULL ? g_new (double, subset->n) : NULL;

  for (gsize i = 0; own != NULL && i < subset->n; i++)
    own[i] = numbers[subset->samples[i]];
  return own;
}

static GArray *
compare_own (const DgSubset *subset, const DgFocusRule *rule, const DgFocusSubject *subject, GError **error)
{
  g_autoptr (DgTensor) log_likelihood =
    subject->log_likelihood != NULL ? dg_tensor_copy_rows (subject->log_likelihood, subset->samples, subset->n)
                                    : NULL;
  g_autofree guint8 *labels = pick_classes (subset, subject->labels);
  g_autofree guint8 *predictions = pick_classes (subset, subject->predictions);
  g_autofree double *reconstruction_error = pick_numbers (subset, subject->reconstruction_error);
  const DgFocusSubject own = { .n = subset->n,
                               .labels = labels,
                               .log_likelihood = log_likelihood,
                               .predictions = predictions,
                               .reconstruction_error = reconstruction_error };
  GArray *marks = dg_focus_rule_apply (rule, &own, error);

  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      DgMark *mark = &g_array_index (marks, DgMark, i);

      mark->sample = subset->samples[mark->sample];
    }
  return marks;
}

/* A sample is named because it is to be seen. */
static gboolean
check_named (const DgSubset *subset, const DgFocusRule *rule, GError **error)
{
  for (gsize i = 0; rule->kind == DG_FOCUS_SAMPLES && i < rule->n_items; i++)
    if (!dg_subset_has (subset, rule->items[i]))
      {
        g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("sample %u is not among the %zu of %zu that are kept"),
                     rule->items[i], subset->n, subset->n_all);
        return FALSE;
      }
  return TRUE;
}

GArray *
dg_subset_focus_apply (const DgSubset *subset, const DgFocusRule *rule, const DgFocusSubject *subject,
                       GError **error)
{
  g_autoptr (GArray) marks = NULL;
  guint kept = 0;

  if (subset != NULL && compares_samples (rule))
    return compare_own (subset, rule, subject, error);
  marks = dg_focus_rule_apply (rule, subject, error);
  if (marks == NULL || (subset != NULL && !check_named (subset, rule, error)))
    return NULL;
  for (guint i = 0; subset != NULL && i < marks->len; i++)
    if (dg_subset_has (subset, g_array_index (marks, DgMark, i).sample))
      g_array_index (marks, DgMark, kept++) = g_array_index (marks, DgMark, i);
  if (subset != NULL)
    g_array_set_size (marks, kept);
  return g_steal_pointer (&marks);
}
