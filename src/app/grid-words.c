/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/grid-words.h"

#include <glib/gi18n-lib.h>

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
read_out_sample (DgExplorer *explorer, const DgCell *cell, gsize position)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  gsize group = dg_dissplot_find_group (plot, position);
  g_autofree char *sample = name_sample (explorer, dg_cell_get_sample (cell, position));
  g_autofree char *name = name_group (cell, group);

  if (plot->has_rest && group + 1 == plot->n_groups)
    return g_strdup_printf (_("sample %s in the %s"), sample, name);
  return g_strdup_printf (_("sample %s in %s · silhouette %.2f"), sample, name, plot->width[position]);
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
    return g_strdup_printf (_("within %s on average %.3g"), one, average);
  return g_strdup_printf (_("%s × %s on average %.3g"), one, other, average);
}

/* Below the diagonal of a dissimilarity plot there are groups, above it samples. */
static char *
read_out_plot (DgExplorer *explorer, const DgCell *cell, gint64 i, gint64 j)
{
  const DgDissplot *plot = dg_cell_get_dissplot (cell);
  g_autofree char *sample = NULL;
  g_autofree char *other = NULL;

  if (i < 0 || j < 0)
    return read_out_sample (explorer, cell, i >= 0 ? i : j);
  if (i >= j)
    return read_out_groups (cell, i, j);
  sample = name_sample (explorer, dg_cell_get_sample (cell, i));
  other = name_sample (explorer, dg_cell_get_sample (cell, j));
  return g_strdup_printf (_("samples %s × %s · %.3g · silhouettes %.2f, %.2f"), sample, other,
                          dg_cell_get_value (cell, i, j), plot->width[i], plot->width[j]);
}

char *
dg_grid_words_read_out (DgExplorer *explorer, guint row, guint column, DgCell *cell, gint64 i, gint64 j)
{
  g_autofree char *name = g_strdup_printf (_("%s · epoch %u"), dg_explorer_get_layers (explorer)[row],
                                           get_epoch (explorer, column));
  g_autofree char *first = i >= 0 ? name_sample (explorer, dg_cell_get_sample (cell, i)) : NULL;
  g_autofree char *second = j >= 0 ? name_sample (explorer, dg_cell_get_sample (cell, j)) : NULL;

  if (first == NULL && second == NULL)
    return g_steal_pointer (&name);
  if (dg_cell_get_dissplot (cell) != NULL)
    {
      g_autofree char *words = read_out_plot (explorer, cell, i, j);

      return g_strdup_printf ("%s · %s", name, words);
    }
  if (first == NULL || second == NULL || i == j)
    return g_strdup_printf (_("%s · sample %s"), name, first != NULL ? first : second);
  return g_strdup_printf (_("%s · samples %s × %s · %.3g"), name, first, second,
                          dg_cell_get_value (cell, i, j));
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

char *
dg_grid_words_summarise (DgExplorer *explorer)
{
  g_autofree char *classes = NULL, *lit = NULL, *samples = NULL;
  guint n_classes = 0, n_marks = dg_explorer_get_marks (explorer)->len;
  gsize n_samples;

  if (dg_explorer_get_run (explorer) == NULL)
    return g_strdup ("");
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
    samples = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu sample", "%zu samples", n_samples),
                               n_samples);
  if (lit != NULL && samples != NULL)
    return g_strdup_printf ("%s · %s", lit, samples);
  return g_strdup (lit != NULL ? lit : samples != NULL ? samples : "");
}
