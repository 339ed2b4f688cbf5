/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/cell-cache.h"

/* A cell of @n samples on a line among @d dimensions. */
static DgCell *
make_cell (DgImageKind kind, gsize n, gsize d)
{
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, d });
  g_autoptr (DgDissimilarity) dissimilarity = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgIvat) ivat = NULL;

  for (gsize i = 0; i < n; i++)
    values->data[i * d] = (float) i;
  dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);
  vat = dg_vat_new (dissimilarity, DG_ORDER_HAVENS_BEZDEK, NULL, NULL, NULL);
  ivat = dg_ivat_new (vat);
  return dg_cell_new (kind, ivat, dissimilarity, NULL, NULL, NULL, NULL);
}

static void
put_values (DgCellCache *cache, guint epoch, DgImageKind kind, gsize n, gsize d)
{
  g_autoptr (DgCell) cell = make_cell (kind, n, d);
  DgCellKey key = dg_cell_key_make (epoch, "R3", &(DgCellImage){ .kind = kind });

  dg_cell_cache_put (cache, &key, cell);
}

static void
put (DgCellCache *cache, guint epoch, DgImageKind kind, gsize n)
{
  put_values (cache, epoch, kind, n, 1);
}

static DgCell *
get (DgCellCache *cache, guint epoch, const char *layer, DgImageKind kind, DgOrder order)
{
  DgCellKey key = dg_cell_key_make (epoch, layer, &(DgCellImage){ .kind = kind, .order = order });

  return dg_cell_cache_get (cache, &key);
}

static gboolean
holds (DgCellCache *cache, guint epoch)
{
  return get (cache, epoch, "R3", DG_IMAGE_IVAT, DG_ORDER_HAVENS_BEZDEK) != NULL;
}

static void
test_keys (void)
{
  g_autoptr (DgCellCache) cache = dg_cell_cache_new (1 << 20);
  g_autofree char *layer = g_strdup ("R3");

  put (cache, 1, DG_IMAGE_IVAT, 10);
  /* by the layer's name, not by its address */
  g_assert_nonnull (get (cache, 1, layer, DG_IMAGE_IVAT, DG_ORDER_HAVENS_BEZDEK));
  g_assert_null (get (cache, 2, "R3", DG_IMAGE_IVAT, DG_ORDER_HAVENS_BEZDEK));
  g_assert_null (get (cache, 1, "R4", DG_IMAGE_IVAT, DG_ORDER_HAVENS_BEZDEK));
  g_assert_null (get (cache, 1, "R3", DG_IMAGE_VAT, DG_ORDER_HAVENS_BEZDEK));
  g_assert_null (get (cache, 1, "R3", DG_IMAGE_IVAT, DG_ORDER_SERIATION));

  g_assert_null (get (cache, 1, "R3", DG_IMAGE_DISSPLOT, DG_ORDER_HAVENS_BEZDEK));

  put (cache, 1, DG_IMAGE_IVAT, 12); /* takes the other's place */
  g_assert_cmpuint (dg_cell_cache_get_n_cells (cache), ==, 1);
  g_assert_cmpuint (dg_cell_get_n (get (cache, 1, "R3", DG_IMAGE_IVAT, DG_ORDER_HAVENS_BEZDEK)), ==, 12);
  dg_cell_cache_clear (cache);
  g_assert_false (holds (cache, 1));
}

static void
test_find_ivat (void)
{
  g_autoptr (DgCellCache) cache = dg_cell_cache_new (1 << 20);
  DgCellKey key = dg_cell_key_make (1, "R3", &(DgCellImage){ .order = DG_ORDER_HAVENS_BEZDEK });
  DgCellKey other = dg_cell_key_make (1, "R3", &(DgCellImage){ .order = DG_ORDER_SERIATION });
  DgCellKey weights = dg_cell_key_make (1, "R3", &(DgCellImage){ .subject = DG_SUBJECT_WEIGHTS });

  put (cache, 1, DG_IMAGE_VAT, 10);
  g_assert_true (dg_cell_cache_find_ivat (cache, &key) ==
                 dg_cell_get_ivat (get (cache, 1, "R3", DG_IMAGE_VAT, DG_ORDER_HAVENS_BEZDEK)));
  g_assert_null (dg_cell_cache_find_ivat (cache, &other));
  g_assert_null (dg_cell_cache_find_ivat (cache, &weights));
}

/* Cells of 1000 samples take about 56 kB: two have room, and the one used longest ago goes. */
static void
test_room (void)
{
  g_autoptr (DgCellCache) cache = dg_cell_cache_new (130 * 1000);

  put (cache, 1, DG_IMAGE_IVAT, 1000);
  put (cache, 2, DG_IMAGE_IVAT, 1000);
  g_assert_true (holds (cache, 1) && holds (cache, 2));
  g_assert_true (holds (cache, 1)); /* used last */
  put (cache, 3, DG_IMAGE_IVAT, 1000);
  g_assert_true (holds (cache, 1) && holds (cache, 3));
  g_assert_false (holds (cache, 2));
  g_assert_cmpuint (dg_cell_cache_get_n_cells (cache), ==, 2);

  put (cache, 4, DG_IMAGE_IVAT, 10000); /* larger than all room: alone */
  g_assert_true (holds (cache, 4));
  g_assert_cmpuint (dg_cell_cache_get_n_cells (cache), ==, 1);
}

/* Images of dissimilarities keep the values they are computed from, however many a sample has; iVAT does not. */
static void
test_room_of_values (void)
{
  g_autoptr (DgCellCache) cache = dg_cell_cache_new (1 << 20);

  for (guint epoch = 1; epoch <= 2; epoch++)
    put_values (cache, epoch, DG_IMAGE_IVAT, 300, 500);
  g_assert_cmpuint (dg_cell_cache_get_n_cells (cache), ==, 2);
  for (guint epoch = 1; epoch <= 2; epoch++)
    put_values (cache, epoch, DG_IMAGE_VAT, 300, 500); /* 600 kB each */
  g_assert_null (get (cache, 1, "R3", DG_IMAGE_VAT, DG_ORDER_HAVENS_BEZDEK));
  g_assert_nonnull (get (cache, 2, "R3", DG_IMAGE_VAT, DG_ORDER_HAVENS_BEZDEK));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cell-cache/keys", test_keys);
  g_test_add_func ("/cell-cache/find-ivat", test_find_ivat);
  g_test_add_func ("/cell-cache/room", test_room);
  g_test_add_func ("/cell-cache/room-of-values", test_room_of_values);
  return g_test_run ();
}
