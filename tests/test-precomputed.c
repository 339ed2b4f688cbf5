/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/precomputed.h"

#include <string.h>

#include "base/error.h"

static DgTensor *
make (guint n_dims, gsize rows, gsize columns, const float *numbers)
{
  DgTensor *values = dg_tensor_new (n_dims, (gsize[]){ rows, columns });

  memcpy (values->data, numbers, dg_tensor_get_size (values) * sizeof *numbers);
  return values;
}

static void
assert_refused (DgTensor *made, int code, const char *words)
{
  g_autoptr (DgTensor) values = made;
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_precomputed_to_matrix (values, &error));
  g_assert_error (error, DG_ERROR, code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
  g_assert_false (dg_precomputed_is_matrix (values));
}

static void
test_bad_matrices (void)
{
  const float wide[] = { 0, 1, 2, 1, 0, 3 };
  const float skew[] = { 0, 1, 2, 1, 0, 3, 2, 4, 0 };
  const float similarity[] = { 1, 0.5f, 0.5f, 1 };
  const float negative[] = { 0, -1, -1, 0 };
  const float one[] = { 5 };

  assert_refused (make (2, 2, 3, wide), DG_ERROR_MISMATCH, "2 rows and 3 columns");
  assert_refused (make (2, 3, 3, skew), DG_ERROR_MISMATCH, "row 2, column 1 is 4, but row 1, column 2 is 3");
  assert_refused (make (2, 2, 2, similarity), DG_ERROR_MISMATCH, "row 0, column 0 is 1");
  assert_refused (make (2, 2, 2, negative), DG_ERROR_VALUE, "row 1, column 0 is negative (-1)");
  assert_refused (make (2, 1, 1, one), DG_ERROR_MISMATCH, "row 0, column 0 is 5");
}

/* A fault anywhere is found, on both sides of the squares that are compared. */
static void
test_every_place (void)
{
  gsize n = 70;

  for (gsize fault = 0; fault < n * n; fault += 23)
    {
      g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, n });
      g_autoptr (GError) error = NULL;
      gsize low = MIN (fault / n, fault % n), high = MAX (fault / n, fault % n);
      g_autofree char *place = g_strdup_printf ("row %zu, column %zu is ", high, low);

      values->data[fault] = 1;
      g_assert_null (dg_precomputed_to_matrix (values, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
      g_assert_true (g_str_has_prefix (error->message, place));
    }
}

/* Rounding of whoever made the matrix is no fault, and is taken out. */
static void
test_rounded_matrix (void)
{
  const float numbers[] = { 1e-7f, 1, 2, 1.0000001f, -1e-8f, -1e-7f, 2, 0, 0 };
  g_autoptr (DgTensor) values = make (2, 3, 3, numbers);
  g_autoptr (DgTensor) matrix = dg_precomputed_to_matrix (values, NULL);

  g_assert_nonnull (matrix);
  for (gsize i = 0; i < 3; i++)
    for (gsize j = 0; j < 3; j++)
      {
        float value = matrix->data[i * 3 + j];

        g_assert_cmpfloat (value, ==, matrix->data[j * 3 + i]);
        g_assert_cmpfloat (value, >=, 0);
        g_assert_true (i != j || value == 0);
        g_assert_cmpfloat_with_epsilon (value, i == j ? 0 : numbers[i * 3 + j], 1e-6);
      }
}

static void
test_exact_matrix_is_kept (void)
{
  const float numbers[] = { 0, 3, 3, 0 }, zero[] = { 0 };
  g_autoptr (DgTensor) values = make (2, 2, 2, numbers);
  g_autoptr (DgTensor) matrix = dg_precomputed_to_matrix (values, NULL);
  g_autoptr (DgTensor) single = make (2, 1, 1, zero);
  g_autoptr (DgTensor) point = dg_precomputed_to_matrix (single, NULL);

  g_assert_true (matrix == values);
  g_assert_true (point == single);
}

/* The pairs (0, 1), (0, 2), … as an array of one dimension, a column and a row. */
static void
test_list (void)
{
  const float numbers[] = { 1, 2, 3, 4, 5, 6 };
  const float expected[] = { 0, 1, 2, 3, 1, 0, 4, 5, 2, 4, 0, 6, 3, 5, 6, 0 };
  DgTensor *lists[] = { make (1, 6, 0, numbers), make (2, 6, 1, numbers), make (2, 1, 6, numbers) };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (DgTensor) list = lists[i];
      g_autoptr (DgTensor) matrix = dg_precomputed_to_matrix (list, NULL);

      g_assert_cmpuint (matrix->n_dims, ==, 2);
      g_assert_cmpuint (matrix->shape[0], ==, 4);
      g_assert_cmpuint (matrix->shape[1], ==, 4);
      g_assert_cmpmem (matrix->data, sizeof expected, expected, sizeof expected);
      g_assert_false (dg_precomputed_is_matrix (list));
    }
}

static void
test_lengths_of_lists (void)
{
  for (gsize n = 2, length = 1; length < 3000; length++)
    {
      g_autoptr (DgTensor) list = dg_tensor_new (1, &length);
      g_autoptr (DgTensor) matrix = NULL;
      g_autoptr (GError) error = NULL;

      if (length > n * (n - 1) / 2)
        n++;
      matrix = dg_precomputed_to_matrix (list, &error);
      if (length == n * (n - 1) / 2)
        g_assert_cmpuint (matrix->shape[0], ==, n);
      else
        g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
    }
}

static void
test_bad_lists (void)
{
  const float numbers[] = { 1, 2, -3, 4, 5, 6, 7 };

  assert_refused (make (1, 7, 0, numbers), DG_ERROR_MISMATCH,
                  "this one has 7, which is between the 6 of 4 samples and the 10 of 5");
  assert_refused (make (1, 6, 0, numbers), DG_ERROR_VALUE, "samples 0 and 3 is negative (-3)");
}

static void
test_is_matrix (void)
{
  const float matrix[] = { 0, 1, 2, 1, 0, 3, 2, 3, 0 };
  g_autoptr (DgTensor) three = make (2, 3, 3, matrix);
  g_autoptr (DgTensor) rows = make (2, 3, 2, matrix);

  g_assert_true (dg_precomputed_is_matrix (three));
  g_assert_false (dg_precomputed_is_matrix (rows));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/precomputed/bad-matrices", test_bad_matrices);
  g_test_add_func ("/precomputed/every-place", test_every_place);
  g_test_add_func ("/precomputed/rounded-matrix", test_rounded_matrix);
  g_test_add_func ("/precomputed/exact-matrix-is-kept", test_exact_matrix_is_kept);
  g_test_add_func ("/precomputed/list", test_list);
  g_test_add_func ("/precomputed/lengths-of-lists", test_lengths_of_lists);
  g_test_add_func ("/precomputed/bad-lists", test_bad_lists);
  g_test_add_func ("/precomputed/is-matrix", test_is_matrix);
  return g_test_run ();
}
