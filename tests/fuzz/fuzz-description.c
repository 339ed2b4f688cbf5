/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "network/outline.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const DgNetworkSizes sizes[] = { { 1, 28, 28, 10 }, { 3, 32, 32, 100 }, { 4, 32767, 32767, 256 } };
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      DgTextPlace place;
      g_autoptr (DgOutline) outline = dg_outline_new (text, &sizes[i], &place, &error);

      fuzz_assert_outcome (outline != NULL, error);
    }
  return 0;
}
