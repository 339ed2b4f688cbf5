/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/log-likelihood.h"

#include <math.h>

DgTensor *
dg_log_likelihood_of_logits (const DgTensor *logits)
{
  DgTensor *result = dg_tensor_new (logits->n_dims, logits->shape);
  gsize n_classes = dg_tensor_get_row_length (logits);

  for (gsize i = 0; i < logits->shape[0]; i++)
    {
      const float *row = logits->data + i * n_classes;
      float largest = row[0];
      double sum = 0;

      for (gsize j = 1; j < n_classes; j++)
        largest = MAX (largest, row[j]);
      for (gsize j = 0; j < n_classes; j++)
        sum += exp ((double) row[j] - largest);
      for (gsize j = 0; j < n_classes; j++)
        result->data[i * n_classes + j] = (float) (((double) row[j] - largest) - log (sum));
    }
  return result;
}
