/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/blocks.h"

#include "sample-data.h"

static DgVat *
make_vat (DataKind kind, gsize n, guint64 seed, DgDissimilarity **dissimilarity)
{
  g_autoptr (DgTensor) values = make_data (kind, n, 3, seed);

  *dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  return dg_vat_new (*dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
}

/* Single linkage in its own words: connected by steps no longer than the height. */
static DgPartition *
naive_cut (const DgDissimilarity *dissimilarity, float height)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity);
  DgPartition *self = dg_partition_new (n, n);
  gboolean changed = TRUE;

  for (gsize i = 0; i < n; i++)
    self->group[i] = i;
  while (changed)
    {
      changed = FALSE;
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          if (self->group[j] > self->group[i] && (float) dg_dissimilarity_get (dissimilarity, i, j) <= height)
            {
              self->group[j] = self->group[i];
              changed = TRUE;
            }
    }
  return self;
}

static gsize
count_blocks (const DgVat *vat, float height, gsize least)
{
  g_autoptr (DgPartition) blocks = dg_blocks_cut (vat, height);
  g_autofree gsize *counts = dg_partition_count (blocks);
  gsize n = 0;

  for (gsize g = 0; g < blocks->n_groups; g++)
    n += counts[g] >= least;
  return n;
}

/* Looks at every height there is. */
static float
naive_find_height (const DgVat *vat, gsize wanted, gsize least)
{
  gsize most = MIN (wanted, count_blocks (vat, 0, least));
  float best = 0;

  for (gsize k = 1; k < vat->n; k++)
    {
      gsize counted = MIN (wanted, count_blocks (vat, vat->weight[k], least));

      if (counted > most || (counted == most && vat->weight[k] > best))
        {
          most = counted;
          best = vat->weight[k];
        }
    }
  return best;
}

/* Joins ascend, and each takes two whole runs that were there before. */
static void
test_joins (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    {
      g_autoptr (DgDissimilarity) dissimilarity = NULL;
      g_autoptr (DgVat) vat = make_vat (kind, 40, 3, &dissimilarity);
      g_autofree DgJoin *joins = dg_blocks_list_joins (vat);
      guint32 begin[40], end[40]; /* of the run of each position */

      for (guint32 k = 0; k < 40; k++)
        {
          begin[k] = k;
          end[k] = k + 1;
        }
      for (gsize i = 0; i < 39; i++)
        {
          const DgJoin *join = &joins[i];

          g_assert_true (i == 0 || joins[i - 1].weight <= join->weight);
          g_assert_cmpfloat (vat->weight[join->middle], ==, join->weight);
          g_assert_true (begin[join->middle - 1] == join->begin && end[join->middle - 1] == join->middle);
          g_assert_true (begin[join->middle] == join->middle && end[join->middle] == join->end);
          for (guint32 k = join->begin; k < join->end; k++)
            {
              begin[k] = join->begin;
              end[k] = join->end;
            }
        }
    }
}

static void
test_cut (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    {
      g_autoptr (DgDissimilarity) dissimilarity = NULL;
      g_autoptr (DgVat) vat = make_vat (kind, 40, 3, &dissimilarity);

      for (gsize k = 0; k < vat->n; k += 3)
        {
          g_autoptr (DgPartition) blocks = dg_blocks_cut (vat, vat->weight[k]);
          g_autoptr (DgPartition) expected = naive_cut (dissimilarity, vat->weight[k]);

          for (gsize i = 0; i < vat->n; i++)
            for (gsize j = 0; j < i; j++)
              g_assert_cmpint (blocks->group[i] == blocks->group[j], ==,
                               expected->group[i] == expected->group[j]);
          for (gsize p = 1; p < vat->n; p++) /* numbered along the order */
            g_assert_cmpuint (blocks->group[vat->order[p]] - blocks->group[vat->order[p - 1]], <=, 1);
        }
    }
}

static void
test_find_height (void)
{
  for (DataKind kind = 0; kind < N_DATA_KINDS; kind++)
    for (gsize n = 1; n <= 61; n += 12)
      {
        g_autoptr (DgDissimilarity) dissimilarity = NULL;
        g_autoptr (DgVat) vat = make_vat (kind, n, n, &dissimilarity);

        for (gsize wanted = 1; wanted <= n + 2; wanted = 2 * wanted + 1)
          for (gsize least = 1; least <= 9; least += 2)
            g_assert_cmpfloat (dg_blocks_find_height (vat, wanted, least), ==,
                               naive_find_height (vat, wanted, least));
      }
}

/* Three clusters, and a sample far from all: a height that counts single samples would cut off that alone. */
static void
test_outlier (void)
{
  const float line[] = { 0, 1, 2, 50, 51, 52, 80, 81, 82, 1000 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ 10, 1 });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgPartition) blocks = NULL, gathered = NULL;

  for (gsize i = 0; i < 10; i++)
    values->data[i] = line[i];
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);

  g_assert_cmpfloat (dg_blocks_find_height (vat, 2, 1), ==, 48);
  g_assert_cmpfloat (dg_blocks_find_height (vat, 3, 2), ==, 1);
  blocks = dg_blocks_cut (vat, 1);
  gathered = dg_blocks_gather (blocks, 2);
  g_assert_cmpuint (gathered->n_groups, ==, 4);
  g_assert_true (gathered->has_rest);
  g_assert_cmpuint (gathered->group[9], ==, 3);
  for (gsize i = 0; i < 9; i++)
    g_assert_cmpuint (gathered->group[i], ==, gathered->group[i / 3 * 3]);
}

static void
test_gather_nothing (void)
{
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = make_vat (DATA_NORMAL, 30, 1, &dissimilarity);
  g_autoptr (DgPartition) blocks = dg_blocks_cut (vat, vat->weight[7]);
  g_autoptr (DgPartition) same = dg_blocks_gather (blocks, 1), rest = dg_blocks_gather (blocks, 31);

  g_assert_false (same->has_rest);
  g_assert_cmpuint (same->n_groups, ==, blocks->n_groups);
  g_assert_cmpmem (same->group, 30 * sizeof (guint32), blocks->group, 30 * sizeof (guint32));
  g_assert_true (rest->has_rest);
  g_assert_cmpuint (rest->n_groups, ==, 1);
}

static void
test_least (void)
{
  g_assert_cmpuint (dg_blocks_get_least (1), ==, 2);
  g_assert_cmpuint (dg_blocks_get_least (200), ==, 2);
  g_assert_cmpuint (dg_blocks_get_least (201), ==, 3);
  g_assert_cmpuint (dg_blocks_get_least (10000), ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocks/joins", test_joins);
  g_test_add_func ("/blocks/cut", test_cut);
  g_test_add_func ("/blocks/find-height", test_find_height);
  g_test_add_func ("/blocks/outlier", test_outlier);
  g_test_add_func ("/blocks/gather-nothing", test_gather_nothing);
  g_test_add_func ("/blocks/least", test_least);
  return g_test_run ();
}
