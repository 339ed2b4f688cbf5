/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/cell-groups.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

/* (transfer full) (n) of the classes of all samples, those of @samples; all if these are NULL. */
static guint8 *
pick_classes (const guint8 *classes, const guint32 *samples, gsize n)
{
  guint8 *picked = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    picked[i] = classes[samples != NULL ? samples[i] : i];
  return picked;
}

DgPartition *
dg_cell_groups_find (DgRun *run, const DgCellKey *key, const guint32 *samples, const DgVat *vat, GError **error)
{
  const DgGroupRule *rule = &key->image.group;
  gboolean of_units = key->image.subject == DG_SUBJECT_WEIGHTS;
  const guint8 *all_labels = of_units ? NULL : dg_run_get_labels (run);
  g_autofree guint8 *labels = all_labels != NULL ? pick_classes (all_labels, samples, vat->n) : NULL;
  g_autofree guint8 *predictions = NULL;

  if (of_units && !dg_group_rule_is_of_blocks (rule))
    {
      g_set_error_literal (error, DG_ERROR, DG_ERROR_VALUE,
                           _("units of a layer have no classes; they are grouped by blocks:K or height:H"));
      return NULL;
    }
  if (rule->kind == DG_GROUP_PREDICTION)
    {
      g_autofree guint8 *all = dg_run_load_predictions (run, key->epoch, error);

      if (all == NULL)
        return NULL;
      predictions = pick_classes (all, samples, vat->n);
    }
  return dg_group_rule_apply (rule, labels, predictions, vat->n, vat, NULL, error);
}

/* (transfer full) by place in the plot: blocks are counted from the top. */
static char **
name_groups (DgRun *run, const DgGroupRule *rule, const DgDissplot *plot)
{
  char **names = g_new0 (char *, plot->n_groups + 1);
  gboolean of_blocks = dg_group_rule_is_of_blocks (rule);

  for (guint place = 0; place < plot->n_groups; place++)
    if (of_blocks && plot->has_rest && place + 1 == plot->n_groups)
      names[place] = g_strdup (C_ ("samples outside of all blocks", "rest"));
    else if (of_blocks)
      names[place] = g_strdup_printf ("%u", place + 1);
    else if (dg_run_get_class_name (run, plot->group[place]) != NULL)
      names[place] = g_strdup (dg_run_get_class_name (run, plot->group[place]));
    else
      names[place] = g_strdup_printf ("%u", plot->group[place]);
  return names;
}

DgCell *
dg_cell_groups_new_cell (DgRun *run, const DgCellImage *image, const DgPartition *partition,
                         const guint32 *samples, DgDissimilarity *dissimilarity, DgIvat *ivat,
                         DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgDissplot) plot =
    dg_dissplot_new (dissimilarity, partition, image->order, parallel, cancellable, error);
  g_auto (GStrv) names = NULL;

  if (plot == NULL)
    return NULL;
  names = name_groups (run, &image->group, plot);
  return dg_cell_new_dissplot (ivat, dissimilarity, plot, (const char *const *) names,
                               !dg_group_rule_is_of_blocks (&image->group), samples, parallel, cancellable, error);
}
