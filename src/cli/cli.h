/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The commands that need no window. */

/* Whether @name is one: train, figure, reduce, tendency, info. */
gboolean dg_cli_has_command (const char *name);

/* Runs the command @argv[1] with the arguments after it. Returns the exit status: 0; 1 after one line on
 * stderr that says what is wrong; 2 for wrong usage; 128 + its number where a signal ended it. */
int dg_cli_main (int argc, char **argv);

G_END_DECLS
