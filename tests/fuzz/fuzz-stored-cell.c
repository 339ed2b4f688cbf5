/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

#include "explorer/stored-cell.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const float values[] = { 0, 1, 3, 6, 10, 15, 21, 28 };
  g_autofree char *manifest = fuzz_write ("run.json", NULL, 0);
  g_autofree char *folder = g_path_get_dirname (manifest);
  g_autofree char *cells = g_build_filename (folder, "cells", NULL);
  g_autofree char *written = NULL;
  g_autoptr (DgTensor) outputs = dg_tensor_new (2, (gsize[]) { G_N_ELEMENTS (values), 1 });
  g_autoptr (DgStoredCell) cell = NULL;
  g_autoptr (DgVat) vat = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    outputs->data[i] = values[i];
  cell = dg_stored_cell_new (folder, 1, "R3", DG_METRIC_EUCLIDEAN, DG_ORDER_HAVENS_BEZDEK, G_N_ELEMENTS (values),
                             outputs);
  g_mkdir (cells, 0777);
  written = fuzz_write (dg_stored_cell_get_path (cell) + strlen (folder) + 1, data, size);
  vat = dg_stored_cell_read (cell);
  g_assert_true (vat == NULL || vat->n == G_N_ELEMENTS (values));
  return 0;
}
