/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dg_cli_parse:
 * @argv: (inout): @argv[0] is the command's name; options are taken out
 * @entries: terminated by an entry of NULLs
 * @parameter, @summary, @description: as g_option_context_new() and its setters
 * @n_positional: arguments that must be left beside the command's name
 *
 * Prints help and exits where --help is asked for. Otherwise returns FALSE after saying on stderr what is
 * wrong with the usage.
 */
gboolean dg_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *parameter,
                       const char *summary, const char *description, int n_positional);

/* "diagonal COMMAND: MESSAGE" on stderr; returns DG_CLI_FAILED. */
int dg_cli_fail (const char *command, const char *message);

/* The same with a hint at --help; returns DG_CLI_USAGE. */
int dg_cli_misuse (const char *command, const char *message);

G_END_DECLS
