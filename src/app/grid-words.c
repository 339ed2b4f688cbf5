/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/grid-words.h"

#include <glib/gi18n-lib.h>

#include "explorer/unit-words.h"
#include "explorer/words.h"

#define MAX_NAMED 3

static guint
get_epoch (DgExplorer *explorer, guint column)
{
  gsize n;

  return dg_explorer_get_epochs (explorer, &n)[column];
}

char *
dg_grid_words_name (DgExplorer *explorer)
{
  DgRun *run = dg_explorer_get_run (explorer);
  gint row, column;

  if (run == NULL)
    return g_strdup (_("No run"));
  dg_explorer_get_current (explorer, &row, &column);
  if (row < 0)
    return g_strdup (dg_run_get_name (run));
  return g_strdup_printf (_("%s: %s, epoch %u"), dg_run_get_name (run),
                          dg_explorer_get_layers (explorer)[row], get_epoch (explorer, column));
}

/* The module whose units the rows are; NULL: they are samples. */
static const DgUnits *
find_units (DgExplorer *explorer, guint row)
{
  if (dg_explorer_get_subject (explorer) == DG_SUBJECT_OUTPUTS)
    return NULL;
  return dg_run_find_units (dg_explorer_get_run (explorer), dg_explorer_get_layers (explorer)[row], NULL);
}

/* "247 (4)" */
static char *
name_sample (DgExplorer *explorer, guint32 sample)
{
  DgRun *run = dg_explorer_get_run (explorer);
  const guint8 *labels = dg_run_get_labels (run);

  if (labels == NULL)
    return g_strdup_printf ("%u", sample);
  return g_strdup_printf ("%u (%s)", sample, dg_run_get_class_name (run, labels[sample]));
}

/* "sample 247 (4)", "filter 3" */
static char *
name_row (DgExplorer *explorer, const DgUnits *units, guint32 item)
{
  g_autofree char *sample = NULL;

  if (units != NULL)
    return dg_unit_words_name (units, item);
  sample = name_sample (explorer, item);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "sample %s", "samples %s", 1), sample);
}

/* "samples 247 (4) × 93 (9)", "filters 3 × 5" */
static char *
name_pair (DgExplorer *explorer, const DgUnits *units, guint32 item, guint32 other)
{
  g_autofree char *first = NULL, *second = NULL;

  if (units != NULL)
    return g_strdup_printf (units->are_filters ? _("filters %u × %u") : _("units %u × %u"), item, other);
  first = name_sample (explorer, item);
  second = name_sample (explorer, other);
  return g_strdup_printf (_("samples %s × %s"), first, second);
}

/* "group 4", "block 3", "rest" */
static char *
name_group (const DgCell *cell, gsize group)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  const char *name = dg_cell_get_group_name (cell, group);

  if (plot->has_rest && group + 1 == plot->n_groups)
    return g_strdup (name);
  if (dg_cell_get_group_class (cell, group) == DG_CELL_NO_CLASS)
    return g_strdup_printf (_("block %s"), name);
  return g_strdup_printf (_("group %s"), name);
}

/* "sample 247 (4) in group 9 · silhouette -0.12" */
static char *
read_out_row (DgExplorer *explorer, const DgUnits *units, const DgCell *cell, gsize position)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  gsize group = dg_dissplot_find_group (plot, position);
  g_autofree char *item = name_row (explorer, units, dg_cell_get_sample (cell, position));
  g_autofree char *name = name_group (cell, group);

  if (plot->has_rest && group + 1 == plot->n_groups)
    /* Translators: a sample or unit, and "rest": those outside of all blocks */
    return g_strdup_printf (_("%s in the %s"), item, name);
  /* Translators: a sample or unit, and its group or block */
  return g_strdup_printf (_("%s in %s · silhouette %.2f"), item, name, plot->width[position]);
}

/* "group 9 × group 4 on average 1.2" */
static char *
read_out_groups (const DgCell *cell, gsize i, gsize j)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  gsize first = dg_dissplot_find_group (plot, i), second = dg_dissplot_find_group (plot, j);
  g_autofree char *one = name_group (cell, first);
  g_autofree char *other = name_group (cell, second);
  double average = dg_dissplot_get_average (plot, i, j);

  if (first == second)
    /* Translators: a group or block, and the mean dissimilarity within it */
    return g_strdup_printf (_("within %s on average %.3g"), one, average);
  return g_strdup_printf (_("%s × %s on average %.3g"), one, other, average);
}

/* Below the diagonal of a dissimilarity plot there are groups, above it samples or units. */
static char *
read_out_plot (DgExplorer *explorer, const DgUnits *units, const DgCell *cell, gint64 i, gint64 j)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  g_autofree char *pair = NULL;

  if (i < 0 || j < 0)
    return read_out_row (explorer, units, cell, i >= 0 ? i : j);
  if (i >= j)
    return read_out_groups (cell, i, j);
  pair = name_pair (explorer, units, dg_cell_get_sample (cell, i), dg_cell_get_sample (cell, j));
  return g_strdup_printf (_("%s · %.3g · silhouettes %.2f, %.2f"), pair, dg_cell_get_value (cell, i, j),
                          plot->width[i], plot->width[j]);
}

static char *
read_out_image (DgExplorer *explorer, const DgUnits *units, const DgCell *cell, gint64 i, gint64 j)
{
  g_autofree char *pair = NULL;

  if (i < 0 || j < 0 || i == j)
    return name_row (explorer, units, dg_cell_get_sample (cell, i >= 0 ? i : j));
  pair = name_pair (explorer, units, dg_cell_get_sample (cell, i), dg_cell_get_sample (cell, j));
  return g_strdup_printf ("%s · %.3g", pair, dg_cell_get_value (cell, i, j));
}

char *
dg_grid_words_read_out (DgExplorer *explorer, guint row, guint column, DgCell *cell, gint64 i, gint64 j)
{
  const DgUnits *units = find_units (explorer, row);
  g_autofree char *name = g_strdup_printf (_("%s · epoch %u"), dg_explorer_get_layers (explorer)[row],
                                           get_epoch (explorer, column));
  g_autofree char *words = NULL;

  if (i < 0 && j < 0)
    return g_steal_pointer (&name);
  words = dg_cell_get_dissplot (cell) != NULL ? read_out_plot (explorer, units, cell, i, j)
                                              : read_out_image (explorer, units, cell, i, j);
  return g_strdup_printf ("%s · %s", name, words);
}

static char *
name_classes (DgExplorer *explorer, guint *n_chosen)
{
  DgRun *run = dg_explorer_get_run (explorer);
  GString *names = g_string_new (NULL);

  *n_chosen = 0;
  for (guint i = 0; i < dg_run_get_n_classes (run); i++)
    {
      if (!dg_explorer_is_class_chosen (explorer, i))
        continue;
      if (++*n_chosen <= MAX_NAMED)
        g_string_append_printf (names, "%s%s", *n_chosen > 1 ? ", " : "", dg_run_get_class_name (run, i));
    }
  if (*n_chosen > MAX_NAMED)
    g_string_append (names, "…");
  return g_string_free (names, FALSE);
}

static char *
summarise_units (DgExplorer *explorer)
{
  char *words = dg_unit_words_selection (dg_explorer_get_run (explorer), dg_explorer_get_units (explorer));

  return words != NULL ? words : g_strdup ("");
}

char *
dg_grid_words_summarise (DgExplorer *explorer)
{
  g_autofree char *classes = NULL, *lit = NULL, *samples = NULL;
  guint n_classes = 0, n_marks = dg_explorer_get_marks (explorer)->len;
  gsize n_samples;

  if (dg_explorer_get_run (explorer) == NULL)
    return g_strdup ("");
  if (dg_explorer_get_subject (explorer) == DG_SUBJECT_WEIGHTS)
    return summarise_units (explorer);
  classes = name_classes (explorer, &n_classes);
  dg_explorer_get_samples (explorer, &n_samples);
  if (n_classes > 0)
    {
      g_autofree char *count = dg_words_count (n_marks);
      g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n_marks),
                                               count);

      lit = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "class %s: %s", "classes %s: %s", n_classes),
                             classes, rows);
    }
  if (n_samples > 0)
    {
      g_autofree char *count = dg_words_count (n_samples);

      samples = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s sample", "%s samples", n_samples), count);
    }
  if (lit != NULL && samples != NULL)
    return g_strdup_printf ("%s · %s", lit, samples);
  return g_strdup (lit != NULL ? lit : samples != NULL ? samples : "");
}
