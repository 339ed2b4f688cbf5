/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/preset.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "explorer/cell-job.h"
#include "explorer/figure-plan.h"
#include "explorer/layout.h"
#include "explorer/list.h"
#include "explorer/predictions.h"
#include "explorer/selection.h"
#include "explorer/subject-options.h"
#include "explorer/unit-selection.h"
#include "explorer/unit-words.h"
#include "explorer/words.h"
#include "run/epoch-list.h"
#include "tendency/reduction.h"

/**
 * Preset:
 * @title: what it shows
 * @focus, @sizes: as on the command line, NULL: none
 * @last_epoch, @last_layer: these alone, instead of the explorer's defaults
 * @beside_dissimilarity: two columns for an epoch: the dissimilarities in their own order, then the image
 */
typedef struct
{
  const char *name, *title, *focus, *sizes;
  gboolean last_epoch, last_layer, beside_dissimilarity;
} Preset;

/* Satoh's Figures 1 to 4. */
static const Preset presets[] = {
  { "fig1", N_("dissimilarity and iVAT"), NULL, NULL, TRUE, TRUE, TRUE },
  { "fig2", N_("cluster tendency of layers by epoch"), "top:10", NULL, FALSE, FALSE, FALSE },
  { "fig3", N_("right and wrong by layer and epoch"), "right-wrong:1,2", NULL, FALSE, FALSE, FALSE },
  { "fig4", N_("cluster tendency of fewer samples"), NULL, "1000,500,100,50", TRUE, FALSE, FALSE },
};

static const Preset no_preset = { NULL, N_("cluster tendency of layers by epoch"), NULL, NULL, FALSE, FALSE,
                                  FALSE };

static const Preset weights_preset = { NULL, N_("cluster tendency of weights by epoch"), NULL, NULL, FALSE, FALSE,
                                       FALSE };

static const Preset *
find_preset (const char *name, DgSubject subject, GError **error)
{
  if (name == NULL)
    return subject == DG_SUBJECT_WEIGHTS ? &weights_preset : &no_preset;
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (presets[i].name, name))
      return &presets[i];
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("there is no preset “%s”; there are fig1, fig2, fig3 and fig4"), name);
  return NULL;
}

/**
 * Choices:
 * @sizes: (nullable): (n_sizes) descending, none above the number of samples; NULL: all samples
 * @cut_to: where sizes above the number of samples were asked for, that number; else 0
 *
 * The options after parsing, with defaults filled in.
 */
typedef struct
{
  const Preset *preset;
  guint *epochs;
  gsize n_epochs;
  char **layers;
  guint *sizes;
  gsize n_sizes, cut_to;
  DgCellImage image;
  const DgPalette *palette;
  DgSelection *selection; /* of samples */
  GArray *units;          /* (element-type DgUnitId) */
} Choices;

static void
choices_clear (Choices *self)
{
  g_free (self->epochs);
  g_strfreev (self->layers);
  g_free (self->sizes);
  g_clear_pointer (&self->selection, dg_selection_free);
  g_clear_pointer (&self->units, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

static gboolean
choose_epochs (Choices *self, DgRun *run, const char *text, GError **error)
{
  gsize n_saved;
  const guint *saved = dg_run_get_epochs (run, &n_saved);

  if (n_saved == 0)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("the run “%s” has no saved epoch yet"),
                   dg_run_get_name (run));
      return FALSE;
    }
  if (text != NULL)
    self->epochs = dg_epoch_list_parse (text, saved, n_saved, &self->n_epochs, error);
  else if (self->preset->last_epoch)
    self->epochs = dg_layout_choose_epochs (&saved[n_saved - 1], 1, &self->n_epochs);
  else
    self->epochs = dg_layout_choose_epochs (saved, n_saved, &self->n_epochs);
  return self->epochs != NULL;
}

static gboolean
choose_layers (Choices *self, DgRun *run, const char *text, GError **error)
{
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (run, &n);
  DgSubject subject = self->image.subject;

  if (g_strcmp0 (text, "all") == 0)
    self->layers = dg_layout_list_layers (run, subject);
  else if (text != NULL)
    self->layers = dg_list_parse_names (text, error);
  else if (self->preset->last_layer && n > 0)
    {
      self->layers = g_new0 (char *, 2);
      self->layers[0] = g_strdup (layers[n - 1].name);
    }
  else
    self->layers = dg_layout_choose_layers (run, subject);

  for (gsize i = 0; self->layers != NULL && self->layers[i] != NULL; i++)
    if (!dg_layout_check_layer (run, subject, self->layers[i], error))
      return FALSE;
  return self->layers != NULL;
}

static gsize
count_samples (DgRun *run)
{
  const DgSubset *subset = dg_run_get_subset (run);

  return subset != NULL ? subset->n : dg_run_get_n_samples (run);
}

static gboolean
choose_sizes (Choices *self, DgRun *run, const char *text, GError **error)
{
  gsize n = count_samples (run), kept = 0;

  if (text == NULL)
    return TRUE;
  self->sizes = dg_list_parse_sizes (text, &self->n_sizes, error);
  if (self->sizes == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_sizes; i++)
    {
      guint size = (guint) MIN (self->sizes[i], n);

      if (size < self->sizes[i])
        self->cut_to = n;
      if (kept == 0 || self->sizes[kept - 1] != size)
        self->sizes[kept++] = size;
    }
  self->n_sizes = kept;
  return TRUE;
}

static gboolean
choose_focus (Choices *self, const char *text, GError **error)
{
  g_autoptr (DgFocusRule) rule = NULL;

  self->selection = dg_selection_new ();
  if (text == NULL)
    return TRUE;
  rule = dg_focus_rule_parse (text, error);
  if (rule == NULL)
    return FALSE;
  dg_selection_set_rule (self->selection, rule);
  return TRUE;
}

static gboolean
choose_units (Choices *self, DgRun *run, const char *text, GError **error)
{
  self->units = text != NULL ? dg_unit_selection_parse (run, text, error) : dg_unit_selection_new ();
  return self->units != NULL;
}

static const char *
first_given (const char *option, const char *preset)
{
  return option != NULL ? option : preset;
}

/* A grouping alone asks for dissimilarity plots. */
static gboolean
choose_image (Choices *self, DgRun *run, const DgFigureOptions *options, GError **error)
{
  const char *usual = options->group != NULL ? "dissplot" : "ivat";

  if (!dg_image_kind_parse (first_given (options->image, usual), &self->image.kind, error) ||
      !dg_order_parse (first_given (options->order, "havens-bezdek"), &self->image.order, error))
    return FALSE;
  if (options->group == NULL)
    {
      self->image.group = dg_layout_choose_group (run, self->image.subject);
      return TRUE;
    }
  if (self->image.kind != DG_IMAGE_DISSPLOT)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("samples are grouped in the image “dissplot”, not in “%s”"),
                   options->image);
      return FALSE;
    }
  return dg_group_rule_parse (options->group, &self->image.group, error);
}

static gboolean
choose (Choices *self, DgRun *run, const DgFigureOptions *options, GError **error)
{
  if (!dg_subject_options_check (options, run, &self->image.subject, error))
    return FALSE;
  self->preset = find_preset (options->preset, self->image.subject, error);
  if (self->preset == NULL)
    return FALSE;
  self->palette = dg_palette_get (first_given (options->palette, dg_palette_list_names ()[0]), error);
  return self->palette != NULL &&
         choose_image (self, run, options, error) &&
         choose_focus (self, first_given (options->focus, self->preset->focus), error) &&
         choose_units (self, run, options->units, error) &&
         choose_epochs (self, run, options->epochs, error) &&
         choose_layers (self, run, options->layers, error) &&
         choose_sizes (self, run, first_given (options->sizes, self->preset->sizes), error);
}

/* The order that smaller samples are taken from at equal intervals: the last layer's at the last epoch
 * (Satoh, 3.2). */
static DgCell *
compute_reduction_order (const Choices *self, DgRun *run, GCancellable *cancellable, GError **error)
{
  gsize n_epochs, n_layers;
  const guint *epochs = dg_run_get_epochs (run, &n_epochs);
  const DgRunLayer *layers = dg_run_get_layers (run, &n_layers);
  const DgCellImage image = { .kind = DG_IMAGE_IVAT, .order = self->image.order };
  DgCellKey key = dg_cell_key_make (epochs[n_epochs - 1], layers[n_layers - 1].name, &image);
  const DgSubset *subset = dg_run_get_subset (run);
  g_autoptr (DgParallel) team = dg_parallel_new (0);

  return dg_cell_compute (run, &key, subset != NULL ? subset->samples : NULL, subset != NULL ? subset->n : 0, NULL,
                          team, NULL, cancellable, error);
}

static gboolean
is_beside_dissimilarity (const Choices *self)
{
  return self->preset->beside_dissimilarity && self->sizes == NULL &&
         self->image.kind != DG_IMAGE_DISSIMILARITY;
}

static char *
name_epoch_column (const Choices *self, guint epoch, const char *what)
{
  g_autofree char *name = dg_layout_name_column (epoch);

  if (what == NULL)
    return g_steal_pointer (&name);
  if (self->n_epochs == 1)
    return g_strdup (what);
  return g_strdup_printf ("%s · %s", name, what);
}

static void
add_size_column (const Choices *self, DgFigurePlan *plan, guint epoch, const DgVat *vat, guint size)
{
  const DgSubset *subset = dg_run_get_subset (plan->run);
  g_autofree guint32 *samples = size < vat->n || subset != NULL ? dg_reduction_interval (vat->order, vat->n, size)
                                                                : NULL;
  g_autofree char *count = dg_words_count (size);
  g_autofree char *what = g_strdup_printf (_("n = %s"), count);

  for (guint i = 0; subset != NULL && i < size; i++)
    samples[i] = subset->samples[samples[i]];
  dg_figure_plan_add_column (plan, epoch, &self->image, samples, size, name_epoch_column (self, epoch, what));
}

static void
add_columns (const Choices *self, DgFigurePlan *plan, guint epoch, DgCell *reduction)
{
  const DgCellImage raw = { .kind = DG_IMAGE_DISSIMILARITY, .order = self->image.order };
  g_autofree char *image = dg_words_image (&self->image);
  const DgSubset *subset = dg_run_get_subset (plan->run);
  const guint32 *samples = subset != NULL ? subset->samples : NULL;
  gsize n_samples = subset != NULL ? subset->n : 0;

  if (reduction != NULL)
    {
      for (gsize i = 0; i < self->n_sizes; i++)
        add_size_column (self, plan, epoch, dg_ivat_get_vat (dg_cell_get_ivat (reduction)), self->sizes[i]);
      return;
    }
  if (is_beside_dissimilarity (self))
    dg_figure_plan_add_column (plan, epoch, &raw, samples, n_samples,
                               name_epoch_column (self, epoch, _("dissimilarity")));
  dg_figure_plan_add_column (
    plan, epoch, &self->image, samples, n_samples,
    name_epoch_column (self, epoch, self->preset->beside_dissimilarity ? image : NULL));
}

static DgFigurePlan *
make_plan (const Choices *self, DgRun *run, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgFigurePlan) plan = dg_figure_plan_new (run);
  g_autoptr (DgCell) reduction = NULL;

  if (self->sizes != NULL)
    {
      reduction = compute_reduction_order (self, run, cancellable, error);
      if (reduction == NULL)
        return NULL;
    }
  plan->layers = g_strdupv (self->layers);
  for (gsize i = 0; i < self->n_epochs; i++)
    add_columns (self, plan, self->epochs[i], reduction);
  return g_steal_pointer (&plan);
}

/* (element-type DgMark) by the predictions or the reconstructions of the last epoch shown; units have none. */
static GArray *
compute_marks (const Choices *self, DgRun *run, GError **error)
{
  g_autoptr (DgPredictions) predictions = NULL;
  g_autofree double *errors = NULL;
  g_autoptr (GArray) marks = NULL;
  guint epoch = self->epochs[self->n_epochs - 1];

  if (self->image.subject == DG_SUBJECT_WEIGHTS)
    return g_array_new (FALSE, FALSE, sizeof (DgMark));
  predictions = dg_predictions_new (run);
  if (self->selection->rule->kind == DG_FOCUS_WORST_RECONSTRUCTED && dg_run_has_reconstruction (run))
    {
      errors = dg_run_compute_reconstruction_errors (run, epoch, error);
      if (errors == NULL)
        return NULL;
    }
  marks = dg_selection_apply_rule (self->selection, run, dg_predictions_get (predictions, epoch), errors, error);
  if (marks == NULL)
    dg_predictions_explain (predictions, epoch, error);
  return marks != NULL ? dg_selection_restrict (self->selection, marks) : NULL;
}

/* Ticks, and lines where single samples or classes were named. */
static void
add_marks (const Choices *self, DgFigure *figure, GArray *marks)
{
  const DgFocusRule *rule = self->selection->rule;

  g_array_unref (figure->marks);
  figure->marks = g_array_ref (marks);
  figure->lit = rule->kind == DG_FOCUS_CLASS && rule->n_items > 0;
  if (rule->kind == DG_FOCUS_SAMPLES)
    dg_figure_select (figure, -1, rule->items, rule->n_items);
  for (guint row = 0; row < figure->n_rows; row++)
    {
      g_autoptr (GArray) units = dg_unit_selection_list (self->units, self->layers[row]);

      dg_figure_select (figure, (gint) row, (const guint32 *) (const void *) units->data, units->len);
    }
}

/* The names of the classes that have marks; the key leaves the others out. */
static void
add_class_key (DgRun *run, DgFigure *figure)
{
  g_autofree gboolean *used = NULL;

  if (figure->marks->len == 0)
    return;
  figure->class_names = dg_words_list_classes (run, &figure->n_classes);
  used = g_new0 (gboolean, figure->n_classes + 1);
  for (guint i = 0; i < figure->marks->len; i++)
    {
      gint class_index = g_array_index (figure->marks, DgMark, i).class_index;

      if (class_index >= 0 && (guint) class_index < figure->n_classes)
        used[class_index] = TRUE;
    }
  for (guint i = 0; i < figure->n_classes; i++)
    if (!used[i])
      g_clear_pointer (&figure->class_names[i], g_free);
}

static char *
make_title (const Choices *self, DgRun *run)
{
  const char *dataset = dg_words_dataset (run);
  const char *name = dataset != NULL ? dataset : dg_run_get_name (run);
  g_autofree char *epoch = dg_layout_name_column (self->epochs[0]);
  gboolean says_epoch = self->n_epochs == 1 && (self->sizes != NULL || self->preset->beside_dissimilarity);

  if (!says_epoch)
    return g_strdup_printf ("%s: %s", name, _(self->preset->title));
  /* Translators: a run or dataset, what the figure shows, and "epoch 20" */
  return g_strdup_printf (_("%s: %s, %s"), name, _(self->preset->title), epoch);
}

/* What is shown, what the ticks are, and how smaller samples were taken. */
static char *
make_footer (const Choices *self, DgRun *run, const GArray *marks)
{
  g_autofree char *image = dg_words_image (&self->image);
  g_autofree char *both = g_strdup_printf (_("dissimilarity and %s"), image);
  gboolean of_units = self->image.subject == DG_SUBJECT_WEIGHTS, plots = self->image.kind == DG_IMAGE_DISSPLOT;
  g_autofree char *words =
    of_units ? dg_unit_words_join (run, image, plots, self->units)
             : dg_words_join (run, is_beside_dissimilarity (self) ? both : image, plots, self->selection, marks,
                              self->epochs[self->n_epochs - 1]);
  gsize n_epochs, n_layers;
  const guint *epochs = dg_run_get_epochs (run, &n_epochs);
  const DgRunLayer *layers = dg_run_get_layers (run, &n_layers);
  GString *footer = g_string_new (words);

  if (self->sizes == NULL)
    return g_string_free (footer, FALSE);
  g_string_append_c (footer, '\n');
  g_string_append_printf (footer, _("fewer samples: at equal intervals of the order of %s at epoch %u"),
                          layers[n_layers - 1].name, epochs[n_epochs - 1]);
  if (self->cut_to > 0)
    {
      g_autofree char *count = dg_words_count (self->cut_to);

      g_string_append_printf (footer, _("; larger sizes cut to the %s there are"), count);
    }
  return g_string_free (footer, FALSE);
}

DgFigure *
dg_preset_build (DgRun *run, const DgFigureOptions *options, DgPresetProgress progress, gpointer data,
                 GCancellable *cancellable, GError **error)
{
  g_auto (Choices) choices = { NULL };
  g_autoptr (GArray) marks = NULL;
  g_autoptr (DgFigurePlan) plan = NULL;
  g_autoptr (DgFigure) figure = NULL;

  if (!choose (&choices, run, options, error))
    return NULL;
  marks = compute_marks (&choices, run, error);
  if (marks == NULL)
    return NULL;
  plan = make_plan (&choices, run, cancellable, error);
  if (plan == NULL)
    return NULL;
  figure = dg_figure_plan_build (plan, progress, data, cancellable, error);
  if (figure == NULL)
    return NULL;
  add_marks (&choices, figure, marks);
  add_class_key (run, figure);
  figure->palette = choices.palette;
  figure->colour_key = TRUE;
  figure->title = make_title (&choices, run);
  figure->footer = make_footer (&choices, run, marks);
  return g_steal_pointer (&figure);
}
