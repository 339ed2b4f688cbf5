/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run-fixture.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_run_file ("run.json", data, size);
  return 0;
}
