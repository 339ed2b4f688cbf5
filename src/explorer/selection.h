/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/predictions.h"
#include "tendency/focus.h"

G_BEGIN_DECLS

/**
 * DgSelection:
 * @rule: the rule that chooses the samples with ticks
 * @classes: (element-type guint32) chosen classes, ascending
 * @samples: (element-type guint32) chosen samples, in the order of choice
 *
 * What is focused and selected; a plain value.
 */
typedef struct
{
  DgFocusRule *rule;
  GArray *classes;
  GArray *samples;
} DgSelection;

/* The rule "class" for all classes, nothing chosen. */
DgSelection *dg_selection_new (void);
void dg_selection_free (DgSelection *self);

/* Whether it is another rule. */
gboolean dg_selection_set_rule (DgSelection *self, const DgFocusRule *rule);

/* As dg_choice_take(). */
void dg_selection_choose_class (DgSelection *self, guint32 class_index, gboolean extend);
void dg_selection_choose_sample (DgSelection *self, guint32 sample, gboolean extend);

/* Gives up the chosen samples that @subset (nullable) has not. */
void dg_selection_keep_samples (DgSelection *self, const DgSubset *subset);

/* Whether anything was chosen. */
gboolean dg_selection_clear (DgSelection *self);

gboolean dg_selection_has_class (const DgSelection *self, guint32 class_index);

/* The rule that is applied: the classes compared by right and wrong are those chosen, if any; no rule by
 * class for samples without classes. */
DgFocusRule *dg_selection_get_effective_rule (const DgSelection *self, guint n_classes);

/* Whether the samples that the rule chooses depend on the chosen classes: right and wrong ones of these are compared. */
gboolean dg_selection_rule_follows_classes (const DgSelection *self);

/* Whether @run has the labels, predictions, log-likelihoods or reconstructions that rules of this kind need. */
gboolean dg_selection_can_apply (DgRun *run, DgFocusKind kind);

/**
 * dg_selection_apply_rule:
 * @prediction: (nullable): what @run's network said at the epoch that decides
 * @errors: (nullable): (n) how far the images were from their reconstructions there
 *
 * Returns: (transfer full) (element-type DgMark) the samples of the run's subset that the rule chooses, ascending by sample; errors of
 *   dg_subset_focus_apply()
 */
GArray *dg_selection_apply_rule (const DgSelection *self, DgRun *run, const DgPrediction *prediction,
                                 const double *errors, GError **error);

/* (transfer full) (element-type DgMark) those of the chosen classes, all where none is chosen. */
GArray *dg_selection_restrict (const DgSelection *self, GArray *marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSelection, dg_selection_free)

G_END_DECLS
