/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses */
#define DG_CLI_OK 0
#define DG_CLI_FAILED 1
#define DG_CLI_USAGE 2

/* Each takes its own name as @argv[0] and returns an exit status. */
int dg_cli_train (int argc, char **argv);
int dg_cli_figure (int argc, char **argv);
int dg_cli_reduce (int argc, char **argv);
int dg_cli_tendency (int argc, char **argv);
int dg_cli_info (int argc, char **argv);

G_END_DECLS
