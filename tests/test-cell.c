/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/cell.h"

#include <string.h>

#include "base/error.h"
#include "base/rng.h"
#include "figure-fixture.h"

/* Random points of d coordinates. */
static DgDissimilarity *
make_dissimilarity (gsize n, gsize d, DgMetric metric)
{
  const gsize shape[] = { n, d };
  g_autoptr (DgTensor) values = dg_tensor_new (2, shape);
  DgRng rng;

  dg_rng_init (&rng, 7, n);
  for (gsize i = 0; i < n * d; i++)
    values->data[i] = dg_rng_normal (&rng);

  return dg_dissimilarity_new (values, metric, NULL);
}

static DgIvat *
make_ivat (const DgDissimilarity *dissimilarity)
{
  g_autoptr (DgVat) vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);

  return dg_ivat_new (vat);
}

static void
test_kinds (void)
{
  const DgImageKind kinds[] = { DG_IMAGE_IVAT, DG_IMAGE_VAT, DG_IMAGE_DISSIMILARITY, DG_IMAGE_DISSPLOT };
  g_autoptr (GError) error = NULL;
  DgImageKind kind;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_true (dg_image_kind_parse (dg_image_kind_to_string (kinds[i]), &kind, &error));
      g_assert_cmpint (kind, ==, kinds[i]);
    }

  g_assert_false (dg_image_kind_parse ("heatmap", &kind, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "heatmap"));
  g_assert_nonnull (strstr (error->message, "ivat, vat, dissimilarity, dissplot"));
}

static void
test_positions (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (40, 3, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgIvat) ivat = make_ivat (dissimilarity);
  const DgVat *vat = dg_ivat_get_vat (ivat);
  g_autoptr (DgCell) ordered = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (DgCell) raw = dg_cell_new (DG_IMAGE_DISSIMILARITY, ivat, dissimilarity, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (dg_cell_get_n (ordered), ==, 40);
  for (guint position = 0; position < 40; position++)
    {
      g_assert_cmpuint (dg_cell_get_sample (ordered, position), ==, vat->order[position]);
      g_assert_cmpuint (dg_cell_get_position (ordered, vat->order[position]), ==, position);
      g_assert_cmpuint (dg_cell_get_sample (raw, position), ==, position);
      g_assert_cmpuint (dg_cell_get_position (raw, position), ==, position);
    }
  g_assert_cmpuint (dg_cell_get_position (ordered, 40), ==, DG_CELL_ABSENT);
  g_assert_cmpuint (dg_cell_get_position (raw, DG_CELL_ABSENT), ==, DG_CELL_ABSENT);
}

/* A cell of some rows of the analysis set speaks of them by their rows there. */
static void
test_positions_of_some (void)
{
  const guint32 samples[] = { 3, 10, 11, 25, 26, 90 };
  const gsize n = G_N_ELEMENTS (samples);
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (n, 3, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgIvat) ivat = make_ivat (dissimilarity);
  const DgVat *vat = dg_ivat_get_vat (ivat);
  g_autoptr (DgCell) cell = dg_cell_new (DG_IMAGE_VAT, ivat, dissimilarity, samples, NULL, NULL, NULL);
  guint n_shown = 0;

  for (gsize position = 0; position < n; position++)
    g_assert_cmpuint (dg_cell_get_sample (cell, position), ==, samples[vat->order[position]]);
  for (guint32 sample = 0; sample < 200; sample++)
    {
      guint32 position = dg_cell_get_position (cell, sample);

      if (position == DG_CELL_ABSENT)
        continue;
      g_assert_cmpuint (dg_cell_get_sample (cell, position), ==, sample);
      n_shown++;
    }
  g_assert_cmpuint (n_shown, ==, n);
}

/* Every kind draws the values of its own matrix in its own order, at any size, and its maximum is the
 * largest. */
static void
test_values (void)
{
  const DgMetric metrics[] = { DG_METRIC_EUCLIDEAN, DG_METRIC_COSINE };
  const gsize n = 23;

  for (guint m = 0; m < G_N_ELEMENTS (metrics); m++)
    for (DgImageKind kind = DG_IMAGE_IVAT; kind <= DG_IMAGE_DISSIMILARITY; kind++)
      {
        g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (n, 4, metrics[m]);
        g_autoptr (DgIvat) ivat = make_ivat (dissimilarity);
        g_autoptr (DgCell) cell = dg_cell_new (kind, ivat, dissimilarity, NULL, NULL, NULL, NULL);
        const gsize sizes[] = { n, 2 * n + 5, 9 };
        float largest = 0;

        for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
          {
            gsize size = sizes[s];
            g_autofree float *values = g_new (float, size * size);

            dg_cell_render (cell, 0, n, size, values);
            for (gsize y = 0; y < size; y++)
              for (gsize x = 0; x < size; x++)
                {
                  gsize i = (2 * y + 1) * n / (2 * size), j = (2 * x + 1) * n / (2 * size);
                  double expected = kind == DG_IMAGE_IVAT ? dg_ivat_get_value (ivat, i, j)
                                    : dg_dissimilarity_get (dissimilarity, dg_cell_get_sample (cell, i),
                                                            dg_cell_get_sample (cell, j));

                  g_assert_cmpfloat_with_epsilon (values[y * size + x], expected, 1e-5);
                  largest = MAX (largest, values[y * size + x]);
                }
          }
        g_assert_cmpfloat_with_epsilon (dg_cell_get_maximum (cell), largest, 1e-5);
        g_assert_cmpint (dg_cell_get_kind (cell), ==, kind);
        g_assert_true (dg_cell_get_ivat (cell) == ivat);
      }
}

static void
test_precomputed (void)
{
  const gsize shape[] = { 3, 3 };
  const float values[] = { 0, 1, 5, 1, 0, 2, 5, 2, 0 };
  g_autoptr (DgTensor) tensor = dg_tensor_new (2, shape);
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  g_autoptr (DgCell) raw = NULL, path = NULL;

  memcpy (tensor->data, values, sizeof values);
  dissimilarity = dg_dissimilarity_new (tensor, DG_METRIC_PRECOMPUTED, NULL);
  ivat = make_ivat (dissimilarity);
  raw = dg_cell_new (DG_IMAGE_DISSIMILARITY, ivat, dissimilarity, NULL, NULL, NULL, NULL);
  path = dg_cell_new (DG_IMAGE_IVAT, ivat, NULL, NULL, NULL, NULL, NULL);

  g_assert_cmpfloat (dg_cell_get_maximum (raw), ==, 5);
  g_assert_cmpfloat (dg_cell_get_maximum (path), ==, 2);
}

/* Groups in order, dissimilarities above the diagonal, averages on it and below. */
static void
test_dissplot (void)
{
  const gsize n = 24, sizes[] = { 24, 53, 7 };
  g_autoptr (DgCell) cell = make_plot_cell (n, 3, TRUE), blocks = make_plot_cell (n, 3, FALSE);
  const DgDissplot *plot = dg_cell_get_dissplot (cell);

  g_assert_cmpint (dg_cell_get_kind (cell), ==, DG_IMAGE_DISSPLOT);
  for (guint position = 0; position < n; position++)
    {
      g_assert_cmpuint (dg_cell_get_sample (cell, position), ==, plot->order[position]);
      g_assert_cmpuint (dg_cell_get_position (cell, plot->order[position]), ==, position);
    }
  for (gsize group = 0; group < 3; group++)
    {
      g_autofree char *name = g_strdup_printf ("group %u", plot->group[group]);

      g_assert_cmpstr (dg_cell_get_group_name (cell, group), ==, name);
      g_assert_cmpint (dg_cell_get_group_class (cell, group), ==, plot->group[group]);
      g_assert_cmpint (dg_cell_get_group_class (blocks, group), ==, DG_CELL_NO_CLASS);
    }
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize size = sizes[s];
      g_autofree float *values = g_new (float, size * size);

      dg_cell_render (cell, 0, n, size, values);
      for (gsize y = 0; y < size; y++)
        for (gsize x = 0; x < size; x++)
          {
            gsize i = (2 * y + 1) * n / (2 * size), j = (2 * x + 1) * n / (2 * size);
            gsize g = dg_dissplot_find_group (plot, i), h = dg_dissplot_find_group (plot, j);

            if (x > y && i == j)
              continue; /* two pixels of one sample */
            g_assert_cmpfloat_with_epsilon (values[y * size + x], dg_cell_get_value (cell, i, j), 1e-4);
            if (i >= j)
              g_assert_cmpfloat (dg_cell_get_value (cell, i, j), ==, plot->average[g * 3 + h]);
          }
    }
}

static void
test_one_sample (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (1, 3, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgIvat) ivat = make_ivat (dissimilarity);
  float values[4] = { 1, 1, 1, 1 };

  for (DgImageKind kind = DG_IMAGE_IVAT; kind <= DG_IMAGE_DISSIMILARITY; kind++)
    {
      g_autoptr (DgCell) cell = dg_cell_new (kind, ivat, dissimilarity, NULL, NULL, NULL, NULL);

      dg_cell_render (cell, 0, 1, 2, values);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpfloat (values[i], ==, 0);
      g_assert_cmpfloat (dg_cell_get_maximum (cell), ==, 0);
    }
}

/* The largest of all distances takes as long as an order: whoever waits for it can give up. */
static void
test_cancel (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = make_dissimilarity (30, 3, DG_METRIC_EUCLIDEAN);
  g_autoptr (DgIvat) ivat = make_ivat (dissimilarity);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (DgImageKind kind = DG_IMAGE_VAT; kind <= DG_IMAGE_DISSIMILARITY; kind++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_cell_new (kind, ivat, dissimilarity, NULL, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cell/kinds", test_kinds);
  g_test_add_func ("/cell/positions", test_positions);
  g_test_add_func ("/cell/positions/of-some", test_positions_of_some);
  g_test_add_func ("/cell/values", test_values);
  g_test_add_func ("/cell/precomputed", test_precomputed);
  g_test_add_func ("/cell/dissplot", test_dissplot);
  g_test_add_func ("/cell/one-sample", test_one_sample);
  g_test_add_func ("/cell/cancel", test_cancel);

  return g_test_run ();
}
