/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/reduce-output.h"

#include <glib/gi18n-lib.h>

#include "cli/text-width.h"
#include "explorer/reduction-words.h"
#include "explorer/words.h"
#include "run/json-builder.h"

/* Columns of the table; the last is set left, the others right. */
enum
{
  KEPT,
  EVERY,
  BLOCKS,
  RAND_INDEX,
  DIFFERENCE,
  TIME,
  MEANING,
  N_COLUMNS,
};

static void
row_free (gpointer data)
{
  char **row = data;

  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (row[i]);
  g_free (row);
}

static char **
add_row (GPtrArray *rows)
{
  char **row = g_new0 (char *, N_COLUMNS);

  g_ptr_array_add (rows, row);
  return row;
}

static void
add_heading (GPtrArray *rows, gboolean by_interval)
{
  char **row = add_row (rows);

  row[KEPT] = g_strdup (_("kept"));
  row[EVERY] = by_interval ? g_strdup (C_ ("every so many samples", "every")) : NULL;
  row[BLOCKS] = g_strdup (_("blocks"));
  row[RAND_INDEX] = g_strdup (_("ARI"));
  row[DIFFERENCE] = g_strdup (_("mean |ΔD′|"));
  row[TIME] = g_strdup (_("time"));
}

static void
add_base (GPtrArray *rows, const DgReductionBase *base, const DgReductionTrial *trial)
{
  char **row = add_row (rows);

  row[KEPT] = dg_words_count (dg_cell_get_n (base->cell));
  row[BLOCKS] = g_strdup_printf ("%zu", trial->agreement.full_blocks);
  row[TIME] = dg_reduction_words_time (base->seconds);
}

static void
add_trial (GPtrArray *rows, const DgReductionTrial *trial)
{
  char **row = add_row (rows);

  row[KEPT] = dg_words_count (trial->subset->n);
  if (trial->options.method == DG_REDUCTION_INTERVAL)
    row[EVERY] = g_strdup_printf ("%.4g", (double) trial->subset->n_all / (double) trial->subset->n);
  row[BLOCKS] = g_strdup_printf ("%zu", trial->agreement.blocks);
  row[RAND_INDEX] = g_strdup_printf ("%.2f", trial->agreement.rand_index);
  row[DIFFERENCE] = g_strdup_printf ("%.3f", trial->agreement.difference);
  row[TIME] = dg_reduction_words_time (trial->seconds);
  row[MEANING] = dg_reduction_words_agreement (&trial->agreement);
}

static char *
format_rows (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);
  gsize widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < rows->len * N_COLUMNS; i++)
    {
      const char *cell = ((char **) rows->pdata[i / N_COLUMNS])[i % N_COLUMNS];

      if (cell != NULL)
        widths[i % N_COLUMNS] = MAX (widths[i % N_COLUMNS], dg_cli_text_width (cell));
    }
  for (guint i = 0; i < rows->len; i++)
    {
      for (guint column = 0; column < N_COLUMNS; column++)
        {
          const char *cell = ((char **) rows->pdata[i])[column];
          gsize width = cell != NULL ? dg_cli_text_width (cell) : 0;

          if (widths[column] > 0 && column != MEANING)
            g_string_append_printf (text, "%*s%s", (int) (widths[column] - width + 2), "", cell != NULL ? cell : "");
          else if (cell != NULL)
            g_string_append_printf (text, "   %s", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

char *
dg_cli_format_reduction (const DgReductionBase *base, DgReductionTrial *const *trials, guint n_trials)
{
  const DgReductionOptions *options = &trials[0]->options;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autofree char *all = dg_words_count (dg_cell_get_n (base->cell));
  g_autofree char *method = dg_reduction_words_method (options);
  g_autofree char *heading =
    g_strdup_printf (_("%s at epoch %u: all %s samples and fewer, kept %s, compared by %u blocks"), base->layer,
                     base->epoch, all, method, options->n_blocks);
  g_autofree char *table = NULL;

  add_heading (rows, options->method == DG_REDUCTION_INTERVAL);
  add_base (rows, base, trials[0]);
  for (guint i = 0; i < n_trials; i++)
    add_trial (rows, trials[i]);
  table = format_rows (rows);
  return g_strdup_printf ("%s\n\n%s", heading, table);
}

static void
add_options (JsonBuilder *builder, const DgReductionOptions *options)
{
  dg_json_add_string (builder, "method", dg_reduction_method_to_string (options->method));
  if (options->method == DG_REDUCTION_MMRS)
    {
      dg_json_add_int (builder, "clusters", options->clusters);
      dg_json_add_int (builder, "seed", (gint64) options->seed);
    }
  dg_json_add_int (builder, "blocks", options->n_blocks);
}

static void
add_trial_json (JsonBuilder *builder, const DgReductionTrial *trial)
{
  json_builder_begin_object (builder);
  dg_json_add_int (builder, "kept", (gint64) trial->subset->n);
  dg_json_add_int (builder, "blocks", (gint64) trial->agreement.blocks);
  dg_json_add_double (builder, "rand_index", trial->agreement.rand_index);
  dg_json_add_double (builder, "difference", trial->agreement.difference);
  dg_json_add_double (builder, "seconds", trial->seconds);
  json_builder_end_object (builder);
}

char *
dg_cli_format_reduction_json (DgRun *run, const DgReductionBase *base, DgReductionTrial *const *trials,
                              guint n_trials, const DgSubset *accepted)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  dg_json_add_string (builder, "name", dg_run_get_name (run));
  dg_json_add_string (builder, "layer", base->layer);
  dg_json_add_int (builder, "epoch", base->epoch);
  dg_json_add_string (builder, "order", dg_order_to_string (base->order));
  add_options (builder, &trials[0]->options);
  dg_json_add_int (builder, "samples", (gint64) dg_cell_get_n (base->cell));
  dg_json_add_int (builder, "blocks_of_all", (gint64) trials[0]->agreement.full_blocks);
  dg_json_add_double (builder, "seconds", base->seconds);
  json_builder_set_member_name (builder, "trials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_trials; i++)
    add_trial_json (builder, trials[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "accepted");
  if (accepted != NULL)
    json_builder_add_int_value (builder, (gint64) accepted->n);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}
