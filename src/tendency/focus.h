/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

typedef enum
{
  DG_FOCUS_NONE,
  DG_FOCUS_TOP,             /* top:K, the K largest log-likelihoods of each class (Satoh, Figure 2) */
  DG_FOCUS_RIGHT_WRONG,     /* right-wrong:A,B, samples of the classes, right and wrong apart (Figure 3) */
  DG_FOCUS_WRONG,           /* wrong, all misclassified */
  DG_FOCUS_CLASS,           /* class:A,B, all samples of the classes; class, of every class */
  DG_FOCUS_SAMPLES,         /* samples:I,J, rows of the analysis set */
  DG_FOCUS_LEAST_CONFIDENT, /* least-confident:K, the K smallest largest log-likelihoods; needs no labels */
  DG_FOCUS_WORST_RECONSTRUCTED, /* worst-reconstructed:K, the K largest reconstruction errors; needs no labels */
} DgFocusKind;

/**
 * DgFocusRule:
 * @k: for top, least-confident and worst-reconstructed
 * @items: (n_items) classes, or samples, for the rules that name them
 */
typedef struct
{
  DgFocusKind kind;
  guint k;
  guint32 *items;
  gsize n_items;
} DgFocusRule;

/* The text forms above; DG_ERROR_NAME lists the rules, DG_ERROR_VALUE names the number that is no use. */
DgFocusRule *dg_focus_rule_parse (const char *text, GError **error);
char *dg_focus_rule_to_string (const DgFocusRule *self);
DgFocusRule *dg_focus_rule_copy (const DgFocusRule *self);
gboolean dg_focus_rule_equal (const DgFocusRule *a, const DgFocusRule *b);
void dg_focus_rule_free (DgFocusRule *self);

#define DG_MARK_NO_CLASS (-1)

/**
 * DgMark:
 * @sample: row of the analysis set
 * @class_index: whose colour it takes: the true label, else the predicted class, else DG_MARK_NO_CLASS
 * @wrong: whether it is misclassified; FALSE without labels
 */
typedef struct
{
  guint32 sample;
  gint class_index;
  gboolean wrong;
} DgMark;

/**
 * DgFocusSubject:
 * @n: samples
 * @labels: (nullable): (n) classes
 * @log_likelihood: (nullable): (n, n_classes)
 * @predictions: (nullable): (n) predicted classes; NULL: the first largest of each row of @log_likelihood
 * @reconstruction_error: (nullable): (n) how far each image is from what an autoencoder makes of it
 *
 * What is known of the samples that a rule is applied to.
 */
typedef struct
{
  gsize n;
  const guint8 *labels;
  const DgTensor *log_likelihood;
  const guint8 *predictions;
  const double *reconstruction_error;
} DgFocusSubject;

/**
 * dg_focus_rule_apply:
 *
 * Returns: (transfer full) (element-type DgMark) in ascending order of sample, each sample once. Errors:
 *   DG_ERROR_VALUE for a class or sample that does not exist, or a rule that needs labels, predictions,
 *   log-likelihoods or reconstruction errors that are not there.
 */
GArray *dg_focus_rule_apply (const DgFocusRule *self, const DgFocusSubject *subject, GError **error);

/* Predicted class of every row: (n) indices of the first largest value of (n, n_classes). */
guint8 *dg_focus_predict (const DgTensor *log_likelihood);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgFocusRule, dg_focus_rule_free)

G_END_DECLS
