/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What libFuzzer, or the replay, calls with each input. Returns 0. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What libFuzzer calls at its start. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

/* Ends the program where a parser's outcome is neither a result nor an error a person can read. */
void fuzz_assert_outcome (gboolean done, const GError *error);

/* (transfer full) the path of a file of these bytes, in a folder of this process that goes with it. */
char *fuzz_write (const char *name, const guint8 *data, gsize size);
