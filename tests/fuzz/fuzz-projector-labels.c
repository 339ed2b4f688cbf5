/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/projector-labels.h"

#define N 4

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("metadata.tsv", data, size);
  g_auto (DgProjectorLabels) labels = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done = dg_projector_labels_load (&labels, path, N, &error);

  fuzz_assert_outcome (done, error);
  for (guint i = 0; labels.labels != NULL && i < N; i++)
    g_assert_cmpuint (labels.labels[i], <, g_strv_length (labels.class_names));
  return 0;
}
