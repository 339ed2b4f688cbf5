/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/npy.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("fuzz.npy", data, size);
  g_autoptr (GError) error = NULL;
  DgArrayLayout layout;
  g_autoptr (GBytes) elements = dg_npy_read (path, &layout, &error);

  fuzz_assert_outcome (elements != NULL, error);
  if (elements != NULL)
    {
      g_autoptr (DgTensor) tensor = dg_array_layout_to_tensor (&layout, elements);
      gsize row;

      if (dg_tensor_get_size (tensor) > 0)
        dg_tensor_find_not_finite (tensor, &row);
    }
  return 0;
}
