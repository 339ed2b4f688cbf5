/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/precomputed.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/error.h"

/* This share of the largest value is taken for rounding. */
#define TOLERANCE 1e-5f

/* Side of the squares in which a matrix is compared with its transpose: two of them fit the first cache. */
#define TILE 32

static float
find_tolerance (const DgTensor *values)
{
  gsize size = dg_tensor_get_size (values);
  float largest = 0;

  for (gsize i = 0; i < size; i++)
    largest = MAX (largest, values->data[i]);
  return largest * TOLERANCE;
}

static gboolean
check_pair (const DgTensor *matrix, gsize i, gsize j, float tolerance, GError **error)
{
  gsize n = matrix->shape[0];
  float value = matrix->data[i * n + j], mirrored = matrix->data[j * n + i];

  if (i == j && fabsf (value) > tolerance)
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                 _("row %zu, column %zu is %g, but dissimilarities are zero on the diagonal"), i, i, value);
  else if (fabsf (value - mirrored) > tolerance)
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                 _("row %zu, column %zu is %g, but row %zu, column %zu is %g: dissimilarities are symmetric"),
                 i, j, value, j, i, mirrored);
  else if (MIN (value, mirrored) < -tolerance)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                 _("the dissimilarity at row %zu, column %zu is negative (%g)"), value < 0 ? i : j,
                 value < 0 ? j : i, MIN (value, mirrored));
  else
    return TRUE;
  return FALSE;
}

/* Compares the square of rows @top … and columns @left … with its transpose. @is_exact is cleared where
 * there is rounding to take out. */
static gboolean
check_tile (const DgTensor *matrix, gsize top, gsize left, float tolerance, gboolean *is_exact,
            GError **error)
{
  gsize n = matrix->shape[0];

  for (gsize i = top; i < MIN (top + TILE, n); i++)
    for (gsize j = left; j <= MIN (left + TILE - 1, i); j++)
      {
        float value = matrix->data[i * n + j];

        if (value == matrix->data[j * n + i] && (i == j ? value == 0 : value >= 0))
          continue;
        *is_exact = FALSE;
        if (!check_pair (matrix, i, j, tolerance, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
check_matrix (const DgTensor *matrix, gboolean *is_exact, GError **error)
{
  gsize n = matrix->shape[0];
  float tolerance = find_tolerance (matrix);

  *is_exact = TRUE;
  for (gsize top = 0; top < n; top += TILE)
    for (gsize left = 0; left <= top; left += TILE)
      if (!check_tile (matrix, top, left, tolerance, is_exact, error))
        return FALSE;
  return TRUE;
}

static void
set_pair (DgTensor *matrix, gsize i, gsize j, float value)
{
  gsize n = matrix->shape[0];

  matrix->data[i * n + j] = matrix->data[j * n + i] = MAX (value, 0);
}

static DgTensor *
symmetrize (const DgTensor *values)
{
  gsize n = values->shape[0];
  DgTensor *matrix = dg_tensor_new (2, (gsize[]){ n, n });

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      set_pair (matrix, i, j, 0.5f * values->data[i * n + j] + 0.5f * values->data[j * n + i]);
  return matrix;
}

/* Samples of which there are @n_pairs pairs: those for which there are at most as many. */
static gsize
count_samples (gsize n_pairs)
{
  gsize n = sqrt (2.0 * n_pairs);

  while (n > 1 && n * (n - 1) / 2 > n_pairs)
    n--;
  while ((n + 1) * n / 2 <= n_pairs)
    n++;
  return n;
}

static DgTensor *
expand (const DgTensor *list, GError **error)
{
  gsize n_pairs = dg_tensor_get_size (list), n = count_samples (n_pairs), pair = 0;
  float tolerance = find_tolerance (list);
  g_autoptr (DgTensor) matrix = NULL;

  if (n * (n - 1) / 2 != n_pairs)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("a list of the dissimilarities of n samples has n(n − 1)/2 values; this one has %zu, "
                     "which is between the %zu of %zu samples and the %zu of %zu"),
                   n_pairs, n * (n - 1) / 2, n, (n + 1) * n / 2, n + 1);
      return NULL;
    }
  matrix = dg_tensor_new (2, (gsize[]){ n, n });
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++, pair++)
      {
        if (list->data[pair] < -tolerance)
          {
            g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                         _("the dissimilarity of the samples %zu and %zu is negative (%g)"), i, j,
                         list->data[pair]);
            return NULL;
          }
        set_pair (matrix, i, j, list->data[pair]);
      }
  return g_steal_pointer (&matrix);
}

static gboolean
is_list (const DgTensor *values)
{
  return values->n_dims == 1 || (values->shape[0] == 1) != (dg_tensor_get_row_length (values) == 1);
}

DgTensor *
dg_precomputed_to_matrix (DgTensor *values, GError **error)
{
  gsize n_rows = values->shape[0], n_columns = dg_tensor_get_row_length (values);
  gboolean is_exact;

  if (is_list (values))
    return expand (values, error);
  if (n_rows != n_columns)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                   _("a matrix of dissimilarities is square, this one has %zu rows and %zu columns"), n_rows,
                   n_columns);
      return NULL;
    }
  if (!check_matrix (values, &is_exact, error))
    return NULL;
  return is_exact ? dg_tensor_ref (values) : symmetrize (values);
}

gboolean
dg_precomputed_is_matrix (const DgTensor *values)
{
  gboolean is_exact;

  return values->shape[0] >= 3 && values->shape[0] == dg_tensor_get_row_length (values) &&
         check_matrix (values, &is_exact, NULL);
}
