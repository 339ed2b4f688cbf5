/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reduction-trial.h"

#include <string.h>

#include "base/error.h"
#include "explorer/reduction-figure.h"
#include "tiny-run.h"

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgReductionBase *base;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->tiny = tiny_run_new ();
  tiny_run_add_epoch (self->tiny, 1);
  tiny_run_add_epoch (self->tiny, 10);
  self->run = tiny_run_open (self->tiny);
  self->base = dg_reduction_base_new (self->run, "S5", 10, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dg_reduction_base_unref (self->base);
  g_object_unref (self->run);
  tiny_run_free (self->tiny);
}

static DgReductionTrial *
try (Fixture *self, DgReductionMethod method, gsize count)
{
  const DgReductionOptions options = { method, count, 6, 3, TINY_N_CLASSES };
  g_autoptr (GError) error = NULL;
  DgReductionTrial *trial = dg_reduction_trial_new (self->base, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return trial;
}

/* The same steps by the calls of src/tendency, one after the other. */
static void
test_against_parts (Fixture *self, gconstpointer data)
{
  g_autoptr (DgTensor) outputs = dg_run_load_outputs (self->run, 10, "S5", NULL);
  g_autoptr (DgDissimilarity) all = dg_dissimilarity_new (outputs, DG_METRIC_EUCLIDEAN, NULL);
  g_autoptr (DgVat) full = dg_vat_new (all, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);

  for (guint method = 0; method < 2; method++)
    {
      g_autoptr (DgReductionTrial) trial = try (self, method, 25);
      g_autofree guint32 *samples = method == DG_REDUCTION_MMRS ? dg_reduction_mmrs (all, 6, 25, 3)
                                                                : dg_reduction_interval (full->order, TINY_N, 25);
      g_autoptr (DgTensor) rows = dg_tensor_copy_rows (outputs, samples, 25);
      g_autoptr (DgDissimilarity) fewer = dg_dissimilarity_new (rows, DG_METRIC_EUCLIDEAN, NULL);
      g_autoptr (DgVat) vat = dg_vat_new (fewer, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
      DgAgreement expected = dg_agreement_measure (full, vat, samples, TINY_N_CLASSES);

      g_assert_cmpmem (trial->subset->samples, 25 * sizeof *samples, samples, 25 * sizeof *samples);
      g_assert_cmpuint (trial->subset->n_all, ==, TINY_N);
      g_assert_cmpstr (trial->subset->origin.layer, ==, "S5");
      g_assert_cmpuint (trial->subset->origin.epoch, ==, 10);
      g_assert_cmpuint (trial->subset->origin.clusters, ==, method == DG_REDUCTION_MMRS ? 6 : 0);
      g_assert_cmpfloat (trial->agreement.rand_index, ==, expected.rand_index);
      g_assert_cmpfloat (trial->agreement.difference, ==, expected.difference);
      g_assert_cmpfloat (trial->seconds, >=, 0);
      for (gsize k = 0; k < 25; k++)
        g_assert_cmpuint (dg_cell_get_sample (trial->cell, k), ==, samples[vat->order[k]]);
    }
}

static void
test_all (Fixture *self, gconstpointer data)
{
  g_autoptr (DgReductionTrial) trial = try (self, DG_REDUCTION_INTERVAL, TINY_N);

  g_assert_cmpfloat (trial->agreement.rand_index, ==, 1);
  g_assert_cmpfloat (trial->agreement.difference, ==, 0);
}

static void
test_figure (Fixture *self, gconstpointer data)
{
  g_autoptr (DgReductionTrial) many = try (self, DG_REDUCTION_INTERVAL, 30), few = try (self, DG_REDUCTION_INTERVAL, 8);
  DgReductionTrial *trials[] = { many, few };
  g_autoptr (DgFigure) figure = dg_reduction_figure_new (self->run, trials, 2);
  g_autofree char *numbers = g_strdup_printf ("n = 8: ARI of %u blocks %.2f, mean |ΔD′| %.3f", TINY_N_CLASSES,
                                              few->agreement.rand_index, few->agreement.difference);

  g_assert_cmpuint (figure->n_columns, ==, 3);
  g_assert_true (dg_figure_get_cell (figure, 0, 0) == self->base->cell);
  g_assert_true (dg_figure_get_cell (figure, 0, 2) == few->cell);
  g_assert_cmpstr (figure->column_names[0], ==, "n = 60");
  g_assert_cmpstr (figure->column_names[1], ==, "n = 30");
  g_assert_cmpuint (figure->marks->len, ==, TINY_N);
  g_assert_nonnull (strstr (figure->title, "S5 at epoch 10"));
  g_assert_nonnull (strstr (figure->footer, "kept at equal intervals"));
  g_assert_nonnull (strstr (figure->footer, numbers));
}

static void
test_errors (Fixture *self, gconstpointer data)
{
  const DgReductionOptions bad[] = {
    { DG_REDUCTION_INTERVAL, 0, 6, 3, 4 },
    { DG_REDUCTION_INTERVAL, TINY_N + 1, 6, 3, 4 },
    { DG_REDUCTION_MMRS, 10, 0, 3, 4 },
    { DG_REDUCTION_MMRS, 10, G_MAXUINT, 3, 4 },
    { DG_REDUCTION_MMRS, 10, 6, G_MAXUINT64, 4 },
    { DG_REDUCTION_INTERVAL, 10, 6, 3, 0 },
  };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const DgReductionOptions good = { DG_REDUCTION_INTERVAL, 10, 6, 3, 4 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (dg_reduction_trial_new (self->base, &bad[i], NULL, NULL, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
      g_clear_error (&error);
    }
  g_cancellable_cancel (cancelled);
  g_assert_null (dg_reduction_trial_new (self->base, &good, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (dg_reduction_base_new (self->run, "S9", 10, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/reduction-trial/against-parts", test_against_parts);
  add ("/reduction-trial/all", test_all);
  add ("/reduction-trial/figure", test_figure);
  add ("/reduction-trial/errors", test_errors);
  return g_test_run ();
}
