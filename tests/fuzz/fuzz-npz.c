/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/npz.h"

static void
read_arrays (const DgNpz *npz)
{
  const DgArrayEntry *entries;
  gsize n;

  entries = dg_npz_get_entries (npz, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) elements = NULL;
      g_autoptr (DgTensor) tensor = NULL;

      if (entries[i].fault != NULL)
        continue;
      elements = dg_npz_read (npz, &entries[i], &error);
      fuzz_assert_outcome (elements != NULL, error);
      if (elements != NULL)
        tensor = dg_array_layout_to_tensor (&entries[i].layout, elements);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("fuzz.npz", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgNpz) npz = dg_npz_open (path, &error);

  fuzz_assert_outcome (npz != NULL, error);
  if (npz != NULL)
    read_arrays (npz);
  return 0;
}
