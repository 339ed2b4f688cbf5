/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/unit-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "explorer/unit-selection.h"
#include "explorer/words.h"

char *
dg_unit_words_count (const DgUnits *units)
{
  g_autofree char *count = dg_words_count (units->n_units);

  if (units->are_filters)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s filter", "%s filters", units->n_units), count);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s unit", "%s units", units->n_units), count);
}

char *
dg_unit_words_name (const DgUnits *units, guint32 unit)
{
  return dg_unit_words_list (units, &unit, 1);
}

char *
dg_unit_words_list (const DgUnits *units, const guint32 *numbers, gsize n)
{
  g_autofree char *list = dg_words_join_numbers (numbers, n);

  if (units->are_filters)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "filter %s", "filters %s", n), list);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "unit %s", "units %s", n), list);
}

char *
dg_unit_words_shape (const DgUnits *units)
{
  return dg_words_shape (units->shape, units->n_dims);
}

char *
dg_unit_words_weight (const DgUnits *units, gsize at, double weight)
{
  g_autofree char *digits = g_strdup_printf ("%.3g", fabs (weight));
  const char *sign = weight < 0 ? "\u2212" : "";
  gsize columns = units->shape[2], map = units->shape[1] * columns;

  if (units->n_dims != 3)
    return g_strdup_printf (_("feature %zu: %s%s"), at, sign, digits);
  return g_strdup_printf (_("channel %zu, row %zu, column %zu: %s%s"), at / map, at % map / columns, at % columns,
                          sign, digits);
}

char *
dg_unit_words_selection (DgRun *run, const GArray *chosen)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n;
  const DgUnits *modules = dg_run_get_units (run, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GArray) units = dg_unit_selection_list (chosen, modules[i].module);
      g_autofree char *names = NULL;

      if (units->len == 0)
        continue;
      names = dg_unit_words_list (&modules[i], (const guint32 *) (const void *) units->data, units->len);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", modules[i].module, names);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
dg_unit_words_join (DgRun *run, const char *image, gboolean silhouettes, const GArray *chosen)
{
  g_autofree char *what = dg_words_describe (run, DG_SUBJECT_WEIGHTS, image);
  g_autofree char *units = dg_unit_words_selection (run, chosen);
  g_autofree char *lines = units != NULL ? g_strdup_printf (_("lines: %s"), units) : NULL;

  return dg_words_join_lines (what, silhouettes, lines);
}
