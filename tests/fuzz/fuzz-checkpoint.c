/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run-fixture.h"
#include "run/checkpoint.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *folder = fuzz_run_file ("checkpoint.safetensors", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTrainerState) state = dg_checkpoint_load (folder, &error);

  fuzz_assert_outcome (state != NULL, error);
  return 0;
}
