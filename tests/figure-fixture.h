/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/figure.h"

/* Cells and figures with known pixels, for the tests of the figure's modules. */

/* A cell of @n samples in @n_blocks equal clusters: 1 apart within them, 4 between. The sample at position k
 * is (k·step) mod n, @step prime to n. */
static inline DgCell *
make_cell (gsize n, gsize n_blocks, gsize step)
{
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree guint32 *parent = g_new (guint32, n);
  g_autofree float *weight = g_new (float, n);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;

  for (gsize k = 0; k < n; k++)
    {
      order[k] = k * step % n;
      parent[k] = k == 0 ? DG_VAT_NO_PARENT : order[k - 1];
      weight[k] = k == 0 ? 0 : k * n_blocks / n > (k - 1) * n_blocks / n ? 4 : 1;
    }
  vat = dg_vat_new_from_arrays (n, order, parent, weight, &error);
  g_assert_no_error (error);
  ivat = dg_ivat_new (vat);

  return dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL, NULL, NULL, NULL);
}

/* A dissimilarity plot of @n samples: group g of @n_groups takes every sample i with i mod n_groups = g, at 10·g and
 * within 1 of it on a line; but sample 0, of group 0, lies in the last. */
static inline DgCell *
make_plot_cell (gsize n, gsize n_groups, gboolean of_classes)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, 1 });
  g_autoptr (DgPartition) partition = dg_partition_new (n, n_groups);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  g_autoptr (DgDissplot) plot = NULL;

  for (gsize i = 0; i < n; i++)
    {
      partition->group[i] = i % n_groups;
      values->data[i] = 10 * (i == 0 ? n_groups - 1 : i % n_groups) + (float) i / n;
    }
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  ivat = dg_ivat_new (vat);
  plot = dg_dissplot_new (dissimilarity, partition, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  for (gsize g = 0; g < n_groups; g++)
    {
      g_autofree char *name = g_strdup_printf ("group %u", plot->group[g]);

      g_strv_builder_add (names, name);
    }
  list = g_strv_builder_end (names);
  return dg_cell_new_dissplot (ivat, dissimilarity, plot, (const char *const *) list, of_classes, NULL, NULL,
                               NULL, NULL);
}

/* A figure of iVAT cells with names. */
static inline DgFigure *
make_figure (guint n_rows, guint n_columns, gsize n)
{
  DgFigure *figure = dg_figure_new (n_rows, n_columns);

  for (guint row = 0; row < n_rows; row++)
    {
      figure->row_names[row] = g_strdup_printf ("R%u", row);
      figure->row_notes[row] = g_strdup_printf ("%u units", 10 * row);
    }
  for (guint column = 0; column < n_columns; column++)
    figure->column_names[column] = g_strdup_printf ("epoch %u", column + 1);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        g_autoptr (DgCell) cell = make_cell (n, 5, 1);

        dg_figure_set_cell (figure, row, column, cell);
      }

  return figure;
}

/* The same of dissimilarity plots. */
static inline DgFigure *
make_plot_figure (guint n_rows, guint n_columns, gsize n)
{
  DgFigure *figure = make_figure (n_rows, n_columns, n);

  figure->silhouettes = TRUE;
  for (guint i = 0; i < n_rows * n_columns; i++)
    {
      g_autoptr (DgCell) cell = make_plot_cell (n, 3, TRUE);

      dg_figure_set_cell (figure, i / n_columns, i % n_columns, cell);
    }
  return figure;
}

/* With all the rest: title, keys, a footer. */
static inline void
add_extras (DgFigure *figure)
{
  figure->title = g_strdup ("Layers & epochs <of a network> while it learns");
  figure->footer = g_strdup ("100 of 10 000 test images, stratified · iVAT · Euclidean · own scale per cell\n"
                             "Ticks: the largest log-likelihoods per class at epoch 20");
  figure->n_classes = 10;
  figure->class_names = g_new0 (char *, 10);
  for (guint i = 0; i < 10; i++)
    figure->class_names[i] = g_strdup_printf ("class %u", i);
  figure->colour_key = TRUE;
}

static inline void
add_mark (DgFigure *figure, guint32 sample, gint class_index, gboolean wrong)
{
  DgMark mark = { sample, class_index, wrong };

  g_array_append_val (figure->marks, mark);
}
