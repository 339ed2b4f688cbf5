/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/projector-tensor.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("tensors.tsv", data, size);
  const DgProjectorEmbedding embedding = { .tensor_path = path };
  g_autoptr (GError) error = NULL, fault = NULL;
  g_autoptr (DgTensor) tensor = NULL;
  gsize n, n_columns;
  gboolean measured = dg_projector_tensor_measure (&embedding, &n, &n_columns, &error);

  fuzz_assert_outcome (measured, error);
  tensor = dg_projector_tensor_load (&embedding, &fault);
  fuzz_assert_outcome (tensor != NULL, fault);
  return 0;
}
