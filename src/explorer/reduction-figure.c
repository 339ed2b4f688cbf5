/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/reduction-figure.h"

#include <glib/gi18n-lib.h>

#include "explorer/layout.h"
#include "explorer/reduction-words.h"
#include "explorer/words.h"

static char *
name_column (gsize count)
{
  g_autofree char *text = dg_words_count (count);

  return g_strdup_printf (_("n = %s"), text);
}

static char *
make_title (DgRun *run, const DgReductionBase *base)
{
  const char *dataset = dg_words_dataset (run);

  return g_strdup_printf (_("%s: %s at epoch %u, all samples and fewer"),
                          dataset != NULL ? dataset : dg_run_get_name (run), base->layer, base->epoch);
}

static char *
make_footer (DgReductionTrial *const *trials, guint n_trials)
{
  const DgReductionTrial *first = trials[0];
  g_autofree char *all = dg_words_count (first->subset->n_all);
  g_autofree char *method = dg_reduction_words_method (&first->options);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("iVAT of all %s samples and of fewer, kept %s · Euclidean · own scale per image"), all,
                          method);
  for (guint i = 0; i < n_trials; i++)
    {
      const DgAgreement *agreement = &trials[i]->agreement;
      g_autofree char *count = name_column (trials[i]->subset->n);
      g_autofree char *words = dg_reduction_words_agreement (agreement);

      g_string_append_printf (text, _("\n%s: ARI of %u blocks %.2f, mean |ΔD′| %.3f: %s"), count,
                              trials[i]->options.n_blocks, agreement->rand_index, agreement->difference, words);
    }
  return g_string_free (text, FALSE);
}

/* (transfer full) (element-type DgMark) the class of every sample; none without labels */
static GArray *
list_marks (DgRun *run)
{
  const DgFocusRule every = { .kind = DG_FOCUS_CLASS };
  const DgFocusSubject subject = { .n = dg_run_get_n_samples (run), .labels = dg_run_get_labels (run) };

  if (subject.labels == NULL)
    return g_array_new (FALSE, FALSE, sizeof (DgMark));
  return dg_focus_rule_apply (&every, &subject, NULL);
}

DgFigure *
dg_reduction_figure_new (DgRun *run, DgReductionTrial *const *trials, guint n_trials)
{
  DgReductionBase *base = trials[0]->base;
  DgFigure *figure = dg_figure_new (1, n_trials + 1);

  dg_layout_name_row (run, DG_SUBJECT_OUTPUTS, base->layer, &figure->row_names[0], &figure->row_notes[0]);
  figure->column_names[0] = name_column (dg_cell_get_n (base->cell));
  dg_figure_set_cell (figure, 0, 0, base->cell);
  for (guint i = 0; i < n_trials; i++)
    {
      figure->column_names[i + 1] = name_column (trials[i]->subset->n);
      dg_figure_set_cell (figure, 0, i + 1, trials[i]->cell);
    }
  g_array_unref (figure->marks);
  figure->marks = list_marks (run);
  figure->class_names = figure->marks->len > 0 ? dg_words_list_classes (run, &figure->n_classes) : NULL;
  figure->colour_key = TRUE;
  figure->title = make_title (run, base);
  figure->footer = make_footer (trials, n_trials);
  return figure;
}
