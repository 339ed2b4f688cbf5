/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/dissimilarity.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "tendency/clones.h"
#include "tendency/embedding.h"
#include "tendency/precomputed.h"

#define LANES 16

/* What a pixel may be wrong by, relative to its value: a quarter of a grey step of 8 bits. */
#define PIXEL_TOLERANCE 1e-3

struct _DgDissimilarity
{
  gatomicrefcount ref_count;
  DgMetric metric;
  gsize n, d;
  DgTensor *values;     /* (n, d), or (n, n) if precomputed */
  double *inverse_norm; /* (n) for cosine, 0 for a zero vector; else NULL */
};

static const char *const metric_names[] = { "euclidean", "cosine", "precomputed" };

gboolean
dg_metric_parse (const char *name, DgMetric *metric, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (metric_names); i++)
    if (g_str_equal (name, metric_names[i]))
      {
        *metric = i;
        return TRUE;
      }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("there is no metric “%s”: it is one of euclidean, cosine, precomputed"), name);
  return FALSE;
}

const char *
dg_metric_to_string (DgMetric metric)
{
  return metric_names[metric];
}

typedef double Lanes __attribute__ ((vector_size (LANES * sizeof (double))));
typedef float FloatLanes __attribute__ ((vector_size (LANES * sizeof (float))));

/* Σ (a·scale_a − b·scale_b)² over (d) values, in double. */
DG_VECTOR_CLONES static double
sum_squared_differences (const float *a, double scale_a, const float *b, double scale_b, gsize d)
{
  Lanes sum = { 0 };
  double total = 0;
  gsize k = 0;

  for (; k + LANES <= d; k += LANES)
    {
      FloatLanes float_a, float_b;
      Lanes difference;

      memcpy (&float_a, a + k, sizeof float_a);
      memcpy (&float_b, b + k, sizeof float_b);
      difference = __builtin_convertvector (float_a, Lanes) * scale_a;
      difference -= __builtin_convertvector (float_b, Lanes) * scale_b;
      sum += difference * difference;
    }
  for (guint lane = 0; k < d; k++, lane++)
    {
      double difference = a[k] * scale_a - b[k] * scale_b;

      sum[lane] += difference * difference;
    }
  for (guint lane = 0; lane < LANES; lane++)
    total += sum[lane];
  return total;
}

static const float *
get_row (const DgDissimilarity *self, gsize i)
{
  return self->values->data + i * self->d;
}

static void
compute_inverse_norms (DgDissimilarity *self)
{
  g_autofree float *zero = g_new0 (float, MAX (self->d, 1));

  self->inverse_norm = g_new (double, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      double squared_norm = sum_squared_differences (get_row (self, i), 1, zero, 0, self->d);

      self->inverse_norm[i] = squared_norm > 0 ? 1 / sqrt (squared_norm) : 0;
    }
}

DgDissimilarity *
dg_dissimilarity_new (DgTensor *values, DgMetric metric, GError **error)
{
  g_autoptr (DgDissimilarity) self = NULL;
  g_autoptr (DgTensor) matrix = NULL;
  gsize row;

  if (values->shape[0] < 1 || values->shape[0] >= G_MAXUINT32)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("%zu samples cannot be compared"), values->shape[0]);
      return NULL;
    }
  if (dg_tensor_find_not_finite (values, &row))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("row %zu holds NaN or infinity"), row);
      return NULL;
    }
  matrix = metric == DG_METRIC_PRECOMPUTED ? dg_precomputed_to_matrix (values, error)
                                           : dg_tensor_ref (values);
  if (matrix == NULL)
    return NULL;

  self = g_new0 (DgDissimilarity, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->metric = metric;
  self->n = matrix->shape[0];
  self->d = dg_tensor_get_row_length (matrix);
  self->values = g_steal_pointer (&matrix);
  if (metric == DG_METRIC_COSINE)
    compute_inverse_norms (self);
  return g_steal_pointer (&self);
}

DgDissimilarity *
dg_dissimilarity_new_subset (const DgDissimilarity *self, const guint32 *samples, gsize count)
{
  DgDissimilarity *subset = g_new0 (DgDissimilarity, 1);

  g_assert (count >= 1);
  g_atomic_ref_count_init (&subset->ref_count);
  subset->metric = self->metric;
  subset->n = count;
  subset->values = dg_tensor_copy_rows (self->values, samples, count);
  if (self->metric == DG_METRIC_PRECOMPUTED)
    {
      DgTensor *rows = subset->values;

      subset->values = dg_tensor_new (2, (gsize[]){ count, count });
      for (gsize i = 0; i < count; i++)
        for (gsize j = 0; j < count; j++)
          subset->values->data[i * count + j] = rows->data[i * self->n + samples[j]];
      dg_tensor_unref (rows);
    }
  subset->d = dg_tensor_get_row_length (subset->values);
  if (self->inverse_norm != NULL)
    {
      subset->inverse_norm = g_new (double, count);
      for (gsize i = 0; i < count; i++)
        subset->inverse_norm[i] = self->inverse_norm[samples[i]];
    }
  return subset;
}

DgDissimilarity *
dg_dissimilarity_ref (DgDissimilarity *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_dissimilarity_unref (DgDissimilarity *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  dg_tensor_unref (self->values);
  g_free (self->inverse_norm);
  g_free (self);
}

gsize
dg_dissimilarity_get_n (const DgDissimilarity *self)
{
  return self->n;
}

DgMetric
dg_dissimilarity_get_metric (const DgDissimilarity *self)
{
  return self->metric;
}

const DgTensor *
dg_dissimilarity_get_values (const DgDissimilarity *self)
{
  return self->values;
}

const double *
dg_dissimilarity_get_inverse_norms (const DgDissimilarity *self)
{
  return self->inverse_norm;
}

double
dg_dissimilarity_get (const DgDissimilarity *self, gsize i, gsize j)
{
  switch (self->metric)
    {
    case DG_METRIC_EUCLIDEAN:
      return sqrt (sum_squared_differences (get_row (self, i), 1, get_row (self, j), 1, self->d));

    case DG_METRIC_COSINE:
      /* 1 − cosine = ½ ‖a/‖a‖ − b/‖b‖‖²: no digit is lost between vectors of almost the same direction. */
      if (self->inverse_norm[i] == 0 || self->inverse_norm[j] == 0)
        return self->inverse_norm[i] == self->inverse_norm[j] ? 0 : 1;
      return 0.5 * sum_squared_differences (get_row (self, i), self->inverse_norm[i], get_row (self, j),
                                            self->inverse_norm[j], self->d);

    case DG_METRIC_PRECOMPUTED:
      return get_row (self, i)[j];

    default:
      g_assert_not_reached ();
    }
}

/* Dissimilarities of all pairs of @samples: the product's, or summed in double where that is not good enough.
 * @samples: (count)
 * @stride: floats from one row of @out to the next
 * @out: (count, stride) */
static void
fill_square (const DgDissimilarity *self, const guint32 *samples, gsize count, gsize stride, float *out)
{
  g_autoptr (DgEmbedding) embedding = dg_embedding_new (self, samples, count);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, count, count, embedding->d, 1, embedding->points,
               embedding->d, embedding->points, embedding->d, 0, out, stride);
  for (gsize y = 0; y < count; y++)
    for (gsize x = 0; x <= y; x++)
      {
        double dot = out[y * stride + x];
        double low = (double) embedding->low[y] + embedding->low[x] - 2 * dot;
        double high = (double) embedding->high[y] + embedding->high[x] - 2 * dot;
        double value;

        if (samples[x] == samples[y])
          value = 0;
        else if (high - low > PIXEL_TOLERANCE * low)
          value = dg_dissimilarity_get (self, samples[y], samples[x]);
        else
          value = dg_embedding_to_dissimilarity (embedding, 0.5 * (low + high));
        out[y * stride + x] = out[x * stride + y] = (float) MIN (value, FLT_MAX);
      }
}

static void
copy_square (const DgDissimilarity *self, const guint32 *samples, gsize count, gsize stride, float *out)
{
  for (gsize y = 0; y < count; y++)
    for (gsize x = 0; x < count; x++)
      out[y * stride + x] = get_row (self, samples[y])[samples[x]];
}

void
dg_dissimilarity_render (const DgDissimilarity *self, const guint32 *order, gsize first, gsize count,
                         gsize size, float *out)
{
  gsize side = MIN (count, size);
  g_autofree guint32 *samples = NULL; /* (side) those that are seen */

  g_assert (count >= 1 && first + count <= self->n);
  samples = g_new (guint32, side);
  for (gsize k = 0; k < side; k++)
    {
      gsize position = first + (2 * k + 1) * count / (2 * side);

      samples[k] = order != NULL ? order[position] : position;
    }
  if (self->metric == DG_METRIC_PRECOMPUTED)
    copy_square (self, samples, side, size, out);
  else
    fill_square (self, samples, side, size, out);

  if (side == size)
    return;
  /* Fewer samples than pixels: widen in place, from the last row and column on, so that no value is
   * overwritten before it is read. */
  for (gsize y = size; y-- > 0;)
    {
      const float *row = out + (2 * y + 1) * count / (2 * size) * size;
      float *wide = out + y * size;

      for (gsize x = size; x-- > 0;)
        wide[x] = row[(2 * x + 1) * count / (2 * size)];
    }
}
