/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/common.h"

typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
  { "train", dg_cli_train },
  { "figure", dg_cli_figure },
  { "reduce", dg_cli_reduce },
  { "tendency", dg_cli_tendency },
  { "info", dg_cli_info },
};

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

gboolean
dg_cli_has_command (const char *name)
{
  return find_command (name) != NULL;
}

/* Whether all that was printed has been written. */
static gboolean
finish_output (const char *command)
{
  g_autofree char *message = NULL;

  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  /* the reason is known no longer where an earlier write failed */
  message = g_strdup_printf (_("standard output: %s"), errno != 0 ? g_strerror (errno) : _("cannot be written"));
  dg_cli_fail (command, message);
  return FALSE;
}

int
dg_cli_main (int argc, char **argv)
{
  const Command *command = find_command (argv[1]);
  int status;

  g_return_val_if_fail (command != NULL, DG_CLI_USAGE);
  status = command->run (argc - 1, argv + 1);
  return status != DG_CLI_OK || finish_output (command->name) ? status : DG_CLI_FAILED;
}
