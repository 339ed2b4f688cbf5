/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/safetensors.h"

static void
read_tensors (const DgSafetensors *file)
{
  const DgSafetensorsEntry *entries;
  gsize n, row;

  dg_safetensors_get_metadata (file, "layers");
  entries = dg_safetensors_get_entries (file, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) tensor = dg_safetensors_load (file, &entries[i], &error);

      g_assert_no_error (error);
      if (dg_tensor_get_size (tensor) > 0)
        dg_tensor_find_not_finite (tensor, &row);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("fuzz.safetensors", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, &error);

  fuzz_assert_outcome (file != NULL, error);
  if (file != NULL)
    read_tensors (file);
  return 0;
}
