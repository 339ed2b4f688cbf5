/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_BREAK_SPACE "\u00a0"
#define MAX_NAMED 8

char *
dg_words_count (gsize count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, NO_BREAK_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

const char *
dg_words_dataset (DgRun *run)
{
  const char *name = dg_run_get_dataset_name (run);

  return name != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "dataset", name) : NULL;
}

char *
dg_words_shape (const gsize *shape, guint n_dims)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_dims; i++)
    {
      g_autofree char *count = dg_words_count (shape[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " × " : "", count);
    }
  return g_string_free (text, FALSE);
}

char *
dg_words_subset (const DgSubset *subset)
{
  const DgSubsetOrigin *origin = &subset->origin;
  g_autofree char *count = dg_words_count (subset->n);
  g_autofree char *all = dg_words_count (subset->n_all);
  g_autofree char *seed = NULL;

  if (origin->method == DG_REDUCTION_INTERVAL)
    return g_strdup_printf (_("%s of %s, kept at equal intervals of %s at epoch %u"), count, all, origin->layer,
                            origin->epoch);
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, origin->seed);
  return g_strdup_printf (_("%s of %s, kept by maximin sampling of %s at epoch %u (%u clusters, seed %s)"), count,
                          all, origin->layer, origin->epoch, origin->clusters, seed);
}

/* What the analysis set is. */
static char *
describe_all (DgRun *run)
{
  gsize n = dg_run_get_n_samples (run), n_dataset = dg_run_get_n_dataset (run);
  g_autofree char *count = dg_words_count (n);
  g_autofree char *all = dg_words_count (n_dataset);

  if (n_dataset > n)
    return g_strdup_printf (_("%s of %s test images, stratified"), count, all);
  if (n_dataset == n)
    return g_strdup_printf (_("all %s test images"), count);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s sample", "%s samples", n), count);
}

char *
dg_words_samples (DgRun *run)
{
  DgSubset *subset = dg_run_get_subset (run);
  g_autofree char *all = describe_all (run);
  g_autofree char *kept = subset != NULL ? dg_words_subset (subset) : NULL;

  if (kept == NULL)
    return g_steal_pointer (&all);
  /* of samples from elsewhere no more is known than their number */
  return dg_run_get_n_dataset (run) > 0 ? g_strdup_printf ("%s · %s", kept, all) : g_steal_pointer (&kept);
}

static char *
name_plot (const DgGroupRule *rule)
{
  switch (rule->kind)
    {
    case DG_GROUP_PREDICTION:
      return g_strdup (_("dissimilarity plot by prediction"));
    case DG_GROUP_BLOCKS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "dissimilarity plot by %u block",
                                           "dissimilarity plot by %u blocks", rule->count),
                              rule->count);
    case DG_GROUP_HEIGHT:
      return g_strdup_printf (_("dissimilarity plot by blocks at height %g"), rule->height);
    case DG_GROUP_LABEL:
    default:
      return g_strdup (_("dissimilarity plot by label"));
    }
}

static char *
name_kind (const DgCellImage *image)
{
  switch (image->kind)
    {
    case DG_IMAGE_IVAT:
      return g_strdup (_("iVAT"));
    case DG_IMAGE_VAT:
      return g_strdup (_("VAT"));
    case DG_IMAGE_DISSPLOT:
      return name_plot (&image->group);
    case DG_IMAGE_DISSIMILARITY:
    default:
      return g_strdup (_("dissimilarity"));
    }
}

char *
dg_words_image (const DgCellImage *image)
{
  g_autofree char *name = name_kind (image);

  if (image->order == DG_ORDER_SERIATION && image->kind != DG_IMAGE_DISSIMILARITY)
    return g_strdup_printf (_("%s in seriation's order"), name);
  return g_steal_pointer (&name);
}

/* What the rows of an image are. */
static char *
describe_rows (DgRun *run, DgSubject subject)
{
  return subject == DG_SUBJECT_WEIGHTS ? g_strdup (_("weights of units, without biases")) : dg_words_samples (run);
}

static char *
describe (DgRun *run, const char *rows, const char *image)
{
  const DgRunOptions *options = dg_run_get_options (run);
  g_autofree char *seed = NULL;

  if (options != NULL)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, options->training.seed);

      seed = g_strdup_printf (_(" · seed %s"), number);
    }
  return g_strdup_printf (_("%s · %s · Euclidean · own scale per cell%s"), rows, image,
                          seed != NULL ? seed : "");
}

char *
dg_words_describe (DgRun *run, DgSubject subject, const char *image)
{
  g_autofree char *rows = describe_rows (run, subject);

  return describe (run, rows, image);
}

char *
dg_words_describe_briefly (DgRun *run, DgSubject subject, const char *image)
{
  DgSubset *subset = subject == DG_SUBJECT_OUTPUTS ? dg_run_get_subset (run) : NULL;
  g_autofree char *rows = subset != NULL ? dg_words_subset (subset) : describe_rows (run, subject);

  return describe (run, rows, image);
}

/* "1, 2 and 3 more". @run: (nullable): items are its classes */
static char *
join_items (DgRun *run, const guint32 *items, gsize n)
{
  GString *text = g_string_new (NULL);
  gsize shown = n > MAX_NAMED ? MAX_NAMED - 1 : n;

  for (gsize i = 0; i < shown; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      if (run != NULL && items[i] < dg_run_get_n_classes (run))
        g_string_append (text, dg_run_get_class_name (run, items[i]));
      else
        g_string_append_printf (text, "%u", items[i]);
    }
  if (shown < n)
    g_string_append_printf (text, _(" and %u more"), (guint) (n - shown));
  return g_string_free (text, FALSE);
}

/* "class 4", "classes 1, 2" */
static char *
name_classes (DgRun *run, const guint32 *classes, gsize n)
{
  g_autofree char *names = join_items (run, classes, n);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "class %s", "classes %s", n), names);
}

char *
dg_words_join_numbers (const guint32 *numbers, gsize n)
{
  return join_items (NULL, numbers, n);
}

static char *
name_samples (const guint32 *samples, gsize n)
{
  g_autofree char *numbers = dg_words_join_numbers (samples, n);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "sample %s", "samples %s", n), numbers);
}

static char *
describe_wrong (const GArray *marks, const char *classes, guint epoch)
{
  guint wrong = 0;

  for (guint i = 0; i < marks->len; i++)
    wrong += g_array_index (marks, DgMark, i).wrong != FALSE;
  if (classes == NULL)
    return g_strdup_printf (_("ticks: right and wrong at epoch %u, %u of %u wrong"), epoch, wrong,
                            marks->len);
  return g_strdup_printf (_("ticks: %s, right and wrong at epoch %u, %u of %u wrong"), classes, epoch, wrong,
                          marks->len);
}

/* The rule itself, before the chosen classes restrict it. */
static char *
describe_rule (DgRun *run, const DgFocusRule *rule, const GArray *marks, guint epoch)
{
  g_autofree char *items = NULL;

  switch (rule->kind)
    {
    case DG_FOCUS_TOP:
      return g_strdup_printf (_("ticks: %u largest log-likelihoods of each class at epoch %u"), rule->k,
                              epoch);
    case DG_FOCUS_RIGHT_WRONG:
      items = rule->n_items > 0 ? name_classes (run, rule->items, rule->n_items) : NULL;
      return describe_wrong (marks, items, epoch);
    case DG_FOCUS_WRONG:
      return g_strdup_printf (_("ticks: misclassified at epoch %u"), epoch);
    case DG_FOCUS_CLASS:
      if (rule->n_items == 0)
        return g_strdup (_("ticks: class of every sample"));
      items = name_classes (run, rule->items, rule->n_items);
      return g_strdup_printf (_("ticks: samples of %s"), items);
    case DG_FOCUS_SAMPLES:
      items = name_samples (rule->items, rule->n_items);
      return g_strdup_printf (_("ticks: %s"), items);
    case DG_FOCUS_LEAST_CONFIDENT:
      return g_strdup_printf (_("ticks: %u least confident at epoch %u"), rule->k, epoch);
    case DG_FOCUS_WORST_RECONSTRUCTED:
      return g_strdup_printf (_("ticks: %u reconstructed worst at epoch %u"), rule->k, epoch);
    case DG_FOCUS_NONE:
    default:
      return NULL;
    }
}

/* What is marked; NULL where nothing is, as before the first epoch (a negative one). */
static char *
describe_focus (DgRun *run, const DgSelection *selection, const GArray *marks, gint reference_epoch)
{
  g_autoptr (DgFocusRule) rule = dg_selection_get_effective_rule (selection, dg_run_get_n_classes (run));
  g_autofree char *classes = NULL;
  g_autofree char *words = NULL;

  if (reference_epoch < 0)
    return NULL;
  if (selection->classes->len == 0 || rule->kind == DG_FOCUS_RIGHT_WRONG)
    return describe_rule (run, rule, marks, reference_epoch);

  classes =
    name_classes (run, (const guint32 *) (const void *) selection->classes->data, selection->classes->len);
  if (rule->kind == DG_FOCUS_CLASS && rule->n_items == 0)
    return g_strdup_printf (_("ticks and lines: samples of %s"), classes);
  words = describe_rule (run, rule, marks, reference_epoch);
  if (words == NULL)
    return NULL;
  return g_strdup_printf (_("%s, of %s alone"), words, classes);
}

const char *
dg_words_silhouettes (void)
{
  return _("below the diagonal: averages of groups; at the right: silhouette widths from −1 to 1, their mean over "
           "each group and, above, over all of them");
}

char *
dg_words_join_lines (const char *what, gboolean silhouettes, const char *last)
{
  GString *text = g_string_new (what);

  if (silhouettes)
    g_string_append_printf (text, "\n%s", dg_words_silhouettes ());
  if (last != NULL)
    g_string_append_printf (text, "\n%s", last);
  return g_string_free (text, FALSE);
}

char *
dg_words_join (DgRun *run, const char *image, gboolean silhouettes, const DgSelection *selection,
               const GArray *marks, gint reference_epoch)
{
  g_autofree char *what = dg_words_describe (run, DG_SUBJECT_OUTPUTS, image);
  g_autofree char *focus = describe_focus (run, selection, marks, reference_epoch);

  return dg_words_join_lines (what, silhouettes, focus);
}

char **
dg_words_list_classes (DgRun *run, guint *n_classes)
{
  char **names;

  *n_classes = dg_run_get_n_classes (run);
  if (*n_classes == 0)
    return NULL;
  names = g_new0 (char *, *n_classes);
  for (guint i = 0; i < *n_classes; i++)
    names[i] = g_strdup (dg_run_get_class_name (run, i));
  return names;
}
