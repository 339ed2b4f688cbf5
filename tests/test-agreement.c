/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/agreement.h"

#include "sample-data.h"
#include "tendency/blocks.h"
#include "tendency/ivat.h"
#include "tendency/reduction.h"

typedef struct
{
  DgDissimilarity *dissimilarity;
  DgVat *full, *reduced;
  guint32 *samples; /* (count) */
  gsize count;
} Fixture;

static void
fixture_init (Fixture *self, DataKind kind, gsize n, gsize count)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 3, n);
  g_autoptr (DgDissimilarity) subset = NULL;

  self->dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  self->full = dg_vat_new (self->dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  self->samples = dg_reduction_interval (self->full->order, n, count);
  self->count = count;
  subset = dg_dissimilarity_new_subset (self->dissimilarity, self->samples, count);
  self->reduced = dg_vat_new (subset, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
}

static void
fixture_clear (Fixture *self)
{
  dg_dissimilarity_unref (self->dissimilarity);
  dg_vat_unref (self->full);
  dg_vat_unref (self->reduced);
  g_free (self->samples);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Pair by pair from both images. */
static double
naive_difference (const Fixture *self)
{
  g_autoptr (DgIvat) full = dg_ivat_new (self->full), reduced = dg_ivat_new (self->reduced);
  double sum = 0, pairs = 0;

  for (gsize i = 0; i < self->count; i++)
    for (gsize j = 0; j < i; j++)
      {
        float in_full = dg_ivat_get_value (full, self->full->position[self->samples[i]],
                                           self->full->position[self->samples[j]]);
        float in_reduced =
          dg_ivat_get_value (reduced, self->reduced->position[i], self->reduced->position[j]);

        g_assert_cmpfloat (in_reduced, >=, in_full); /* fewer samples, fewer paths */
        sum += (double) in_reduced - in_full;
        pairs++;
      }
  return pairs > 0 && dg_ivat_get_maximum (full) > 0 ? sum / pairs / dg_ivat_get_maximum (full) : 0;
}

static void
test_difference (void)
{
  const gsize counts[] = { 1, 2, 17, 40, 79, 80 };

  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize c = 0; c < G_N_ELEMENTS (counts); c++)
      {
        g_auto (Fixture) fixture;
        DgAgreement agreement;

        fixture_init (&fixture, kind, 80, counts[c]);
        agreement = dg_agreement_measure (fixture.full, fixture.reduced, fixture.samples, 4);
        g_assert_cmpfloat_with_epsilon (agreement.difference, naive_difference (&fixture), 1e-9);
        g_assert_cmpfloat (agreement.rand_index, <=, 1);
      }
}

/* All samples agree with themselves. */
static void
test_all (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    {
      g_auto (Fixture) fixture;
      DgAgreement agreement;

      fixture_init (&fixture, kind, 50, 50);
      agreement = dg_agreement_measure (fixture.full, fixture.reduced, fixture.samples, 4);
      g_assert_cmpfloat (agreement.difference, ==, 0);
      g_assert_cmpfloat (agreement.rand_index, ==, 1);
      g_assert_cmpuint (agreement.blocks, ==, agreement.full_blocks);
    }
}

/* Two clusters with a sample between: without it they are farther apart, and still two. */
static void
test_by_hand (void)
{
  const float line[] = { 0, 1, 5, 9, 10 };
  const guint32 samples[] = { 0, 1, 3, 4 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 5, 1 });
  g_autoptr (DgDissimilarity) all = NULL, some = NULL;
  g_autoptr (DgVat) full = NULL, reduced = NULL;
  DgAgreement agreement;

  for (gsize i = 0; i < 5; i++)
    values->data[i] = line[i];
  all = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  some = dg_dissimilarity_new_subset (all, samples, 4);
  full = dg_vat_new (all, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  reduced = dg_vat_new (some, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  agreement = dg_agreement_measure (full, reduced, samples, 2);
  g_assert_cmpuint (agreement.full_blocks, ==, 2);
  g_assert_cmpuint (agreement.blocks, ==, 2);
  g_assert_cmpfloat (agreement.rand_index, ==, 1);
  /* four of six pairs are at 8 instead of 4, the largest value */
  g_assert_cmpfloat_with_epsilon (agreement.difference, 4.0 / 6 * (8 - 4) / 4, 1e-12);
}

/* What has no clusters has other ones with fewer samples. */
static void
test_disagreement (void)
{
  g_auto (Fixture) clusters, none;
  DgAgreement good, bad;

  fixture_init (&clusters, DATA_CLUSTERS, 200, 60);
  fixture_init (&none, DATA_NORMAL, 200, 60);
  good = dg_agreement_measure (clusters.full, clusters.reduced, clusters.samples, 3);
  bad = dg_agreement_measure (none.full, none.reduced, none.samples, 3);
  g_assert_cmpfloat (good.rand_index, ==, 1);
  g_assert_cmpfloat (good.difference, <, 0.01);
  g_assert_cmpfloat (bad.rand_index, <, 0.9);
  g_assert_cmpfloat (bad.difference, >, 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement/difference", test_difference);
  g_test_add_func ("/agreement/all", test_all);
  g_test_add_func ("/agreement/by-hand", test_by_hand);
  g_test_add_func ("/agreement/disagreement", test_disagreement);
  return g_test_run ();
}
